import { identityOf, type Resource } from "../../kubernetes/resource.ts";
import { grouped } from "./grouped.ts";
import type { ControllerOptions } from "./route-kind.ts";

/** Every object of one state of a view, by kind and by name, and what of it has been understood. */
export interface World {
  readonly controllers: ControllerOptions;
  readonly resources: readonly Resource[];
  /** The objects of a kind in any of the groups, in the order of the state. `""` is the core group. */
  of(groups: string | readonly string[], kind: string): readonly Resource[];
  /** One object by name. A missing namespace on either side matches any: the applier fills it in. */
  find(
    groups: string | readonly string[],
    kind: string,
    namespace: string | null | undefined,
    name: string,
  ): Resource | undefined;
  /** Says that everything in the object has become part of a route, a scope or a problem. */
  use(resource: Resource): void;
  isUsed(resource: Resource): boolean;
}

export function worldOf(resources: readonly Resource[], controllers: ControllerOptions): World {
  const byKind = grouped(resources, ({ group, kind }) => `${group}/${kind}`);
  const byName = grouped(resources, ({ group, kind, name }) => `${group}/${kind}/${name}`);
  const used = new Set<string>();
  const list = (groups: string | readonly string[]) => (typeof groups === "string" ? [groups] : groups);
  return {
    controllers,
    resources,
    of: (groups, kind) => list(groups).flatMap((group) => byKind.get(`${group}/${kind}`) ?? []),
    find(groups, kind, namespace, name) {
      const named = list(groups).flatMap((group) => byName.get(`${group}/${kind}/${name}`) ?? []);
      const exact = named.find((one) => (one.namespace ?? null) === (namespace ?? null));
      return exact ?? named.find((one) => one.namespace === undefined || namespace === null || namespace === undefined);
    },
    use: (resource) => void used.add(identityOf(resource)),
    isUsed: (resource) => used.has(identityOf(resource)),
  };
}
