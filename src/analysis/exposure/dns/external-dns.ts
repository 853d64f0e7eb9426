import type { Resource } from "../../../kubernetes/resource.ts";
import { type Dns, dns } from "../controls/dns.ts";
import { hasPlaceholder, normalizeHost } from "../host-pattern.ts";
import type { Aspect } from "../route.ts";

// external-dns reads the second prefix since 0.22.0 and the first one before.
const oldPrefix = "external-dns.alpha.kubernetes.io/";
const newPrefix = "external-dns.kubernetes.io/";
const names = ["hostname", "target", "access", "cloudflare-proxied", "controller"] as const;

/** The annotations that `dnsOf` reads in full, the most telling first. */
export const dnsAnnotations: readonly string[] = names.flatMap((name) => [newPrefix + name, oldPrefix + name]);

/** What external-dns publishes because of the annotations of an object, whatever its kind. */
export function dnsOf(resource: Resource): Dns {
  const found = known.get(resource) ?? readDns(resource);
  known.set(resource, found);
  return found;
}

/** The same for a Service, which has no record before an annotation gives it a name. */
export function dnsOfService(resource: Resource): Dns {
  const own = dnsOf(resource);
  return dns.compare(dns.none, own) === "equal" ? { ...dns.none, published: false } : own;
}

// An object may have thousands of routes.
const known = new WeakMap<Resource, Dns>();

function readDns(resource: Resource): Dns {
  const value = (name: string) => annotationOf(resource, name);
  const access = value("access");
  const proxied = value("cloudflare-proxied")?.toLowerCase();
  const controller = value("controller");
  // Only the hosts that the object itself names are published, so that the annotation adds none.
  const adds = value("ingress-hostname-source") !== "defined-hosts-only";
  return {
    names: adds ? listOf(value("hostname")).map(normalizeHost).sort() : [],
    target: listOf(value("target")).sort().join(", "),
    access: access === "private" || access === "public" ? access : filledIn(access),
    proxied: proxied === "true" ? "yes" : proxied === "false" ? "no" : filledIn(proxied),
    published: controller === undefined || controller === "dns-controller",
  };
}

/** The annotations of an object that `dnsOf` reads; the first one in their absence. */
export function dnsAspects(resource: Resource): readonly Aspect[] {
  const set = dnsAnnotations.filter((key) => Object.hasOwn(resource.annotations, key));
  const keys = set.length > 0 ? set : [`${oldPrefix}hostname`];
  return keys.map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}

/** What has to be taken for granted where one spelling of the prefix is used. */
export function dnsAssumptions({ annotations }: Resource): readonly string[] {
  const has = (prefix: string) => Object.keys(annotations).some((key) => key.startsWith(prefix));
  if (has(newPrefix))
    return ["external-dns reads annotations that start with external-dns.kubernetes.io/, as it does since 0.22"];
  if (!has(oldPrefix)) return [];
  return ["external-dns reads annotations that start with external-dns.alpha.kubernetes.io/, as it did before 0.22"];
}

function annotationOf({ annotations }: Resource, name: string): string | undefined {
  const key = [newPrefix + name, oldPrefix + name].find((one) => Object.hasOwn(annotations, one));
  return (key === undefined ? undefined : annotations[key]?.trim()) || undefined;
}

function filledIn(value: string | undefined): "unknown" | "default" {
  return value !== undefined && hasPlaceholder(value) ? "unknown" : "default";
}

function listOf(text: string | undefined): string[] {
  const entries = (text ?? "").split(",").map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ""))];
}
