import { withoutTrailing } from "../without-trailing.ts";
import { isClusterScoped } from "./cluster-scoped-resources.ts";
import type { PolicyRule } from "./policy-rule.ts";
import type { Scope } from "./scope.ts";

/** The smallest piece of a grant. `*` in group, resource and verb means all; `name: null` means every name. */
export type Atom =
  | {
      readonly kind: "resource";
      readonly group: string;
      readonly resource: string;
      readonly verb: string;
      readonly name: string | null;
    }
  /** `url` is exact, or a prefix if it ends in `*`. */
  | { readonly kind: "url"; readonly url: string; readonly verb: string }
  /** Everything that a role holds which cannot be seen from here. */
  | { readonly kind: "opaque"; readonly role: string };

/** The atoms of a rule in one scope. */
export interface ExpandedRule {
  readonly effective: readonly Atom[];
  /** Written down, but matched by no request in this scope. */
  readonly ineffective: readonly Atom[];
}

/** Names the namespace that a RoleBinding is in, where the manifest does not say which one that is. */
export const ownNamespace = "(own)";

/** Splits a rule into the atoms that it grants in a scope, exactly as the RBAC authorizer would evaluate it there. */
export function expandRule(rule: PolicyRule, scope: Scope): ExpandedRule {
  const effective: Atom[] = [];
  const ineffective: Atom[] = [];
  for (const url of new Set(rule.nonResourceURLs)) {
    // Only a ClusterRoleBinding reaches URLs, and every URL that is ever requested starts with a slash.
    const isEffective = scope.kind === "cluster" && /^(\/|\*+$)/.test(url);
    for (const verb of rule.verbs)
      (isEffective ? effective : ineffective).push({ kind: "url", url: canonicalUrl(url), verb });
  }
  const names: readonly (string | null)[] = rule.resourceNames.length === 0 ? [null] : rule.resourceNames;
  for (const group of rule.apiGroups)
    for (const resource of rule.resources) {
      // `pods/*` is no wildcard but a name that no resource has.
      const isNoResource = resource.endsWith("/*");
      for (const verb of rule.verbs)
        for (const name of names) {
          const atom = { kind: "resource", group, resource, verb, name } as const;
          const inScope = scope.kind === "cluster" ? atom : throughRoleBinding(atom, scope.namespace);
          if (inScope && !isNoResource && canBeRequested(inScope)) effective.push(inScope);
          else ineffective.push(atom);
        }
    }
  return { effective, ineffective };
}

type ResourceAtom = Extract<Atom, { kind: "resource" }>;

/** A request to delete a collection never carries a name. */
function canBeRequested({ name, verb }: ResourceAtom): boolean {
  return name === null || verb !== "deletecollection";
}

const withoutNamespaceInPath = new Set(["list", "watch", "create", "deletecollection"]);

/** Whether an atom in a namespace concerns that namespace itself rather than some object with a name. */
export function isOwnNamespace(atom: Atom, scope: Scope): boolean {
  if (scope.kind === "cluster" || atom.kind !== "resource") return false;
  const isNamespace = atom.group === "" && atom.resource.split("/", 1)[0] === "namespaces";
  return isNamespace && atom.name === (scope.namespace ?? ownNamespace);
}

/** What is left of an atom inside one namespace: requests for cluster-scoped objects carry no namespace and never match. */
function throughRoleBinding(atom: ResourceAtom, namespace: string | undefined): ResourceAtom | undefined {
  const [base = "", subresource] = atom.resource.split("/", 2);
  if (atom.group === "" && base === "namespaces") {
    // The API server takes `/api/v1/namespaces/shop` as a request inside shop, for the object named shop.
    const own = namespace ?? ownNamespace;
    const named = atom.name === null || namespace === undefined || atom.name === own;
    return named && !withoutNamespaceInPath.has(atom.verb) ? { ...atom, name: own } : undefined;
  }
  if (atom.group === "rbac.authorization.k8s.io" && base === "clusterroles" && subresource === undefined)
    // Whoever writes a RoleBinding to a ClusterRole is asked for `bind` on it in the namespace of the RoleBinding.
    return atom.verb === "bind" || atom.verb === "*" ? { ...atom, verb: "bind" } : undefined;
  return isClusterScoped(atom.group, base) ? undefined : atom;
}

/** The authorizer strips all trailing stars and compares the rest as a prefix; `*` alone is every URL. */
function canonicalUrl(url: string): string {
  if (!url.endsWith("*")) return url;
  const prefix = withoutTrailing(url, "*");
  return prefix === "" ? "/*" : `${prefix}*`;
}

const separator = "\u0000";

export function atomKey(atom: Atom): string {
  if (atom.kind === "resource") return resourceKey(atom.group, atom.resource, atom.verb, atom.name);
  return atom.kind === "url" ? urlKey(atom.url, atom.verb) : opaqueKey(atom.role);
}

export function resourceKey(group: string, resource: string, verb: string, name: string | null): string {
  const start = `r${separator}${group}${separator}${resource}${separator}${verb}`;
  return name === null ? start : `${start}${separator}${name}`;
}

export function urlKey(url: string, verb: string): string {
  return `u${separator}${url}${separator}${verb}`;
}

export function opaqueKey(role: string): string {
  return `o${separator}${role}`;
}
