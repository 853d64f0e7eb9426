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

/** Evaluates one request against manifests the slow and obvious way: what the analysis must agree with. */
export function isAllowed(objects: readonly Resource[], request: Request): boolean {
  return objects.some((binding) => {
    if (!binding.kind.endsWith("RoleBinding")) return false;
    const isClusterWide = binding.kind === "ClusterRoleBinding";
    if (!isClusterWide && (request.namespace === "" || binding.namespace !== request.namespace)) return false;
    if (!field<Subject[]>(binding, "subjects").some((subject) => appliesTo(subject, binding.namespace, request)))
      return false;
    const { kind, name } = field<{ kind: string; name: string }>(binding, "roleRef");
    const roles = objects.filter((one) => one.kind === kind && one.name === name);
    const role = roles.find((one) => kind === "ClusterRole" || one.namespace === binding.namespace);
    return role !== undefined && field<Rule[]>(role, "rules").some((rule) => matches(rule, request));
  });
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
