import type { Resource } from "../../../kubernetes/resource.ts";
import type { World } from "../world.ts";

/** Both names of the group; the older one is that of Traefik 2. */
export const traefikGroups = ["traefik.io", "traefik.containo.us"];

/** What a reference leads to: an object, or a name that the repository does not explain. */
export type Referred = { readonly resource: Resource } | { readonly missing: string };

/**
 * An object by its name, or by `namespace-name@kubernetescrd` as other providers have to call it. Names of other providers
 * (`name@file`) stand in files that are not in the repository.
 */
export function refer(world: World, kind: string, namespace: string | null | undefined, name: string): Referred {
  const [plain = "", provider] = name.split("@", 2);
  if (provider !== undefined && provider !== "kubernetescrd") return { missing: name };
  const resource =
    provider === undefined ? world.find(traefikGroups, kind, namespace, plain) : byJoinedName(world, kind, plain);
  if (resource) return { resource };
  return { missing: provider === undefined && namespace ? `${namespace}/${name}` : name };
}

const joinedNames = new WeakMap<World, Map<string, ReadonlyMap<string, Resource>>>();

function byJoinedName(world: World, kind: string, name: string): Resource | undefined {
  const kinds = joinedNames.get(world) ?? new Map<string, ReadonlyMap<string, Resource>>();
  joinedNames.set(world, kinds);
  const all = world.of(traefikGroups, kind);
  const known =
    kinds.get(kind) ??
    new Map(all.map((one) => [one.namespace === undefined ? "" : `${one.namespace}-${one.name}`, one]));
  kinds.set(kind, known);
  // Whatever applies the manifests fills in a missing namespace.
  return known.get(name) ?? all.find((one) => one.namespace === undefined && name.endsWith(`-${one.name}`));
}
