import type { LabelSelector } from "../label-selector.ts";
import { selects } from "../label-selector.ts";
import { pushTo } from "../push-to.ts";
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
  const keys = new Set(builtinKeys);
  const labelled = new Map<string, Labels[]>();
  const collecting = new Map<string, (readonly LabelSelector[])[]>();
  const add = (key: string, labels: Labels, selectors: readonly LabelSelector[] | undefined) => {
    if (hasLabels(labels)) pushTo(labelled, key, labels);
    for (const selector of selectors ?? []) pushTo(collecting, key, conditionsOf(selector));
  };
  for (const key of builtinKeys) {
    const draft = builtinDrafts.get(key);
    if (draft) add(key, draft.labels, draft.selectors);
  }
  for (const { key, resource, selectors } of written)
    if (isOfCluster(key)) {
      keys.add(key);
      add(key, resource.labels, selectors);
    }
  const isTaken = (key: string, selectors: readonly (readonly LabelSelector[])[]) =>
    maySelect(selectors, [...(labelled.get(key) ?? []), noLabels]);
  const aggregating = (key: string) =>
    keys.has(key) ? [...collecting].filter(([, selectors]) => isTaken(key, selectors)).map(([other]) => other) : [];
  const members = (key: string) => {
    const selectors = collecting.get(key);
    if (!selectors) return [];
    const candidates = selectors.every(needsLabel) ? labelled.keys() : keys;
    return [...candidates].filter((other) => isTaken(other, selectors));
  };
  return {
    withAggregating: (roles) => closed(roles, aggregating),
    withMembers: (roles) => closed(roles, members),
  };
}

function closed(keys: Iterable<string>, next: (key: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(keys);
  for (const key of reached) for (const one of next(key)) reached.add(one);
  return reached;
}

function isOfCluster(key: string): boolean {
  return key.startsWith("ClusterRole/");
}

const builtinKeys: readonly string[] = [...builtinDrafts.keys()].filter(isOfCluster);

/** A role may also be declared without labels somewhere: it counts as if it were. */
const noLabels: Labels = {};

function hasLabels(labels: Labels): boolean {
  for (const _ in labels) return true;
  return false;
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
