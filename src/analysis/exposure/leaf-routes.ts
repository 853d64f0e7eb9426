import type { Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { readHost } from "./ingress/read-host.ts";
import { asList, asObject, asText } from "./plain-fields.ts";

/**
 * Every host that a route object names, `*.` kept. Null if it may answer hosts that it does not name, or say something about the
 * routes of other objects; undefined if it is no object whose meaning ends with the hosts that it names.
 */
export function leafHosts(resource: Resource): readonly string[] | null | undefined {
  const read = Object.hasOwn(readers, resource.kind) ? readers[resource.kind] : undefined;
  if (!read) return undefined;
  const hosts = read(asObject(resource.data.spec) ?? {}, resource);
  return hosts === null || hosts.length === 0 ? null : plainHosts(hosts);
}

/** The names of Services that a route object may lead to: every text under a key that names one. */
export function serviceNamesIn({ data }: Resource): readonly string[] {
  const names: string[] = [];
  const visit = (value: Plain, key: string): void => {
    if (typeof value === "string") {
      // Istio writes host names, Emissary addresses: the Service is their first label.
      if (serviceKeys.has(key)) names.push(value, /^(?:[a-z]+:\/\/)?([^./:]+)/.exec(value)?.[1] ?? value);
    } else if (Array.isArray(value)) for (const item of value as readonly Plain[]) visit(item, key);
    else if (value !== null && typeof value === "object")
      for (const [inner, item] of Object.entries(value as PlainObject)) visit(item, inner);
  };
  visit(data.spec ?? null, "");
  return names;
}

const serviceKeys = new Set(["name", "serviceName", "service", "host"]);

type Hosts = readonly (string | null)[];
type Reader = (spec: PlainObject, resource: Resource) => Hosts | null;

const ofHostnames: Reader = (spec) => textsOf(spec.hostnames);
const ofHosts: Reader = (spec) => textsOf(spec.hosts);
const ofHost: Reader = (spec) => [asText(spec.host) ?? null];

const readers: Readonly<Record<string, Reader>> = {
  Ingress: ingressHosts,
  HTTPRoute: ofHostnames,
  GRPCRoute: ofHostnames,
  TLSRoute: ofHostnames,
  VirtualService: ofHosts,
  VirtualServer: ofHost,
  // Includes and delegation reach into the hosts of others.
  HTTPProxy: (spec) => (asList(spec.includes) ? null : [asText(asObject(spec.virtualhost)?.fqdn) ?? null]),
  Route: (spec) => (asText(spec.wildcardPolicy) === "Subdomain" ? null : [asText(spec.host) ?? null]),
  IngressRoute: (spec) =>
    (asList(spec.routes) ?? []).flatMap((route): Hosts => traefikHosts(asText(asObject(route)?.match) ?? "") ?? [null]),
};

function ingressHosts(spec: PlainObject, { annotations }: Resource): readonly (string | null)[] | null {
  // Aliases may be regular expressions, redirects to and from `www.` answer names that stand nowhere, and groups share settings.
  if (Object.keys(annotations).some((key) => /alias|www|group\.|hostname-ext/i.test(key))) return null;
  const rules = (asList(spec.rules) ?? []).map((rule) => asText(asObject(rule)?.host) ?? null);
  if (rules.length === 0 || spec.defaultBackend !== undefined || spec.backend !== undefined) return null;
  const tls = (asList(spec.tls) ?? []).flatMap((entry) => asList(asObject(entry)?.hosts) ?? []);
  return [...rules, ...tls.map((host) => asText(host) ?? null)];
}

/** Rules of Traefik that are nothing but hosts and paths joined by `&&` and `||`. */
function traefikHosts(match: string): readonly string[] | null {
  if (/!|HostRegexp|HostSNI/i.test(match)) return null;
  const clauses = [...match.matchAll(/Host\(([^)]*)\)/g)];
  const hosts = clauses.flatMap(([, list = ""]) =>
    [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, host = ""]) => host),
  );
  // A part without a host may answer any of them.
  return hosts.length === 0 || (match.includes("||") && match.split("||").some((part) => !part.includes("Host(")))
    ? null
    : hosts;
}

function textsOf(value: Plain | undefined): readonly (string | null)[] {
  return (asList(value) ?? []).map((item) => asText(item) ?? null);
}

function plainHosts(hosts: readonly (string | null)[]): readonly string[] | null {
  const names: string[] = [];
  for (const text of hosts) {
    const host = text === null ? undefined : readHost(text);
    if (host?.kind === "exact") names.push(host.name);
    else if (host?.kind === "one-label" || host?.kind === "suffix") names.push(`*.${host.suffix}`);
    else return null;
  }
  return names;
}
