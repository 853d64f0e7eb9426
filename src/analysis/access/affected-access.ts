import type { View } from "../../kubernetes/desired-state.ts";
import type { Plain, Resource } from "../../kubernetes/resource.ts";
import { aggregationOf } from "./aggregation.ts";
import { builtinHolders } from "./builtin-holders.ts";
import { closure } from "./held-access.ts";
import { type Account, accountOf, type Principal } from "./principal.ts";
import { contentOf, isRbacObject, type RbacBinding, type RbacRole } from "./rbac-object.ts";

type States = Pick<View, "before" | "after">;

/**
 * The RBAC objects of a view on which the changes between its states depend: those that differ, the roles that take over rules from
 * them, the bindings to all these, and whatever else is held by those who are bound. The comparison of these gives the same result
 * as that of all (a property test holds it to that) at a cost of what differs. `isGone`: whether an account is declared no more.
 */
export function affectedAccess(view: View, isGone: (account: Account) => boolean): States {
  const rbac = { before: view.before.filter(isRbacObject), after: view.after.filter(isRbacObject) };
  const stays = stayingData(rbac);
  const isChanged = ({ data }: Resource) => !stays.has(data);
  const changed = contentsOf([...rbac.before.filter(isChanged), ...rbac.after.filter(isChanged)]);
  // What stays is in both states, and so it is left out of both alike.
  const others = contentsOf(rbac.before.filter(({ data }) => stays.has(data)));
  const aggregation = aggregationOf([...changed.roles, ...others.roles]);
  const roles = aggregation.withAggregating(changed.roles.map(({ key }) => key));
  const isHeld = holding(changed.bindings, others.bindings, roles, isGone);
  const isBound = (binding: RbacBinding) =>
    refersTo(binding, roles) || binding.subjects.some(({ principal }) => isHeld(principal));
  const concerned = [...changed.bindings, ...others.bindings.filter(isBound)];
  // Two manifests may declare one object: then what it says takes both.
  const names = new Set(concerned.map(({ resource }) => resource.name));
  const bound = others.bindings.filter(({ resource }) => names.has(resource.name));
  const needed = aggregation.withMembers([
    ...roles,
    ...[...changed.bindings, ...bound].flatMap(({ role }) => role ?? []),
    ...builtinHolders.filter(({ principal }) => isHeld(principal)).map(({ role }) => role),
  ]);
  const kept = new Set<Plain>([
    ...bound.map(({ resource }) => resource.data),
    ...others.roles.filter(({ key }) => needed.has(key)).map(({ resource }) => resource.data),
  ]);
  const isAffected = ({ data }: Resource) => kept.has(data) || !stays.has(data);
  return { before: rbac.before.filter(isAffected), after: rbac.after.filter(isAffected) };
}

/** The contents that both states hold in the same files: the directory of a binding may be part of what it says. */
function stayingData(states: States): ReadonlySet<Plain> {
  const [had, has] = [filesByContent(states.before), filesByContent(states.after)];
  const stays = new Set<Plain>();
  for (const [data, files] of had) if (has.get(data) === files) stays.add(data);
  return stays;
}

/** What was parsed from one blob is one value: equal content is found without comparing it. */
function filesByContent(resources: readonly Resource[]): ReadonlyMap<Plain, string> {
  const files = new Map<Plain, string>();
  for (const { data, file } of resources) {
    const known = files.get(data);
    files.set(data, known === undefined ? file : `${known}\n${file}`);
  }
  return files;
}

interface Contents {
  readonly roles: readonly RbacRole[];
  readonly bindings: readonly RbacBinding[];
}

function contentsOf(resources: readonly Resource[]): Contents {
  const roles: RbacRole[] = [];
  const bindings: RbacBinding[] = [];
  for (const resource of resources) {
    const content = contentOf(resource);
    if (content?.type === "role") roles.push(content);
    if (content?.type === "binding") bindings.push(content);
  }
  return { roles, bindings };
}

/** Tells the principals that something may have changed for, and the groups that these always belong to. */
function holding(
  changed: readonly RbacBinding[],
  others: readonly RbacBinding[],
  roles: ReadonlySet<string>,
  isGone: (account: Account) => boolean,
): (principal: Principal) => boolean {
  const isGoneAccount = (principal: Principal) => {
    const account = accountOf(principal);
    return account !== undefined && isGone(account);
  };
  const bound = [...changed, ...others.filter((binding) => refersTo(binding, roles))];
  const principals = [
    ...bound.flatMap(({ subjects }) => subjects).map(principalOf),
    ...builtinHolders.filter(({ role }) => roles.has(role)).map(({ principal }) => principal),
    ...others.flatMap(({ subjects }) => subjects.filter(({ principal }) => isGoneAccount(principal))).map(principalOf),
  ];
  const keys = new Set(principals.flatMap(closure));
  return ({ key }) => keys.has(key);
}

function principalOf({ principal }: RbacBinding["subjects"][number]): Principal {
  return principal;
}

function refersTo({ role }: RbacBinding, roles: ReadonlySet<string>): boolean {
  return role !== undefined && roles.has(role);
}
