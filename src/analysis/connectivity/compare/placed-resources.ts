import { directoryOf } from "../../../kubernetes/file-names.ts";
import { isOfConnectivity } from "../../../kubernetes/kinds.ts";
import type { Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../../exposure/grouped.ts";
import { policyIdentity } from "../policy-identity.ts";
import { podTemplatePath } from "../workload.ts";

interface Sides {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/** The objects of both states in the namespaces that they have in common, as far as files tell these. */
export function placedResources({ before, after }: Sides): Sides {
  return inNamespacesOfPolicies({ before: inPlacesOf(after, before), after });
}

/**
 * An object without a namespace is taken to be in that of its folder. One that moved to another folder is still the same object: it is
 * compared as if it had been there before.
 */
function inPlacesOf(after: readonly Resource[], before: readonly Resource[]): readonly Resource[] {
  const unplaced = (side: readonly Resource[]) =>
    grouped(
      side.filter(({ namespace, kind }) => namespace === undefined && kind !== "Namespace"),
      policyIdentity,
    );
  const [was, is] = [unplaced(before), unplaced(after)];
  return before.map((resource) => {
    if (resource.namespace !== undefined) return resource;
    const [there, ...more] = is.get(policyIdentity(resource)) ?? [];
    const isAlone = more.length === 0 && was.get(policyIdentity(resource))?.length === 1;
    return there && isAlone && there.file !== resource.file ? { ...resource, file: there.file } : resource;
  });
}

/** A workload without a namespace is in that of the policies in its folder, if these name one: one applier fills it in. */
function inNamespacesOfPolicies({ before, after }: Sides): Sides {
  const named = [...before, ...after].filter(
    (resource) => resource.namespace !== undefined && isOfConnectivity(resource),
  );
  const namespaces = new Map(
    [...grouped(named, ({ file }) => directoryOf(file))].flatMap(([directory, policies]): [string, string][] => {
      const [name, ...more] = new Set(policies.flatMap(({ namespace }) => namespace ?? []));
      return name !== undefined && more.length === 0 ? [[directory, name]] : [];
    }),
  );
  const placed = (side: readonly Resource[]) =>
    side.map((resource) => {
      if (resource.namespace !== undefined || namespaces.size === 0 || !podTemplatePath(resource)) return resource;
      const namespace = namespaces.get(directoryOf(resource.file));
      return namespace === undefined ? resource : { ...resource, namespace };
    });
  return { before: placed(before), after: placed(after) };
}
