/**
 * Who holds a grant. `role-holders` stands for everybody who is bound to a built-in role, here or elsewhere;
 * `unbound-role` for whoever may be bound to a role that nothing in the repository binds.
 */
type PrincipalKind = "user" | "group" | "service-account" | "role-holders" | "unbound-role";

export interface Principal {
  readonly kind: PrincipalKind;
  /** Equal for equal principals, however the manifest spells them. */
  readonly key: string;
  /** For a message, with the untrusted name in backticks. */
  readonly display: string;
  /** Groups of the cluster itself that every such principal belongs to. */
  readonly implicitGroups: readonly string[];
  /** False where the name is encrypted or a template: nobody can tell here who it is. */
  readonly readable: boolean;
}

export interface Account {
  readonly namespace: string;
  readonly name: string;
}

const serviceAccountPrefix = "system:serviceaccount:";

/** A ServiceAccount is the user `system:serviceaccount:<namespace>:<name>`, so both spellings give one principal. */
export function userPrincipal(name: string): Principal {
  const parts = name.startsWith(serviceAccountPrefix) ? name.slice(serviceAccountPrefix.length).split(":") : [];
  const [namespace, account] = parts;
  const isServiceAccount = parts.length === 2 && namespace !== "" && account !== "";
  return {
    kind: isServiceAccount ? "service-account" : "user",
    key: `user:${name}`,
    display: `\`${name}\``,
    implicitGroups: isServiceAccount ? serviceAccountGroups(namespace) : userGroups(name),
    readable: isReadable(name),
  };
}

/** The ServiceAccount that a principal is, if its namespace is known. */
export function accountOf({ kind, key }: Principal): Account | undefined {
  const start = `user:${serviceAccountPrefix}`;
  if (kind !== "service-account" || !key.startsWith(start)) return;
  const [namespace = "", name = ""] = key.slice(start.length).split(":");
  return { namespace, name };
}

/** Whether the principal is the account that every Pod has which asks for no other. */
export function isDefaultAccount(principal: Principal): boolean {
  return accountName(principal) === "default";
}

/** Whether the principal is a person, as far as the name tells: components of Kubernetes are called `system:…`. */
export function isIndividual({ kind, key }: Principal): boolean {
  return kind === "user" && !key.startsWith("user:system:");
}

const applierPrefix = "service-account-of-applier:";

/** `namespace` is undefined where the applier decides it: then nobody else is known to be the same account. */
export function serviceAccountPrincipal(namespace: string | undefined, name: string): Principal {
  if (namespace !== undefined) return userPrincipal(`${serviceAccountPrefix}${namespace}:${name}`);
  return {
    kind: "service-account",
    key: `${applierPrefix}${name}`,
    display: `ServiceAccount \`${name}\``,
    implicitGroups: serviceAccountGroups(undefined),
    readable: isReadable(name),
  };
}

/** Of one name, an account whose namespace the applier decides is another one wherever another directory is applied. */
export function accountInPlace(principal: Principal, place: string): Principal {
  return isOfApplier(principal) ? { ...principal, key: `${principal.key}/${place}` } : principal;
}

export function isOfApplier({ key }: Principal): boolean {
  return key.startsWith(applierPrefix);
}

/** The name of a ServiceAccount in whatever namespace; undefined for everybody else. */
export function accountName({ kind, key }: Principal): string | undefined {
  if (kind !== "service-account") return undefined;
  // No name holds a slash, and none of these a colon.
  return key.startsWith(applierPrefix) ? key.slice(applierPrefix.length).split("/")[0] : key.split(":").at(-1);
}

export function groupPrincipal(name: string): Principal {
  const readable = isReadable(name);
  return {
    kind: "group",
    key: `group:${name}`,
    display: `group \`${name}\``,
    implicitGroups: readable ? groupsOfGroup(name) : [],
    readable,
  };
}

/** Everybody who is bound to the built-in ClusterRole, by this repository or by anything else. */
export function roleHolders(role: string): Principal {
  const display = `every holder of \`${role}\``;
  return { kind: "role-holders", key: `role-holders:${role}`, display, implicitGroups: [], readable: true };
}

export function unboundRole(kind: string, namespace: string | undefined, name: string): Principal {
  const display = `whoever gets bound to ${kind} \`${name}\``;
  const key = `unbound-role:${kind}/${namespace ?? ""}/${name}`;
  return { kind: "unbound-role", key, display, implicitGroups: [], readable: true };
}

const publicGroups = new Set(["system:authenticated", "system:unauthenticated", "system:serviceaccounts"]);

/** Whether the principal is no particular person or workload: anybody, anybody logged in, or every pod (of a namespace). */
export function isPublic(principal: Principal): boolean {
  if (principal.key === "user:system:anonymous") return true;
  const group = principal.key.startsWith("group:") ? principal.key.slice("group:".length) : "";
  return publicGroups.has(group) || group.startsWith("system:serviceaccounts:");
}

const unreadable = /\$\{|\$\(|\{\{|\{%|\bENC\[|<path:|^ref\+/;

/** Templates, SOPS values and secret references hide what the cluster will see. */
export function isReadable(text: string): boolean {
  return !unreadable.test(text);
}

function serviceAccountGroups(namespace: string | undefined): readonly string[] {
  const all = ["system:serviceaccounts", "system:authenticated"];
  return namespace === undefined ? all : [`system:serviceaccounts:${namespace}`, ...all];
}

function userGroups(name: string): readonly string[] {
  if (name === "system:anonymous") return ["system:unauthenticated"];
  // A name that cannot be read may be that of the anonymous user.
  if (!isReadable(name)) return [];
  return name.startsWith("system:node:") ? ["system:nodes", "system:authenticated"] : ["system:authenticated"];
}

function groupsOfGroup(name: string): readonly string[] {
  if (name === "system:authenticated" || name === "system:unauthenticated") return [];
  if (name.startsWith("system:serviceaccounts:")) return ["system:serviceaccounts", "system:authenticated"];
  return ["system:authenticated"];
}
