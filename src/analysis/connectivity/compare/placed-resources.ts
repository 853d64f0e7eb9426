import { directoryOf } from "../../../kubernetes/file-names.ts";
import { isOfConnectivity } from "../../../kubernetes/kinds.ts";
import type { Resource } from "../../../kubernetes/resource.ts";
import { ancestors } from "../../../kubernetes/views/partition.ts";
import { grouped } from "../../exposure/grouped.ts";
import { policyIdentity } from "../policy-identity.ts";
import { podTemplatePath } from "../workload.ts";

type Kustomizations = ReadonlyMap<string, readonly string[]>;

interface Sides {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/** The objects of both states in the namespaces that they have in common, as far as files tell these. */
export function placedResources({ before, after }: Sides, kustomizations: Kustomizations = new Map()): Sides {
  return inNamespacesOfPolicies({ before: inPlacesOf(after, before), after }, kustomizations);
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

/**
 * A workload without a namespace is in that of the policies in its folder, if these name one: one applier fills it in. Where there
 * are none, it is in that of the policies in the nearest folder above, as far as one kustomization, or none, applies both.
 */
function inNamespacesOfPolicies({ before, after }: Sides, kustomizations: Kustomizations): Sides {
  const policies = [...before, ...after].filter(
    (resource) => isOfConnectivity(resource) && policyKinds.has(resource.kind),
  );
  const namespaces = new Map(
    [...grouped(policies, ({ file }) => directoryOf(file))].map(([directory, there]): [string, string] => {
      const [name, ...more] = new Set(there.flatMap(({ namespace }) => namespace ?? []));
      return [directory, name !== undefined && more.length === 0 ? name : `(${directory})`];
    }),
  );
  if (namespaces.size === 0) return { before, after };
  const placed = (side: readonly Resource[]) =>
    side.map((resource) => {
      if (resource.namespace !== undefined || !podTemplatePath(resource)) return resource;
      const directory = directoryOf(resource.file);
      const home = [directory, ...ancestors(directory)].find((one) => namespaces.has(one));
      if (home === undefined || !areTogether(directory, home, kustomizations)) return resource;
      return { ...resource, namespace: namespaces.get(home) };
    });
  return { before: placed(before), after: placed(after) };
}

/** Policies that have a namespace, whether they name it or not. */
const policyKinds: ReadonlySet<string> = new Set(["NetworkPolicy", "CiliumNetworkPolicy"]);

/** A kustomization of its own may set a namespace of its own, unless it is part of what applies the folder above. */
function areTogether(directory: string, home: string, kustomizations: Kustomizations): boolean {
  if (directory === home) return true;
  const roots = new Set([home, ...(kustomizations.get(home) ?? [])]);
  return [directory, ...ancestors(directory)]
    .filter((one) => one.length > home.length)
    .every((one) => kustomizations.get(one)?.some((root) => roots.has(root)) ?? true);
}
