import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import type { LabelSelector } from "../label-selector.ts";
import { readSelector } from "../label-selector.ts";
import type { PolicyRule } from "./policy-rule.ts";
import { groupPrincipal, type Principal, serviceAccountPrincipal, userPrincipal } from "./principal.ts";
import { clusterScope, namespaceScope, type Scope } from "./scope.ts";

/** Something in an RBAC object that the API server would refuse, or that we cannot evaluate. */
export interface Problem {
  readonly resource: Resource;
  readonly path: FieldPath;
  /** What is wrong, as the end of a sentence about the object. */
  readonly what: string;
  /** The part in question as canonical text: the same problem in both states is no news. */
  readonly text: string;
}

interface WrittenRule {
  readonly rule: PolicyRule;
  readonly index: number;
}

export interface RbacRole {
  readonly type: "role";
  readonly resource: Resource;
  readonly key: string;
  readonly rules: readonly WrittenRule[];
  /** Undefined unless the role has an `aggregationRule`, which makes a controller overwrite `rules`. */
  readonly selectors: readonly LabelSelector[] | undefined;
  readonly problems: readonly Problem[];
}

export interface RbacBinding {
  readonly type: "binding";
  readonly resource: Resource;
  readonly scope: Scope;
  /** Key of the role; undefined where `roleRef` makes no sense. */
  readonly role: string | undefined;
  readonly subjects: readonly { readonly principal: Principal; readonly index: number }[];
  readonly problems: readonly Problem[];
}

type RbacObject = RbacRole | RbacBinding;

/** Names a role as bindings refer to it. */
export function roleKey(kind: "Role" | "ClusterRole", namespace: string | undefined, name: string): string {
  return kind === "ClusterRole" ? `ClusterRole/${name}` : `Role/${namespace ?? ""}/${name}`;
}

const rbacGroup = "rbac.authorization.k8s.io";
const rbacKinds = new Set(["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]);
const alreadyRead = new WeakMap<PlainObject, RbacObject>();

/** Whether a resource is of RBAC; the kinds of OpenShift's own API are not. */
export function isRbacObject({ kind, group }: Resource): boolean {
  return rbacKinds.has(kind) && group === rbacGroup;
}

/**
 * The RBAC object that a resource declares; undefined for all other kinds.
 * Never throws, whatever the manifest holds.
 */
export function readRbacObject(resource: Resource): RbacObject | undefined {
  if (!isRbacObject(resource)) return;
  // The content of an object is one value in both states and over many reviews.
  const known = alreadyRead.get(resource.data);
  if (known?.resource === resource) return known;
  const object = known && isSameObject(known.resource, resource) ? readAgain(known, resource) : read(resource);
  alreadyRead.set(resource.data, object);
  return object;
}

/** The RBAC object that a resource declares, maybe as it stands in another file or state. */
export function contentOf(resource: Resource): RbacObject | undefined {
  const known = alreadyRead.get(resource.data);
  return known && isSameObject(known.resource, resource) ? known : readRbacObject(resource);
}

function isSameObject(a: Resource, b: Resource): boolean {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}

function readAgain(object: RbacObject, resource: Resource): RbacObject {
  return { ...object, resource, problems: object.problems.map((problem) => ({ ...problem, resource })) };
}

type Report = (path: FieldPath, what: string, value: Plain | undefined) => void;

function read(resource: Resource): RbacObject {
  const problems: Problem[] = [];
  const report: Report = (path, what, value) =>
    problems.push({ resource, path, what, text: JSON.stringify(value ?? null) });
  if (resource.kind === "Role" || resource.kind === "ClusterRole")
    return readRole(resource, resource.kind, report, problems);
  return readBinding(resource, report, problems);
}

function readRole(
  resource: Resource,
  kind: "Role" | "ClusterRole",
  report: Report,
  problems: readonly Problem[],
): RbacRole {
  const { data } = resource;
  const key = roleKey(kind, resource.namespace, resource.name);
  const rules = readRules(data.rules, report);
  const aggregation = kind === "ClusterRole" ? data.aggregationRule : undefined;
  if (aggregation === undefined || aggregation === null)
    return { type: "role", resource, key, rules, selectors: undefined, problems };
  // The controller replaces what is written here, but every sync may put it back for a moment.
  if (rules.length > 0) report(["rules"], "has rules of its own beside an aggregationRule", data.rules);
  return { type: "role", resource, key, rules: [], selectors: readSelectors(aggregation, report), problems };
}

function readRules(value: Plain | undefined, report: Report): readonly WrittenRule[] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) {
    report(["rules"], "has rules that are not a list", value);
    return [];
  }
  return value.flatMap((item, index) => {
    const rule = isObject(item) ? readRule(item) : undefined;
    if (!rule) report(["rules", index], "has a rule that is not understood", item);
    if (!rule) return [];
    if (combinationsOf(rule) <= maxCombinations) return [{ rule, index }];
    report(["rules", index], "has a rule with more combinations than can be compared; it counts as everything", item);
    return [{ rule: everything, index }];
  });
}

