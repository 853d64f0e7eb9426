import type { Plain, Resource } from "../../kubernetes/resource.ts";
import { isPlainList, isPlainObject } from "../plain-differences.ts";

/** Hosts that a routing object names in any of the usual fields; empty where it names none, which often means every host. */
export function hostsOf(resource: Resource): readonly string[] {
  // Knative's object is named after its host.
  if (resource.kind === "DomainMapping") return [resource.name];
  const spec = resource.data.spec;
  if (!isPlainObject(spec)) return [];
  const virtualHost = spec.virtualhost;
  return [
    ...texts(spec.hostnames),
    ...texts(spec.hosts),
    ...texts(spec.host),
    ...texts(spec.hostname),
    ...texts(isPlainObject(virtualHost) ? virtualHost.fqdn : undefined),
    ...items(spec.rules).flatMap((rule) => (isPlainObject(rule) ? texts(rule.host) : [])),
    ...items(spec.routes).flatMap((route) => (isPlainObject(route) ? hostsOfMatch(route.match) : [])),
  ];
}

/**
 * Whether a request for a host of `removed` could still be answered by `other`. No host at all and patterns that are not
 * understood may match anything. A substitution (`${DOMAIN}`) is text like any other: equal or not.
 */
export function mayShareHost(removed: Resource, other: Resource): boolean {
  const hosts = hostsOf(removed);
  const others = hostsOf(other);
  if (hosts.length === 0 || others.length === 0) return true;
  return hosts.some((host) => others.some((one) => mayOverlap(host, one)));
}

function mayOverlap(a: string, b: string): boolean {
  if (a === b || /[\^()\\]/.test(a + b)) return true;
  const [one, two] = [a, b].map((host) => (host.startsWith("*") ? host.slice(1) : undefined));
  if ([one ?? a, two ?? b].some((rest) => rest.includes("*"))) return true;
  if (one !== undefined && two !== undefined) return one.endsWith(two) || two.endsWith(one);
  return (one !== undefined && b.endsWith(one)) || (two !== undefined && a.endsWith(two));
}

/** Traefik's rule language: Host(`a`, `b`). */
function hostsOfMatch(match: Plain | undefined): readonly string[] {
  if (typeof match !== "string") return [];
  return [...match.matchAll(/[`"']([^`"']+)[`"']/g)].flatMap(([, text]) => (text?.includes("/") ? [] : [text ?? ""]));
}

function items(value: Plain | undefined): readonly Plain[] {
  return isPlainList(value) ? value : [];
}

function texts(value: Plain | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  return items(value).filter((item): item is string => typeof item === "string");
}
