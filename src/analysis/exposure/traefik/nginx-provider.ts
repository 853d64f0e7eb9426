import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxPrefix, nginxValue } from "../ingress-nginx/annotations.ts";
import { builtIn } from "../ingress-nginx/controller-defaults.ts";
import { nginxServer } from "../ingress-nginx/server-reading.ts";
import type { World } from "../world.ts";

/** Reads the Ingresses of a host as ingress-nginx would, without the annotations that Traefik's provider ignores. */
export function traefikNginxServer(
  host: HostPattern,
  ingresses: readonly IngressObject[],
  world: World,
): ServerReading {
  const supported = new Map(ingresses.map((ingress) => [ingress, withoutIgnored(ingress)]));
  const reduced = (ingress: IngressObject) => supported.get(ingress) ?? withoutIgnored(ingress);
  const reading = nginxServer(host, ingresses.map(reduced), { invalid: "unknown", defaults: builtIn, world });
  return {
    path: (path) => reading.path(path),
    controls: (ingress, path, backend) => withLosses(ingress, reading.controls(reduced(ingress), path, backend)),
    aspects: (facet, ingress, backend) => reading.aspects?.(facet, reduced(ingress), backend) ?? [],
    settings: (ingress, backend) => reading.settings?.(reduced(ingress), backend) ?? {},
  };
}

/** Annotations of ingress-nginx without effect under Traefik's provider, as of Traefik 3.7. */
const ignored =
  /^(satisfy|denylist-source-range|enable-modsecurity|modsecurity-.*|enable-owasp-.*|auth-tls-match-cn|auth-tls-verify-depth|auth-tls-error-page|ssl-ciphers|ssl-prefer-server-ciphers|proxy-ssl-(protocols|ciphers|verify-depth)|mirror-.*|auth-cache-.*|limit-whitelist|limit-allowlist|limit-rate|limit-rate-after|auth-proxy-set-headers|stream-snippet)$/;

function isIgnored(annotation: string): boolean {
  return annotation.startsWith(nginxPrefix) && ignored.test(annotation.slice(nginxPrefix.length));
}

function withoutIgnored(ingress: IngressObject): IngressObject {
  const kept = Object.entries(ingress.resource.annotations).filter(([key]) => !isIgnored(key));
  return { ...ingress, resource: { ...ingress.resource, annotations: Object.fromEntries(kept) } };
}

function withLosses(ingress: IngressObject, controls: ControlValues): ControlValues {
  const lost = Object.keys(ingress.resource.annotations)
    .filter((key) => isIgnored(key) && nginxValue(ingress, key.slice(nginxPrefix.length)) !== undefined)
    .map((key) => `${key}: Traefik's nginx provider ignores it`);
  const ineffective = [...new Set([...(controls.ineffective ?? []), ...lost])].sort();
  const denied = nginxValue(ingress, "denylist-source-range") !== undefined;
  const range = controls.sourceRange;
  return {
    ...controls,
    ineffective,
    ...(denied && range?.kind === "every"
      ? { sourceRange: { kind: "every", despite: "Traefik's nginx provider ignores denylist-source-range" } }
      : {}),
  };
}
