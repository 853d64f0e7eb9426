import type { TlsMode } from "../controls/tls.ts";
import { type HostPattern, hostContained, hostKey } from "../host-pattern.ts";
import type { Aspect } from "../route.ts";
import type { IngressObject, IngressTls } from "./ingress-object.ts";

export interface TlsCoverage {
  readonly mode: TlsMode;
  /** `namespace/name` of the Secrets, sorted. */
  readonly secrets: readonly string[];
}

/**
 * How the `tls` entries of all Ingresses of a host protect it: an entry that names the host, a wildcard over it, or no
 * host at all brings a certificate, or without a Secret the controller's; any other entry only makes the controller answer HTTPS with its default one.
 */
export function tlsCoverage(host: HostPattern, ingresses: readonly IngressObject[]): TlsCoverage {
  const entries = ingresses.flatMap((ingress) => ingress.tls.map((entry) => ({ ingress, entry })));
  const covering = entries.filter(({ entry }) => covers(entry, host));
  const secrets = covering.flatMap(({ ingress, entry }) =>
    entry.secret === undefined ? [] : [qualified(ingress, entry.secret)],
  );
  if (secrets.length > 0) return { mode: "terminated", secrets: [...new Set(secrets)].sort() };
  if (covering.length > 0) return { mode: "without-secret", secrets: [] };
  return { mode: entries.length > 0 ? "default-certificate" : "none", secrets: [] };
}

/** The fields that decide, or the absent `spec.tls` of the first Ingress. */
export function tlsAspects(host: HostPattern, ingresses: readonly IngressObject[]): Aspect[] {
  const found = ingresses.flatMap(({ resource, tls }) =>
    tls.filter((entry) => covers(entry, host)).map((entry) => ({ resource, path: fieldOf(entry, host) })),
  );
  return found.length > 0 ? found : ingresses.map(({ resource }) => ({ resource, path: ["spec", "tls"] }));
}

function covers(entry: IngressTls, host: HostPattern): boolean {
  return entry.hosts.length === 0 || entry.hosts.some((covered) => hostContained(host, covered) === true);
}

function fieldOf(entry: IngressTls, host: HostPattern) {
  const index = entry.hosts.findIndex((covered) => hostKey(covered) === hostKey(host));
  return index < 0 ? entry.field : [...entry.field, "hosts", index];
}

function qualified({ resource }: IngressObject, secret: string): string {
  return resource.namespace === undefined ? secret : `${resource.namespace}/${secret}`;
}
