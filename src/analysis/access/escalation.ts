import type { Atom } from "./atom.ts";
import { isOwnNamespace, resourceKey } from "./atom.ts";
import { type PolicyRule, rule } from "./policy-rule.ts";
import type { Scope } from "./scope.ts";

/** How much somebody gains with an escalation: the words of event severities. */
export type Danger = "critical" | "high" | "medium" | "low" | "info";

export const dangers: readonly Danger[] = ["critical", "high", "medium", "low", "info"];

/** How far an escalation goes: every namespace, one namespace, or named objects only. */
export type Reach = "cluster" | "namespace" | "named";

/** Escalations that one event tells together. */
export type Family =
  | "cluster-admin"
  | "wildcard"
  | "partial-wildcard"
  | "secrets-read"
  | "secrets-write"
  | "exec"
  | "tunnel"
  | "workload-write"
  | "pod-write"
  | "identity"
  | "service-account-write"
  | "escalate-or-bind"
  | "rbac-write"
  | "node-control"
  | "admission-control"
  | "network-control"
  | "traffic-control"
  | "gitops-control"
  | "namespace-control"
  | "infrastructure-control"
  | "limited"
  | "minor";

/** A way from a right to more than the right seems to say. Fires only on what was gained. */
export interface Escalation {
  readonly id: string;
  readonly family: Family;
  /** What it amounts to, as the end of "can now …". */
  readonly allows: string;
  /** Short notation of policy-rule.ts; `/*` at the end of a resource means any subresource here. */
  readonly needs: readonly string[];
  /** `any`: a gained right meets one need. `all`: every need is met, at least one by a gained right. */
  readonly match: "any" | "all" | "all-verbs-and-resources" | "some-verb-on-everything" | "partial-wildcard";
  /** Null where the right has no such effect in that reach. */
  readonly danger: Readonly<Record<Reach, Danger | null>>;
  /** Names of objects that are as good as all of them: to impersonate the group `system:masters` is to be everybody. */
  readonly decisiveNames?: readonly string[];
  /** The escalation that says the same and more, where both reach equally far. */
  readonly saidBy?: string;
  /** Set where it is dangerous in these namespaces only. */
  readonly namespaces?: readonly string[];
}

/** What of an atom lies in an escalation's needs; empty if it does not touch them. */
export function meets(escalation: Escalation, atom: Atom, scope: Scope): readonly Atom[] {
  if (escalation.namespaces && scope.kind === "namespace" && !escalation.namespaces.includes(scope.namespace ?? ""))
    return [];
  return needsOf(escalation).flatMap((need) => meetsNeed(escalation, need, atom));
}

export function needsOf(escalation: Escalation): readonly PolicyRule[] {
  const known = parsed.get(escalation) ?? escalation.needs.map(rule);
  parsed.set(escalation, known);
  return known;
}

export function meetsNeed({ match }: Escalation, need: PolicyRule, atom: Atom): readonly Atom[] {
  if (atom.kind === "url") return meetsUrl(need, atom.url, atom.verb) ? [atom] : [];
  if (atom.kind === "opaque") return [];
  const isEverything = atom.group === "*" && atom.resource === "*" && atom.name === null;
  if (match === "all-verbs-and-resources") return isEverything && atom.verb === "*" ? [atom] : [];
  if (match === "some-verb-on-everything") return isEverything ? intersections(need, atom) : [];
  if (match === "partial-wildcard") return !isEverything && isOpenEnded(atom) ? [atom] : [];
  return intersections(need, atom);
}

export function reachOf({ decisiveNames }: Escalation, atom: Atom, scope: Scope): Reach {
  if (atom.kind !== "resource" || atom.name === null) return scope.kind;
  if (decisiveNames?.includes(atom.name)) return scope.kind;
  return isOwnNamespace(atom, scope) ? "namespace" : "named";
}

const parsed = new WeakMap<Escalation, readonly PolicyRule[]>();

type ResourceAtom = Extract<Atom, { kind: "resource" }>;

/**
 * All verbs on what a controller writes about one kind of its own are no more than `update` and `patch` of it. For kinds
 * of Kubernetes that can be more: where traffic goes follows the status of a Service.
 */
function isOpenEnded({ group, resource, verb }: ResourceAtom): boolean {
  if (resource === "*" || group === "*") return true;
  const isOfController = group.includes(".") && !group.endsWith(".k8s.io");
  return verb === "*" && !(isOfController && /^[^*]+\/(status|finalizers)$/.test(resource));
}

function intersections(need: PolicyRule, atom: ResourceAtom): readonly Atom[] {
  // Nearly every atom is about another group: looking that up first keeps large roles cheap.
  const { apiGroups } = need;
  if (atom.group !== "*" && !apiGroups.includes(atom.group) && !apiGroups.includes("*")) return [];
  if (!need.verbs.some((wanted) => meetsVerb(wanted, atom.verb))) return [];
  const found = new Map<string, Atom>();
  for (const group of need.apiGroups.flatMap((wanted) => both(wanted, atom.group)))
    for (const resource of need.resources.flatMap((wanted) => bothResources(wanted, atom.resource)))
      for (const verb of need.verbs.flatMap((wanted) => bothVerbs(wanted, atom.verb)))
        found.set(resourceKey(group, resource, verb, atom.name), { ...atom, group, resource, verb });
  return [...found.values()];
}

function both(wanted: string, granted: string): readonly string[] {
  if (wanted === "*") return [granted];
  return granted === "*" || granted === wanted ? [wanted] : [];
}

function bothResources(wanted: string, granted: string): readonly string[] {
  if (wanted === "*" || wanted === granted) return [granted];
  if (granted === "*") return [wanted];
  if (wanted.startsWith("*/")) return granted.endsWith(wanted.slice(1)) ? [granted] : [];
  if (wanted.endsWith("/*"))
    return granted.startsWith(wanted.slice(0, -1)) || granted.startsWith("*/") ? [granted] : [];
  const slash = wanted.indexOf("/");
  return slash !== -1 && granted === `*${wanted.slice(slash)}` ? [wanted] : [];
}

function meetsUrl({ nonResourceURLs, verbs }: PolicyRule, url: string, verb: string): boolean {
  return nonResourceURLs.some((wanted) => overlap(wanted, url)) && verbs.some((wanted) => meetsVerb(wanted, verb));
}

function meetsVerb(wanted: string, granted: string): boolean {
  if (wanted === granted || wanted === "*" || granted === "*") return true;
  return wanted.endsWith(":*") && granted.startsWith(wanted.slice(0, -1));
}

function bothVerbs(wanted: string, granted: string): readonly string[] {
  if (!wanted.endsWith(":*")) return both(wanted, granted);
  return granted === "*" || granted.startsWith(wanted.slice(0, -1)) ? [granted] : [];
}

function overlap(wanted: string, granted: string): boolean {
  const [prefix, other] = [wanted.replace(/\*$/, ""), granted.replace(/\*$/, "")];
  if (wanted.endsWith("*") && other.startsWith(prefix)) return true;
  return granted.endsWith("*") ? prefix.startsWith(other) : wanted === granted;
}
