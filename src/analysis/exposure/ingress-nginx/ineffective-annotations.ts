import { ineffectiveForeign } from "../foreign-annotations.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag, nginxPrefix, nginxValue } from "./annotations.ts";
import type { NginxDefaults } from "./controller-defaults.ts";
import { misspelling } from "./misspelled-annotations.ts";
import type { NginxNeighbours } from "./neighbours.ts";
import { ineffectiveBackendTls } from "./read-backend-tls.ts";
import { isWafOn } from "./read-waf.ts";

/** Annotations that look like a protection and that ingress-nginx does not act upon, each with the reason. */
export function readIneffective(
  ingress: IngressObject,
  defaults: NginxDefaults,
  { passes, assumed }: Pick<NginxNeighbours, "passes" | "assumed">,
): readonly string[] {
  const keys = Object.keys(ingress.resource.annotations);
  // Where the controller is only assumed, annotations of others may count.
  const others = [
    ...keys.flatMap((key) => told(key, misspelling(key, !assumed))),
    ...(assumed ? [] : ineffectiveForeign(ingress, [nginxPrefix])),
  ];
  if (!keys.some((key) => key.startsWith(nginxPrefix))) return distinct(others);
  return distinct([
    ...dependents.flatMap((one) => withoutCondition(ingress, one)),
    // Whoever writes `false` says so; a setting whose switch is missing misleads.
    ...(nginxFlag(ingress, "enable-modsecurity") === undefined && isWafOn(ingress, defaults) === false
      ? present(ingress, wafNames, "ModSecurity is not on (enable-modsecurity)")
      : []),
    ...(nginxFlag(ingress, "enable-cors") === undefined
      ? present(ingress, corsNames, "CORS is not on (enable-cors)")
      : []),
    ...ineffectiveBackendTls(ingress),
    ...aliasBesideName(ingress),
    ...unreadFlags(ingress),
    ...(passes ? present(ingress, stopped, "ssl-passthrough hands connections on before they are looked at") : []),
    ...others,
  ]);
}

/** The same for an Ingress that only adds backends: the one that it stands beside decides, and may say the same. */
export function ineffectiveOfCanary(canary: IngressObject, ingresses: readonly IngressObject[]): readonly string[] {
  const own = [...stopped, "enable-access-log", "force-ssl-redirect", "rewrite-target"].filter((name) =>
    ingresses.every((main) => nginxValue(main, name) !== nginxValue(canary, name)),
  );
  return distinct(present(canary, own, "a canary takes its settings from the Ingress that it stands beside"));
}

interface Dependents {
  readonly needs: string;
  readonly names: readonly string[];
}

const dependents: readonly Dependents[] = [
  {
    needs: "auth-tls-secret",
    names: [
      "auth-tls-verify-client",
      "auth-tls-verify-depth",
      "auth-tls-match-cn",
      "auth-tls-error-page",
      "auth-tls-pass-certificate-to-upstream",
    ],
  },
  { needs: "auth-type", names: ["auth-secret", "auth-secret-type", "auth-realm"] },
  {
    needs: "auth-url",
    names: [
      "auth-signin",
      "auth-signin-redirect-param",
      "auth-response-headers",
      "auth-method",
      "auth-proxy-set-headers",
      "auth-request-redirect",
      "auth-cache-key",
    ],
  },
  { needs: "mirror-target", names: ["mirror-host", "mirror-request-body"] },
];

const wafNames = ["modsecurity-snippet", "enable-owasp-core-rules", "modsecurity-transaction-id"];
const corsNames = [
  "cors-allow-origin",
  "cors-allow-methods",
  "cors-allow-headers",
  "cors-allow-credentials",
  "cors-expose-headers",
  "cors-max-age",
];

// The redirect to HTTPS still works: plain HTTP is not passed through.
const stopped = [
  "auth-url",
  "auth-type",
  "auth-tls-secret",
  "whitelist-source-range",
  "allowlist-source-range",
  "denylist-source-range",
  "limit-rps",
  "limit-rpm",
  "limit-connections",
  "enable-modsecurity",
  "enable-cors",
  "custom-headers",
  "proxy-ssl-secret",
];

function withoutCondition(ingress: IngressObject, { needs, names }: Dependents): string[] {
  return nginxValue(ingress, needs) === undefined ? present(ingress, names, `there is no ${needs}`) : [];
}

// The older name is an alias that counts only where the newer one says nothing.
function aliasBesideName(ingress: IngressObject): string[] {
  if (nginxValue(ingress, "allowlist-source-range") === undefined) return [];
  return present(ingress, ["whitelist-source-range"], "allowlist-source-range stands beside it and counts");
}

function unreadFlags(ingress: IngressObject): string[] {
  return ["enable-modsecurity", "enable-owasp-core-rules", "force-ssl-redirect"].flatMap((name) => {
    const value = nginxValue(ingress, name);
    const isUnread = value !== undefined && nginxFlag(ingress, name) === undefined;
    return isUnread ? told(nginxPrefix + name, "its value is neither true nor false") : [];
  });
}

/** The names that an Ingress sets to something other than what is there without them. */
function present(ingress: IngressObject, names: readonly string[], why: string): string[] {
  return names.flatMap((name) => {
    const value = nginxValue(ingress, name);
    return value === undefined || saysNothing.test(value) ? [] : told(nginxPrefix + name, why);
  });
}

const saysNothing = /^(off|false|0)$/i;

function told(annotation: string, why: string | undefined): string[] {
  return why === undefined || hasPlaceholder(annotation) ? [] : [`${annotation}: ${why}`];
}

/** One reason for each annotation. */
function distinct(texts: readonly string[]): readonly string[] {
  const byAnnotation = new Map<string, string>();
  for (const text of texts) {
    const annotation = text.slice(0, text.indexOf(": "));
    if (!byAnnotation.has(annotation)) byAnnotation.set(annotation, text);
  }
  return [...byAnnotation.values()].sort();
}
