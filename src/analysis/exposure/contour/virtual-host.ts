import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { ControlValues } from "../control-values.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { dnsAnnotations, dnsAspects, dnsOf } from "../dns/external-dns.ts";
import { fieldSettings } from "../field-settings.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { corsOf } from "../ingress/header-lines.ts";
import { ownAnnotations } from "../ingress/service-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName, specOf, textsOf } from "../plain-items.ts";
import type { Reading } from "../reading.ts";
import { weighContour } from "./weigh.ts";

/** What the root of an HTTPProxy says for every route of its host. */
export interface VirtualHost {
  readonly fqdn: string;
  readonly value: PlainObject;
  readonly tls: PlainObject | undefined;
  readonly passthrough: boolean;
  /** The proofs that the connection itself needs, and how a certificate is treated that is not required. */
  readonly certificate: {
    readonly atoms: readonly AuthAtom[];
    readonly optional: "no" | "unverified" | "verified";
  };
  readonly reading: Reading;
}

export function readVirtualHost(resource: Resource): VirtualHost {
  const value = asObject(specOf(resource).virtualhost) ?? {};
  const tls = asObject(value.tls);
  const passthrough = tls?.passthrough === true;
  const at = (...keys: string[]) => ({ resource, path: ["spec", "virtualhost", ...keys] });
  const left = fieldSettings(resource, ["spec", "virtualhost"], takenFields);
  const top = fieldSettings(resource, ["spec"], ["virtualhost", "routes", "includes", "tcpproxy", "ingressClassName"]);
  const annotations = ownAnnotations(resource, readAnnotations, weighContour);
  const secret = asText(tls?.secretName);
  return {
    fqdn: asText(value.fqdn) ?? "",
    value,
    tls,
    passthrough,
    certificate: certificateOf(asObject(tls?.clientValidation), resource),
    reading: {
      controls: {
        tls: passthrough ? "passthrough" : tls ? "terminated" : "none",
        passthrough: passthrough ? "on" : "off",
        certificate: secret ? [secret.includes("/") ? secret : qualifiedName(resource.namespace, secret)] : [],
        tlsVersion: versionOf(asText(tls?.minimumProtocolVersion)),
        cors: corsControl(asObject(value.corsPolicy)),
        dns: dnsOf(resource),
      },
      texts: { ...left.texts, ...top.texts, ...annotations.texts },
      places: {
        tls: [at("tls", "secretName"), at("tls", "passthrough")],
        passthrough: [at("tls", "passthrough")],
        certificate: [at("tls", "secretName")],
        tlsVersion: [at("tls", "minimumProtocolVersion")],
        cors: [at("corsPolicy", "allowOrigin"), at("corsPolicy", "allowCredentials")],
        host: [at("fqdn")],
        dns: dnsAspects(resource),
        annotation: [...left.aspects, ...top.aspects, ...annotations.aspects],
      },
    },
  };
}

const readAnnotations: ReadonlySet<string> = new Set([
  ...dnsAnnotations,
  "projectcontour.io/ingress.class",
  "kubernetes.io/ingress.class",
]);

const takenFields = [
  "fqdn",
  "tls.secretName",
  "tls.passthrough",
  "tls.minimumProtocolVersion",
  "tls.clientValidation.caSecret",
  "tls.clientValidation.skipClientCertValidation",
  "tls.clientValidation.optionalClientCertificate",
  "authorization.extensionRef",
  "authorization.authPolicy.disabled",
  "authorization.failOpen",
  "corsPolicy.allowOrigin",
  "corsPolicy.allowCredentials",
  "rateLimitPolicy.local.requests",
  "rateLimitPolicy.local.unit",
  "rateLimitPolicy.local.burst",
  "jwtProviders",
  "ipAllowPolicy",
  "ipDenyPolicy",
];

function certificateOf(validation: PlainObject | undefined, resource: Resource): VirtualHost["certificate"] {
  if (!validation) return { atoms: [], optional: "no" };
  const secret = asText(validation.caSecret);
  const by =
    secret === undefined ? "any authority" : secret.includes("/") ? secret : qualifiedName(resource.namespace, secret);
  const skips = validation.skipClientCertValidation === true;
  if (validation.optionalClientCertificate === true) return { atoms: [], optional: skips ? "unverified" : "verified" };
  return { atoms: [{ kind: skips ? "unverified-certificate" : "client-certificate", by }], optional: "no" };
}

function versionOf(text: string | undefined): TlsVersion {
  if (text === undefined || text === "") return "default";
  return text === "1.0" || text === "1.1" || text === "1.2" || text === "1.3" ? text : { policy: text };
}

// An origin that is no scheme and host is an expression; Envoy answers every accepted origin with its own name.
function corsControl(policy: PlainObject | undefined): NonNullable<ControlValues["cors"]> | null {
  if (!policy) return null;
  const origins = textsOf(policy.allowOrigin);
  const exact = origins.filter(
    (origin) => origin === "*" || /^[a-z]+:\/\/[\w.:-]+$/i.test(origin) || hasPlaceholder(origin),
  );
  const cors = corsOf(
    exact,
    origins.filter((origin) => !exact.includes(origin)),
    policy.allowCredentials === true,
  );
  return cors && { ...cors, echoesAny: cors.origins.includes("*") };
}

/** The token that a JWT provider verifies. */
export function jwtProviders(
  value: PlainObject,
): readonly { readonly name: string; readonly isDefault: boolean; readonly atom: AuthAtom }[] {
  return itemsOf(value.jwtProviders, []).map(({ value: provider }) => {
    const issuer = asText(provider.issuer) ?? asText(asObject(provider.remoteJWKS)?.uri) ?? asText(provider.name) ?? "";
    const audiences = [...textsOf(provider.audiences)].sort();
    const by = audiences.length === 0 ? issuer : `${issuer} for ${audiences.join(", ")}`;
    return { name: asText(provider.name) ?? "", isDefault: provider.default === true, atom: { kind: "jwt", by } };
  });
}
