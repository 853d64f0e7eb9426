import type { LabelSelector } from "../label-selector.ts";
import { selects } from "../label-selector.ts";
import { groupBy } from "./group-by.ts";
import type { RbacRole } from "./rbac-object.ts";
import { builtinDrafts } from "./resolve-roles.ts";

/**
 * Which roles take over the rules of which, as far as manifests of any state let it be: a role that more than one of them declares
 * may be labelled by each.
 */
export interface Aggregation {
  /** The roles and all that take over the rules of one of them, directly or through others. */
  withAggregating(keys: Iterable<string>): ReadonlySet<string>;
  /** The roles and all whose rules one of them takes over. */
  withMembers(keys: Iterable<string>): ReadonlySet<string>;
}

type Labels = Readonly<Record<string, string>>;

export function aggregationOf(written: readonly RbacRole[]): Aggregation {
  const roles = [
    ...builtinDrafts.values(),
    ...written.map(({ key, resource, selectors }) => ({ key, labels: resource.labels, selectors })),
  ].filter(({ key }) => key.startsWith("ClusterRole/"));
  const labels = new Map(
    [...groupBy(roles, ({ key }) => key)].map(([key, some]) => [key, some.map((one) => one.labels)]),
  );
  const aggregated = groupBy(
    roles.filter(({ selectors }) => selectors !== undefined),
    ({ key }) => key,
  );
  const collecting = new Map(
    [...aggregated].map(([key, some]) => [key, some.flatMap(({ selectors }) => selectors ?? []).map(conditionsOf)]),
  );
  const labelled = [...labels].filter(([, sets]) => sets.some((own) => Object.keys(own).length > 0));
  const closed = (keys: Iterable<string>, next: (key: string) => readonly string[]) => {
    const reached = new Set(keys);
    for (const key of reached) for (const one of next(key)) reached.add(one);
    return reached;
  };
  return {
    withAggregating: (keys) =>
      closed(keys, (key) => {
        const own = labels.get(key);
        return own ? [...collecting].filter(([, list]) => maySelect(list, own)).map(([other]) => other) : [];
      }),
    withMembers: (keys) =>
      closed(keys, (key) => {
        const list = collecting.get(key);
        if (!list) return [];
        const candidates = list.every(needsLabel) ? labelled : [...labels];
        return candidates.filter(([, own]) => maySelect(list, own)).map(([other]) => other);
      }),
  };
}

/** A selector of one condition each: which must hold together, but maybe by labels of several manifests. */
function conditionsOf({ matchLabels, matchExpressions }: LabelSelector): readonly LabelSelector[] {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => ({ matchLabels: { [key]: value }, matchExpressions: [] })),
    ...matchExpressions.map((one) => ({ matchLabels: {}, matchExpressions: [one] })),
  ];
}

function maySelect(selectors: readonly (readonly LabelSelector[])[], labels: readonly Labels[]): boolean {
  return selectors.some((conditions) => conditions.every((one) => labels.some((own) => selects(one, own))));
}

/** Most roles have no labels at all: they need no closer look. */
function needsLabel(conditions: readonly LabelSelector[]): boolean {
  return conditions.some(({ matchExpressions }) => matchExpressions.length === 0);
}
