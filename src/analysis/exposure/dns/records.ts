import type { Resource } from "../../../kubernetes/resource.ts";
import type { Dns } from "../controls/dns.ts";
import type { Aspect } from "../route.ts";
import { dnsAnnotations, dnsAspects, dnsAssumptions, dnsOf } from "./external-dns.ts";

/** What external-dns publishes for a route, with the fields that say so. */
export interface Records {
  readonly dns: Dns;
  readonly aspects: readonly Aspect[];
  readonly assumptions: readonly string[];
}

/** The annotations from which external-dns takes a target where it takes everything else from another object. */
export const targetAnnotations: readonly string[] = dnsAnnotations.filter((key) => key.endsWith("/target"));

/**
 * The records of an object whose targets the first of its Gateways names that names any, unless it names its own. Without
 * `gateways` they are not known.
 */
export function recordsBehind(resource: Resource, gateways: readonly Resource[] | undefined): Records {
  return recordsOf(resource, dnsOf(resource), gateways);
}

/** The same for a route of Gateway API: external-dns takes no target from the route itself. */
export function recordsOfGateways(resource: Resource, gateways: readonly Resource[] | undefined): Records {
  return recordsOf(resource, { ...dnsOf(resource), target: "" }, gateways);
}

function recordsOf(resource: Resource, own: Dns, gateways: readonly Resource[] | undefined): Records {
  const holder = own.target === "" ? gateways?.find((one) => dnsOf(one).target !== "") : undefined;
  const ofGateway = gateways ? (holder ? dnsOf(holder).target : "") : null;
  const places = [...dnsAspects(resource), ...targetAspects(holder ?? gateways?.[0])];
  const isSet = dnsAnnotations.some((key) => Object.hasOwn(resource.annotations, key));
  return {
    dns: own.target === "" ? { ...own, target: ofGateway } : own,
    aspects: isSet ? places : places.toReversed(),
    assumptions: [...new Set([...dnsAssumptions(resource), ...(holder ? dnsAssumptions(holder) : [])])],
  };
}

/** The annotations with the target of an object; the older one in their absence. */
export function targetAspects(resource: Resource | undefined): readonly Aspect[] {
  if (!resource) return [];
  const set = targetAnnotations.filter((key) => Object.hasOwn(resource.annotations, key));
  const keys = set.length > 0 ? set : targetAnnotations.slice(-1);
  return keys.map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}