/** A few kilobytes of lists would multiply into millions of grants; the largest rules of real roles have some hundreds. */
const maxCombinations = 100_000;

const everything: PolicyRule = {
  apiGroups: ["*"],
  resources: ["*"],
  verbs: ["*"],
  resourceNames: [],
  nonResourceURLs: [],
};

function combinationsOf({ apiGroups, resources, verbs, resourceNames, nonResourceURLs }: PolicyRule): number {
  return (
    (apiGroups.length * resources.length * Math.max(1, resourceNames.length) + nonResourceURLs.length) * verbs.length
  );
}

function readRule(item: PlainObject): PolicyRule | undefined {
  const [apiGroups, resources, verbs, resourceNames, nonResourceURLs] = (
    ["apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"] as const
  ).map((field) => strings(item[field]));
  if (!apiGroups || !resources || !verbs || !resourceNames || !nonResourceURLs) return;
  return { apiGroups, resources, verbs, resourceNames, nonResourceURLs };
}

function readSelectors(aggregation: Plain, report: Report): readonly LabelSelector[] {
  const list = isObject(aggregation) ? (aggregation.clusterRoleSelectors ?? []) : undefined;
  const selectors = list !== undefined && isList(list) ? list.map(readSelector) : [undefined];
  if (selectors.includes(undefined))
    report(["aggregationRule"], "has an aggregationRule that is not understood", aggregation);
  return selectors.filter((selector) => selector !== undefined);
}

function readBinding(resource: Resource, report: Report, problems: readonly Problem[]): RbacBinding {
  const scope = resource.kind === "ClusterRoleBinding" ? clusterScope : namespaceScope(resource.namespace);
  const role = readRoleRef(resource.data.roleRef, scope, report);
  const subjects = readSubjects(resource.data.subjects, scope, report);
  return { type: "binding", resource, scope, role, subjects, problems };
}

function readRoleRef(value: Plain | undefined, scope: Scope, report: Report): string | undefined {
  const { kind, name, apiGroup } = isObject(value) ? value : {};
  const isRbac = apiGroup === undefined || apiGroup === null || apiGroup === "" || apiGroup === rbacGroup;
  if (typeof name === "string" && name !== "" && isRbac) {
    if (kind === "ClusterRole") return roleKey(kind, undefined, name);
    if (kind === "Role" && scope.kind === "namespace") return roleKey(kind, scope.namespace, name);
  }
  report(["roleRef"], "has a roleRef that is not understood", value);
  return;
}

function readSubjects(value: Plain | undefined, scope: Scope, report: Report): RbacBinding["subjects"] {
  if (value === undefined || value === null) return [];
  if (!isList(value)) {
    report(["subjects"], "has subjects that are not a list", value);
    return [];
  }
  return value.flatMap((item, index) => {
    const principal = isObject(item) ? readSubject(item, scope) : undefined;
    if (!principal) report(["subjects", index], "has a subject that is not understood", item);
    return principal ? [{ principal, index }] : [];
  });
}

function readSubject({ kind, name, namespace }: PlainObject, scope: Scope): Principal | undefined {
  if (typeof name !== "string" || name === "") return;
  if (kind === "User") return userPrincipal(name);
  if (kind === "Group") return groupPrincipal(name);
  if (kind !== "ServiceAccount") return;
  if (typeof namespace === "string" && namespace !== "") return serviceAccountPrincipal(namespace, name);
  if (namespace !== undefined && namespace !== null && namespace !== "") return;
  // The API server refuses a ClusterRoleBinding like that: where it is applied at all, the applier filled a namespace in.
  return serviceAccountPrincipal(scope.kind === "namespace" ? scope.namespace : undefined, name);
}

function strings(value: Plain | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  return isList(value) && value.every((item) => typeof item === "string") ? (value as readonly string[]) : undefined;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
