import { createHash } from "node:crypto";
import type { Resource } from "../../kubernetes/resource.ts";
import type { LabelSelector } from "../label-selector.ts";
import { selects } from "../label-selector.ts";
import { builtinClusterRoles, builtinRoles } from "./builtin-roles.ts";
import { canonicalRule, type PolicyRule } from "./policy-rule.ts";
import { type RbacRole, roleKey } from "./rbac-object.ts";

/** A rule together with the role that spells it; a rule of an aggregated role is spelled by another role. */
export interface SourcedRule {
  readonly rule: PolicyRule;
  readonly canonical: string;
  /** Key of the role that spells the rule. */
  readonly source: string;
  /** The manifest and the index in its `rules`; undefined for a rule of a built-in role. */
  readonly resource: Resource | undefined;
  readonly index: number;
}

/** A role as the cluster would evaluate it: with built-in rules and aggregation applied. */
export interface ResolvedRole {
  readonly key: string;
  readonly rules: readonly SourcedRule[];
  /** Equal for roles that hold equal rules. */
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The manifests that declare the role: none for an untouched built-in role, normally one otherwise. */
  readonly resources: readonly Resource[];
  readonly isBuiltin: boolean;
  readonly isAggregated: boolean;
  /** Whether another role takes over the rules of this one. */
  readonly isAggregatedElsewhere: boolean;
}

/** A role as manifests write it, before aggregation. */
interface Draft {
  readonly key: string;
  readonly isBuiltin: boolean;
  readonly resources: readonly Resource[];
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly SourcedRule[];
  /** Undefined where it has to be calculated from the rules. */
  readonly digest: string | undefined;
  readonly selectors: readonly LabelSelector[] | undefined;
}

/** Every role of a state by key, built-in roles included. */
export function resolveRoles(written: readonly RbacRole[]): ReadonlyMap<string, ResolvedRole> {
  const drafts = new Map(builtinDrafts);
  for (const role of written) drafts.set(role.key, combine(drafts.get(role.key), role));
  const members = aggregatedMembers(drafts);
  const aggregatedElsewhere = new Set([...members.values()].flat());
  const resolved = new Map<string, ResolvedRole>();
  for (const draft of drafts.values()) {
    const isSum = members.has(draft.key);
    const rules = isSum ? aggregate(draft, drafts, members) : draft.rules;
    resolved.set(draft.key, {
      key: draft.key,
      rules,
      digest: (isSum ? undefined : draft.digest) ?? digestOf(rules),
      labels: draft.labels,
      resources: draft.resources,
      isBuiltin: draft.isBuiltin,
      isAggregated: draft.selectors !== undefined,
      isAggregatedElsewhere: aggregatedElsewhere.has(draft.key),
    });
  }
  return resolved;
}

const aggregationLabel = "rbac.authorization.k8s.io/aggregate-to-";

const digestByRules = new WeakMap<RbacRole["rules"], string>();

const canonicalByRule = new WeakMap<PolicyRule, string>();

/** The roles of Kubernetes by key. */
export const builtinDrafts: ReadonlyMap<string, Draft> = new Map(
  [...builtinClusterRoles, ...builtinRoles].map((role): [string, Draft] => {
    const key = roleKey(role.namespace === undefined ? "ClusterRole" : "Role", role.namespace, role.name);
    const labels = Object.fromEntries((role.aggregatesTo ?? []).map((name) => [aggregationLabel + name, "true"]));
    const selectors = role.aggregated
      ? [{ matchLabels: { [aggregationLabel + role.name]: "true" }, matchExpressions: [] }]
      : undefined;
    const rules = role.rules.map((rule, index) => sourced(rule, key, undefined, index));
    return [key, { key, isBuiltin: true, resources: [], labels, rules, digest: digestOf(rules), selectors }];
  }),
);

const keepsOwnRules = "rbac.authorization.kubernetes.io/autoupdate";

/**
 * The API server adds missing rules, labels and selectors of a built-in role again when it starts, and keeps what is
 * extra, unless the role is annotated against that. Two manifests of one role count with the rules of both.
 */
function combine(present: Draft | undefined, role: RbacRole): Draft {
  const rules = role.rules.map(({ rule, index }) => sourced(rule, role.key, role.resource, index));
  const { labels } = role.resource;
  const digest = digestByRules.get(role.rules) ?? digestOf(rules);
  digestByRules.set(role.rules, digest);
  const written = { key: role.key, resources: [role.resource], labels, rules, digest, selectors: role.selectors };
  if (!present) return { ...written, isBuiltin: false };
  const isReplaced = present.isBuiltin && role.resource.annotations[keepsOwnRules] === "false";
  if (isReplaced && present.resources.length === 0) return { ...written, isBuiltin: true };
  return {
    key: role.key,
    isBuiltin: present.isBuiltin,
    resources: [...present.resources, role.resource],
    labels: { ...labels, ...present.labels },
    rules: [...present.rules, ...rules],
    digest: undefined,
    selectors:
      present.selectors || role.selectors ? [...(present.selectors ?? []), ...(role.selectors ?? [])] : undefined,
  };
}

function aggregatedMembers(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, readonly string[]> {
  const clusterRoles = [...drafts.values()].filter((draft) => draft.key.startsWith("ClusterRole/"));
  const labelled = clusterRoles.filter(({ labels }) => Object.keys(labels).length > 0);
  const members = new Map<string, readonly string[]>();
  for (const { key, selectors } of clusterRoles) {
    if (selectors === undefined) continue;
    const candidates = selectors.every(needsLabel) ? labelled : clusterRoles;
    const selected = candidates.filter(
      (other) => other.key !== key && selectors.some((selector) => selects(selector, other.labels)),
    );
    members.set(
      key,
      selected.map((other) => other.key),
    );
  }
  return members;
}

/** Most roles have no labels at all: they need no closer look. */
function needsLabel({ matchLabels }: LabelSelector): boolean {
  return Object.keys(matchLabels).length > 0;
}

/** Follows selected roles that are aggregated themselves: what the controller arrives at when nothing changes any more. */
function aggregate(
  draft: Draft,
  drafts: ReadonlyMap<string, Draft>,
  members: ReadonlyMap<string, readonly string[]>,
): readonly SourcedRule[] {
  const reached = new Set([draft.key]);
  for (const key of reached) for (const member of members.get(key) ?? []) reached.add(member);
  return [...reached].flatMap((key) => drafts.get(key)?.rules ?? []);
}

function sourced(rule: PolicyRule, source: string, resource: Resource | undefined, index: number): SourcedRule {
  const canonical = canonicalByRule.get(rule) ?? canonicalRule(rule);
  canonicalByRule.set(rule, canonical);
  return { rule, canonical, source, resource, index };
}

function digestOf(rules: readonly SourcedRule[]): string {
  const canonical = [...new Set(rules.map((rule) => rule.canonical))].sort().join("\n");
  return createHash("sha256").update(canonical).digest("base64");
}
