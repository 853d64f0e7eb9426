import type { Resource } from "../../../kubernetes/resource.ts";
import { issuerAspects, issuerOf, issuerOfSecret } from "../certificates/cert-manager.ts";
import type { ControlValues } from "../control-values.ts";
import { type Dns, dns } from "../controls/dns.ts";
import { dnsAnnotations, dnsAspects, dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { asList, asObject } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import type { Claim } from "./claims.ts";
import type { Door } from "./doors.ts";
import type { Listener } from "./listener.ts";
import { readRef } from "./names.ts";
import { type Part, partOf } from "./part.ts";

/** The annotations of a Gateway or a ListenerSet that external-dns reads; everything else it reads from routes. */
export const targetAnnotations: readonly string[] = dnsAnnotations.filter((key) => key.endsWith("/target"));

/** What external-dns publishes for a route: names of its own, at the target that its listeners or its Gateway name. */
export function dnsPart({ object: { resource }, door, listener }: Claim): Part {
  const own = dnsOf(resource);
  const inherited = own.target === "" ? holderOfTarget(door, listener) : undefined;
  const isSet = dnsAnnotations.some((key) => Object.hasOwn(resource.annotations, key));
  const ofDoor = inherited ? dnsOf(inherited).target : door.gateway ? "" : null;
  const aspects = [...dnsAspects(resource), ...targetAspects(inherited ?? door.gateway)];
  return partOf({
    controls: { dns: own.target === "" ? { ...own, target: ofDoor } : own },
    aspects: { dns: isSet ? aspects : aspects.toReversed() },
    assumptions: dnsAssumptions(inherited ?? resource),
  });
}

/** The target of all names that a Gateway serves. */
export function targetOf(door: Door): Dns {
  const holder = holderOfTarget(door, undefined);
  return { ...dns.none, target: holder ? dnsOf(holder).target : "" };
}

// A ListenerSet comes before its Gateway.
function holderOfTarget({ variants }: Door, listener: Listener | undefined): Resource | undefined {
  return [...(listener ? [listener.resource] : []), ...variants].find((one) => dnsOf(one).target !== "");
}

/** The annotations with the target of an object; the first one in their absence. */
export function targetAspects(resource: Resource | undefined): readonly Aspect[] {
  if (!resource) return [];
  const set = targetAnnotations.filter((key) => Object.hasOwn(resource.annotations, key));
  const keys = set.length > 0 ? set : targetAnnotations.slice(-1);
  return keys.map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}

/** Who signs the certificates of a listener: the issuer that its object names, or the one of a Certificate that fills the Secret. */
export function issuerPart(listener: Listener | undefined, controls: ControlValues, world: World): Part {
  if (!listener || controls.tls !== "terminated") return partOf({});
  const { resource, data } = listener;
  const annotated = issuerOf(resource, world);
  const refs = annotated.kind === "none" ? (asList(asObject(data.tls)?.certificateRefs) ?? []) : [];
  const [filled] = refs.flatMap((entry) => {
    const ref = readRef(entry, { group: "", kind: "Secret", namespace: resource.namespace ?? null });
    return (ref && issuerOfSecret(world, ref.namespace, ref.name)) ?? [];
  });
  return partOf({
    controls: { issuer: filled?.issuer ?? annotated },
    aspects: { issuer: [...issuerAspects(resource, world), ...(filled?.aspects ?? [])] },
  });
}
