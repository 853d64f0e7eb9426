import { identityOf, type Resource } from "../../kubernetes/resource.ts";
import type { ControllerOptions } from "./controller-options.ts";
import { grouped } from "./grouped.ts";

/** The objects of one state of a view that a change may concern, by kind and by name, and what of them has been understood. */
export interface World {
  readonly controllers: ControllerOptions;
  /** The controllers of ingress classes that only the annotations of their Ingresses tell, by class name. */
  readonly implied: ReadonlyMap<string, string>;
  readonly resources: readonly Resource[];
  /** The objects of a kind in any of the groups, in the order of the state. `""` is the core group. */
  of(groups: string | readonly string[], kind: string): readonly Resource[];
  /** The same with the objects that no change concerns: for what depends on their being there, not on their routes. */
  all(groups: string | readonly string[], kind: string): readonly Resource[];
  /** Every object of the state, whether a change concerns it or not. */
  readonly everything: readonly Resource[];
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

/** The world of some objects of a state; without `everything` they are all that there is. No route depends on a mere pod. */
export function worldOf(
  affected: readonly Resource[],
  controllers: ControllerOptions,
  all: readonly Resource[] = affected,
  implied: ReadonlyMap<string, string> = new Map(),
): World {
  const resources = affected.filter(({ onlyPods }) => !onlyPods);
  const everything = all === affected ? resources : all.filter(({ onlyPods }) => !onlyPods);
  const byKind = grouped(resources, kindOf);
  const allByKind = everything === resources ? byKind : grouped(everything, kindOf);
  const byName = grouped(resources, ({ group, kind, name }) => `${group}/${kind}/${name}`);
  const used = new Set<string>();
  const list = (groups: string | readonly string[]) => (typeof groups === "string" ? [groups] : groups);
  return {
    controllers,
    implied,
    resources,
    everything,
    of: (groups, kind) => list(groups).flatMap((group) => byKind.get(`${group}/${kind}`) ?? []),
    all: (groups, kind) => list(groups).flatMap((group) => allByKind.get(`${group}/${kind}`) ?? []),
    find(groups, kind, namespace, name) {
      const named = list(groups).flatMap((group) => byName.get(`${group}/${kind}/${name}`) ?? []);
      const exact = named.find((one) => (one.namespace ?? null) === (namespace ?? null));
      return exact ?? named.find((one) => one.namespace === undefined || namespace === null || namespace === undefined);
    },
    use: (resource) => void used.add(identityOf(resource)),
    isUsed: (resource) => used.has(identityOf(resource)),
  };
}

function kindOf({ group, kind }: Resource): string {
  return `${group}/${kind}`;
}
