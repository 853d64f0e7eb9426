import { issuerAspects, issuerOf, issuerOfSecret } from "../certificates/cert-manager.ts";
import type { ControlValues } from "../control-values.ts";
import { type Dns, dns } from "../controls/dns.ts";
import { dnsOf } from "../dns/external-dns.ts";
import { recordsOfGateways } from "../dns/records.ts";
import { asList, asObject } from "../plain-fields.ts";
import type { World } from "../world.ts";
import type { Claim } from "./claims.ts";
import type { Door } from "./doors.ts";
import type { Listener } from "./listener.ts";
import { readRef } from "./names.ts";
import { type Part, partOf } from "./part.ts";

/** What external-dns publishes for a route: at the target of its ListenerSet or, without one, of its Gateway. */
export function dnsPart({ object: { resource }, door, listener }: Claim): Part {
  const { gateway, variants } = door;
  const known = listener && listener.resource !== gateway ? [listener.resource, ...variants] : variants;
  const { aspects, assumptions, ...controls } = recordsOfGateways(resource, gateway ? known : undefined);
  return partOf({ controls, aspects: { dns: aspects }, assumptions });
}

/** The target of all names that a Gateway serves. */
export function targetOf({ variants }: Door): Dns {
  return { ...dns.none, target: variants.map((one) => dnsOf(one).target).find((target) => target !== "") ?? "" };
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
