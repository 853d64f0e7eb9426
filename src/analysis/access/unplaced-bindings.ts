import { directoryOf } from "../../kubernetes/file-names.ts";
import { identityOf, type Resource } from "../../kubernetes/resource.ts";
import { groupBy } from "./group-by.ts";
import { isOfApplier } from "./principal.ts";
import { readRbacObject } from "./rbac-object.ts";

/** The directory that an object counts as standing in. */
export type PlaceOf = (resource: Resource) => string;

export const ownDirectory: PlaceOf = ({ file }) => directoryOf(file);

/**
 * Whether the applier decides which namespace a RoleBinding is in, or an account that a ClusterRoleBinding names: nothing but
 * its directory tells it from others.
 */
export function isUnplaced(resource: Resource): boolean {
  if (resource.kind === "RoleBinding") return resource.namespace === undefined;
  if (resource.kind !== "ClusterRoleBinding") return false;
  const object = readRbacObject(resource);
  return object?.type === "binding" && object.subjects.some(({ principal }) => isOfApplier(principal));
}

/**
 * Where objects of `before` are to be found in `after`: a binding that moves to another directory leaves no namespace that anybody
 * knows of. One with a namesake where it stands did not move, and where nothing new of its name appears it is gone.
 */
export function placesIn(before: readonly Resource[], after: readonly Resource[]): PlaceOf {
  const places = new Map<Resource, string>();
  const present = groupBy(after.filter(isUnplaced), identityOf);
  for (const [identity, known] of groupBy(before.filter(isUnplaced), identityOf))
    for (const [from, to] of moves(known, present.get(identity) ?? [])) places.set(from, ownDirectory(to));
  return (resource) => places.get(resource) ?? ownDirectory(resource);
}

type Move = readonly [from: Resource, to: Resource];

/** Equal content belongs together; the rest in the order of files, which stays when a parent directory is renamed. */
function moves(before: readonly Resource[], after: readonly Resource[]): readonly Move[] {
  const fresh = new Set(standingElsewhere(after, before));
  const byContent = new Map([...fresh].map((to) => [to.data, to]));
  const unlike: Resource[] = [];
  const alike = standingElsewhere(before, after).flatMap((from): readonly Move[] => {
    const to = byContent.get(from.data);
    if (to && fresh.delete(to)) return [[from, to]];
    unlike.push(from);
    return [];
  });
  const rest = [...fresh];
  return [...alike, ...unlike.slice(0, rest.length).map((from, index): Move => [from, rest[index] ?? from])];
}

function standingElsewhere(resources: readonly Resource[], others: readonly Resource[]): readonly Resource[] {
  const taken = new Set(others.map(ownDirectory));
  const own = resources.filter((resource) => !taken.has(ownDirectory(resource)));
  return own.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}
