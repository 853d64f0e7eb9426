import type { Plain, Resource } from "../../kubernetes/resource.ts";
import { isPlainList, isPlainObject } from "../plain-differences.ts";

/** Hosts that a routing object names in any of the usual fields; empty where it names none, which often means every host. */
export function hostsOf(resource: Resource): readonly string[] {
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
 * Whether a request for a host of `removed` could still be answered by `other`. Only a clear no is a no: a pattern,
 * a substitution or no host at all may match anything.
 */
export function mayShareHost(removed: Resource, other: Resource): boolean {
  const hosts = hostsOf(removed);
  const others = hostsOf(other);
  if (hosts.length === 0 || others.length === 0) return true;
  return hosts.some((host) => others.some((one) => one === host || !isLiteral(one) || !isLiteral(host)));
}

function isLiteral(host: string): boolean {
  return !/[*${}^()\\]/.test(host);
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
