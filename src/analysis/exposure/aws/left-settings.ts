import type { Resource } from "../../../kubernetes/resource.ts";
import { jsonOf, textWithout } from "../json-values.ts";
import type { Backend } from "../route.ts";
import { actionKey, readAction } from "./actions.ts";
import { albKeys, isInterpreted } from "./annotations.ts";
import { readConditions, readTransforms } from "./conditions.ts";
import { albReach } from "./entry-reach.ts";
import { albPrefix, paramsRest } from "./ingress-class-params.ts";
import { readListeners } from "./listeners.ts";
import type { AlbSettings } from "./settings.ts";

/** What no control tells of the annotations that controls read, and of the Service and the class parameters beside them. */
export function leftSettings(
  resource: Resource,
  backend: Backend,
  settings: AlbSettings,
  isExempt: boolean,
): Readonly<Record<string, string>> {
  const target = settings.of(backend);
  const action = actionKey(backend);
  const texts: readonly (readonly [string, string | undefined])[] = [
    ["listen-ports", readListeners(settings)?.others.join(", ") ?? settings.own.text("listen-ports")],
    ["load-balancer-attributes", attributesOf(settings)],
    ["scheme", albReach(settings).reach === "unknown" ? settings.shared.text("scheme") : undefined],
    ["auth-idp-oidc", textWithout(jsonOf(target.text("auth-idp-oidc")), oidcFields)],
    ["auth-idp-cognito", textWithout(jsonOf(target.text("auth-idp-cognito")), cognitoFields)],
    ...(action === undefined ? [] : [[action.slice(albPrefix.length), readAction(resource, backend)?.rest] as const]),
    [`conditions.${backend.name}`, readConditions(resource, backend).rest],
    [`transforms.${backend.name}`, readTransforms(resource, backend).rest],
    // Checks that are out of effect are told by no control.
    ...(isExempt ? authKeys.map((key) => [key, target.text(key)] as const) : []),
  ];
  return {
    ...Object.fromEntries(
      texts.flatMap(([key, text]) => (text === undefined || text === "" ? [] : [[albPrefix + key, text]])),
    ),
    ...ofService(settings.service(backend)),
    ...ofParams(settings.params),
  };
}

const oidcFields = ["issuer", "authorizationEndpoint", "tokenEndpoint", "userInfoEndpoint", "secretName"];
const cognitoFields = ["userPoolARN", "userPoolClientID"];

const authKeys = ["auth-type", "auth-idp-oidc", "auth-idp-cognito", "jwt-validation", "mutual-authentication"];

function attributesOf({ shared }: AlbSettings): string {
  return (shared.list("load-balancer-attributes") ?? [])
    .filter((attribute) => !attribute.startsWith("access_logs.s3.enabled="))
    .sort()
    .join(", ");
}

function ofService(service: Resource | undefined): Readonly<Record<string, string>> {
  if (!service) return {};
  const read = new Set<string>([...albKeys.auth, ...albKeys.backendTls].map((key) => albPrefix + key));
  const own = Object.entries(service.annotations).filter(
    ([key]) => key.startsWith(albPrefix) && !read.has(key) && !isInterpreted(key),
  );
  return Object.fromEntries(
    own.map(([key, text]) => [`Service ${service.namespace ?? ""}/${service.name}: ${key}`, text]),
  );
}

function ofParams(params: Resource | undefined): Readonly<Record<string, string>> {
  if (!params) return {};
  const { texts } = paramsRest(params);
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [`IngressClassParams ${params.name}: ${key}`, text]),
  );
}
