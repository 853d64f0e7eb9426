import type { IngressObject } from "../ingress/ingress-object.ts";
import type { Aspect, Facet } from "../route.ts";
import { nginxAnnotations, nginxFlag, nginxPrefix, nginxValue } from "./annotations.ts";
import { type NginxDefaults, passthroughFlag } from "./controller-defaults.ts";
import { sharesAnswers } from "./read-auth.ts";
import { readBodyLimit } from "./read-body-limit.ts";

/** The keys of the controller's ConfigMap that a facet of a route follows from, the most telling first. */
export const nginxDefaultKeys: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  auth: [
    "global-auth-url",
    "no-auth-locations",
    "global-auth-method",
    "global-auth-cache-key",
    "whitelist-source-range",
    "denylist-source-range",
    "block-cidrs",
  ],
  sourceRange: ["whitelist-source-range", "denylist-source-range", "block-cidrs"],
  redirect: ["ssl-redirect", "force-ssl-redirect", "no-tls-redirect-locations"],
  tlsVersion: ["ssl-protocols"],
  ciphers: ["ssl-ciphers"],
  hsts: ["hsts", "hsts-max-age", "hsts-include-subdomains"],
  backendTls: ["proxy-ssl-location-only"],
  bodyLimit: ["proxy-body-size"],
  waf: ["enable-modsecurity", "enable-owasp-modsecurity-crs", "modsecurity-snippet"],
  accessLog: ["disable-access-log", "disable-http-access-log"],
};

/** Where a facet comes from if the Ingress does not decide it: its own annotation that is not there, and the ConfigMap. */
export function defaultAspects(facet: Facet, ingress: IngressObject, defaults: NginxDefaults): readonly Aspect[] {
  if (facet === "passthrough") return passthroughAspects(ingress, defaults);
  const { resource } = defaults;
  const keys = nginxDefaultKeys[facet];
  if (!resource || !keys) return [];
  const [own] = (nginxAnnotations as Readonly<Partial<Record<Facet, readonly string[]>>>)[facet] ?? [];
  return [
    ...(own === undefined ? [] : [{ resource: ingress.resource, path: ["metadata", "annotations", own] }]),
    ...keys.map((key) => ({ resource, path: ["data", key] })),
  ];
}

function passthroughAspects(ingress: IngressObject, { containers = [] }: NginxDefaults): readonly Aspect[] {
  const own = ["metadata", "annotations", `${nginxPrefix}ssl-passthrough`];
  const flags = containers.flatMap(({ resource, flags }) =>
    flags.filter(({ name }) => name === passthroughFlag).map(({ field }) => ({ resource, path: field })),
  );
  return containers.length === 0 ? [] : [{ resource: ingress.resource, path: own }, ...flags];
}

/** Annotations that a control reads, but not in this combination: their text is compared instead. */
export function leftSettings(ingress: IngressObject, defaults: NginxDefaults): Readonly<Record<string, string>> {
  const verify = nginxValue(ingress, "auth-tls-verify-client") ?? "on";
  const optional = nginxValue(ingress, "auth-tls-secret") !== undefined && verify.startsWith("optional");
  const key = nginxValue(ingress, "auth-cache-key");
  const left = [
    ...(optional ? ["auth-tls-secret", "auth-tls-match-cn", "auth-tls-verify-depth"] : []),
    ...(sharesAnswers(key) ? [] : ["auth-cache-key"]),
    ...(readBodyLimit(ingress, defaults) === undefined ? ["proxy-body-size"] : []),
    // The global check that it declines stands in a ConfigMap that is not in the repository, if there is one.
    ...(defaults.resource || nginxFlag(ingress, "enable-global-auth") === true ? [] : ["enable-global-auth"]),
  ];
  return Object.fromEntries(
    left.flatMap((name) => {
      const value = nginxValue(ingress, name);
      return value === undefined ? [] : [[nginxPrefix + name, value]];
    }),
  );
}

export function leftAspects(ingress: IngressObject, defaults: NginxDefaults): readonly Aspect[] {
  return Object.keys(leftSettings(ingress, defaults)).map((key) => ({
    resource: ingress.resource,
    path: ["metadata", "annotations", key],
  }));
}
