import type { Plain, Resource } from "../../../src/kubernetes/resource.ts";

/** One request as the API server presents it to its RBAC authorizer. */
export interface Request {
  readonly user: string;
  readonly groups: readonly string[];
  /** `""` for objects outside of namespaces and for requests over all namespaces. */
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** `""` where the request carries no name. */
  readonly name: string;
  /** Set for a request to a URL outside of the resource tree; the fields about resources are then empty. */
  readonly url?: string;
}

/** One binding as far as it concerns one caller. */
interface Applied {
  /** Null for a ClusterRoleBinding. */
  readonly namespace: string | null;
  readonly rules: readonly Rule[];
}

/**
 * Evaluates requests against manifests the slow and obvious way, one rule at a time as the API server does: what the analysis
 * must agree with. Only the bindings of a caller are looked up once for all its requests.
 */
export function authorizer(objects: readonly Resource[]): (request: Request) => boolean {
  // Each caller has a list of groups of its own.
  const known = new Map<Request["groups"], readonly Applied[]>();
  return (request) => {
    const applied = known.get(request.groups) ?? appliedTo(request, objects);
    known.set(request.groups, applied);
    return applied.some(({ namespace, rules }) => {
      if (namespace !== null && (request.namespace === "" || namespace !== request.namespace)) return false;
      return rules.some((rule) => matches(rule, request));
    });
  };
}

function appliedTo(request: Request, objects: readonly Resource[]): readonly Applied[] {
  return objects.flatMap((binding) => {
    if (!binding.kind.endsWith("RoleBinding")) return [];
    const subjects = field<Subject[]>(binding, "subjects");
    if (!subjects.some((subject) => appliesTo(subject, binding.namespace, request))) return [];
    const { kind, name } = field<{ kind: string; name: string }>(binding, "roleRef");
    const role = objects.find(
      (one) =>
        one.kind === kind && one.name === name && (kind === "ClusterRole" || one.namespace === binding.namespace),
    );
    if (!role) return [];
    const namespace = binding.kind === "ClusterRoleBinding" ? null : (binding.namespace ?? "");
    return [{ namespace, rules: rulesOf(role, objects) }];
  });
}

/** What the controller of aggregated roles arrives at: it adds the rules of selected roles until nothing changes any more. */
function rulesOf(role: Resource, objects: readonly Resource[]): readonly Rule[] {
  if (!isAggregated(role)) return field<Rule[]>(role, "rules");
  const clusterRoles = objects.filter(({ kind }) => kind === "ClusterRole");
  const filled = new Map(clusterRoles.map((one) => [one, isAggregated(one) ? [] : field<Rule[]>(one, "rules")]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [one, rules] of filled) {
      if (!isAggregated(one)) continue;
      const { clusterRoleSelectors } = field<{ clusterRoleSelectors: Selector[] }>(one, "aggregationRule");
      const selected = [...filled].filter(
        ([other]) => other !== one && clusterRoleSelectors.some((selector) => selects(selector, other)),
      );
      // Every cluster has `cluster-admin`, which a selector without conditions selects too.
      const builtin = clusterRoleSelectors.some(({ matchLabels }) => Object.keys(matchLabels).length === 0)
        ? [everyResource, everyUrl]
        : [];
      const sum = [...new Set([...selected.flatMap(([, others]) => others), ...builtin])];
      if (sum.length === rules.length) continue;
      filled.set(one, sum);
      changed = true;
    }
  }
  return filled.get(role) ?? [];
}

const everyResource: Rule = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
const everyUrl: Rule = { nonResourceURLs: ["*"], verbs: ["*"] };

interface Selector {
  readonly matchLabels: Readonly<Record<string, string>>;
}

function isAggregated({ data }: Resource): boolean {
  return data.aggregationRule !== undefined;
}

function selects({ matchLabels }: Selector, { labels }: Resource): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

function field<T>(object: Resource, name: string): T {
  return object.data[name] as Plain as T;
}

function appliesTo(subject: Subject, namespace: string | undefined, { user, groups }: Request): boolean {
  if (subject.kind === "User") return subject.name === user;
  if (subject.kind === "Group") return groups.includes(subject.name);
  return user === `system:serviceaccount:${subject.namespace ?? namespace}:${subject.name}`;
}

function matches(rule: Rule, request: Request): boolean {
  if (!has(rule.verbs, request.verb)) return false;
  if (request.url !== undefined) return (rule.nonResourceURLs ?? []).some((url) => urlMatches(url, request.url ?? ""));
  if (!has(rule.apiGroups ?? [], request.group)) return false;
  if (!(rule.resources ?? []).some((resource) => resourceMatches(resource, request.resource))) return false;
  return (rule.resourceNames ?? []).length === 0 || (rule.resourceNames ?? []).includes(request.name);
}

function has(allowed: readonly string[], value: string): boolean {
  return allowed.includes("*") || allowed.includes(value);
}

function resourceMatches(allowed: string, requested: string): boolean {
  if (allowed === "*" || allowed === requested) return true;
  const [, subresource] = requested.split("/", 2);
  return subresource !== undefined && allowed === `*/${subresource}`;
}

function urlMatches(allowed: string, requested: string): boolean {
  if (allowed === "*" || allowed === requested) return true;
  return allowed.endsWith("*") && requested.startsWith(allowed.replace(/\*+$/, ""));
}
