import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { restorationOf } from "../../exposure/compare/restoration.ts";
import type { Restoration } from "../../exposure/exposure-change.ts";
import { isPlainList, isPlainObject, keyOf } from "../../plain-differences.ts";
import { policyIdentity } from "../policy-identity.ts";
import { podTemplatePath } from "../workload.ts";
import type { States } from "./compared-states.ts";

/** The lines that give the one object behind a change what it had before; undefined where that is more than one place, or it is gone. */
export function restorationOfObject(objects: readonly Resource[], states: States): Restoration | undefined {
  const [object] = objects;
  if (!object || objects.length > 1) return undefined;
  const [was, is] = [find(object, states.before), find(object, states.after)];
  return was && is ? restorationOfPair(was, is) : undefined;
}

export function restorationOfPair(was: Resource, is: Resource): Restoration | undefined {
  const root = rootOf(is);
  const deepest = deepestDifference(valueAt(was.data, root), valueAt(is.data, root), root);
  // A field that shares its line with the dash of a list cannot be replaced by itself.
  for (let depth = deepest.length; depth >= root.length; depth--) {
    const path = deepest.slice(0, depth);
    const restoration = restorationOf([{ resource: was, path }], [{ resource: is, path }]);
    if (restoration) return restoration;
  }
  return undefined;
}

function find(object: Resource, { resources, cluster }: States["before"]): Resource | undefined {
  const all = [
    ...resources,
    ...[...cluster.namespaces.values()].map(({ resource }) => resource),
    ...cluster.workloads.map(({ resource }) => resource),
  ];
  const same = new Set(all.filter((one) => one.name === object.name && policyIdentity(one) === policyIdentity(object)));
  const [only] = same;
  return same.size === 1 ? only : undefined;
}

/** What of an object counts for connections. */
function rootOf(object: Resource): FieldPath {
  if (object.kind === "Namespace") return ["metadata", "labels"];
  const template = podTemplatePath(object);
  return template ? [...template, "metadata", "labels"] : ["spec"];
}

/** The field below which everything that differs stands. */
function deepestDifference(was: Plain | undefined, is: Plain | undefined, path: FieldPath): FieldPath {
  const steps = stepsInBoth(was, is);
  const differing = steps?.filter((step) => keyOf(child(was, step) ?? null) !== keyOf(child(is, step) ?? null)) ?? [];
  const [step] = differing;
  if (step === undefined || differing.length > 1) return path;
  return deepestDifference(child(was, step), child(is, step), [...path, step]);
}

function stepsInBoth(was: Plain | undefined, is: Plain | undefined): readonly (string | number)[] | undefined {
  if (isPlainObject(was) && isPlainObject(is)) return [...new Set([...Object.keys(was), ...Object.keys(is)])];
  if (isPlainList(was) && isPlainList(is) && was.length === is.length) return was.map((_, index) => index);
  return undefined;
}

function child(value: Plain | undefined, step: string | number): Plain | undefined {
  if (isPlainList(value)) return typeof step === "number" ? value[step] : undefined;
  return isPlainObject(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
}

function valueAt(data: PlainObject, path: FieldPath): Plain | undefined {
  return path.reduce<Plain | undefined>((value, step) => child(value, step), data);
}
