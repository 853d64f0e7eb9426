import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { World } from "../world.ts";
import { traefikGroups } from "./objects.ts";
import { numberOf, objectsOf } from "./values.ts";

/** A reference to a service that is not followed any further. */
export interface ServiceLeaf {
  readonly item: PlainObject;
  readonly name: string;
  readonly namespace: string | null;
  /** `TraefikService` where the object is not in the repository, or is one of Traefik's own such as `api@internal`. */
  readonly kind: "Service" | "TraefikService";
  /** The share of requests of which it gets a copy; undefined where it answers. */
  readonly copies: number | undefined;
  readonly place: Aspect;
  /** The TraefikServices on the way, from the outside in. */
  readonly through: readonly Resource[];
}

/** Services that refer to each other many times could be followed without end. */
const mostVisits = 300;
const deepest = 8;

/** Follows TraefikServices down to Services: weighted ones share requests, mirrors get copies, failovers stand by. */
export function serviceLeaves(world: World, references: readonly ServiceReference[]): readonly ServiceLeaf[] {
  const budget = { visits: mostVisits };
  return references.flatMap((reference) => [...leavesOf(world, reference, [], undefined, budget)]);
}

export interface ServiceReference {
  readonly item: PlainObject;
  readonly place: Aspect;
}

function* leavesOf(
  world: World,
  { item, place }: ServiceReference,
  through: readonly Resource[],
  copies: number | undefined,
  budget: { visits: number },
): Generator<ServiceLeaf> {
  if (--budget.visits < 0) return;
  // A share of nothing is no way in; without a weight every service has its part.
  if (item.weight === 0) return;
  const name = asText(item.name) ?? "";
  const namespace = asText(item.namespace) || place.resource.namespace || null;
  const isOwn = asText(item.kind) === "TraefikService";
  const target =
    isOwn && !name.includes("@") ? world.find(traefikGroups, "TraefikService", namespace, name) : undefined;
  if (!target) {
    const known = isOwn ? "TraefikService" : "Service";
    yield { item, name, namespace: name.includes("@") ? null : namespace, kind: known, copies, place, through };
  } else if (through.length < deepest && !through.includes(target)) {
    for (const next of partsOf(target))
      yield* leavesOf(world, next, [...through, target], next.copies ?? copies, budget);
  }
}

interface Part extends ServiceReference {
  readonly copies?: number;
}

function* partsOf(resource: Resource): Generator<Part> {
  const spec = asObject(resource.data.spec) ?? {};
  for (const field of ["weighted", "highestRandomWeight"])
    for (const { item, index } of objectsOf(asObject(spec[field])?.services))
      yield { item, place: { resource, path: ["spec", field, "services", index] } };
  const mirroring = asObject(spec.mirroring);
  if (mirroring) yield { item: mirroring, place: { resource, path: ["spec", "mirroring"] } };
  for (const { item, index } of objectsOf(mirroring?.mirrors))
    yield {
      item,
      place: { resource, path: ["spec", "mirroring", "mirrors", index] },
      copies: numberOf(item.percent) ?? 0,
    };
  for (const field of ["service", "fallback"]) {
    const item = asObject(asObject(spec.failover)?.[field]);
    if (item) yield { item, place: { resource, path: ["spec", "failover", field] } };
  }
}
