import { directoryOf } from "../../../kubernetes/file-names.ts";
import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import { listed } from "../../access/grant-lines.ts";
import { accountOf } from "../../access/principal.ts";
import { isRbacObject, readRbacObject } from "../../access/rbac-object.ts";
import { isPlainObject } from "../../plain-differences.ts";
import type { InputEdit } from "../input-finding.ts";
import { objectName } from "../object-names.ts";
import { membersOf } from "./membership-targets.ts";

/**
 * What a kustomization that gets another `namespace` may leave behind, as the end of a sentence: bindings of other kustomizations
 * that name its ServiceAccounts where these were. Whoever may create accounts of these names there would get the rights.
 */
export function leftBindings(edit: InputEdit, from: Plain | undefined, to: Plain | undefined): string {
  const members = new Set(resourcesOf(edit));
  const places = [...members].filter(isAccount).flatMap(({ namespace, name }) => {
    const [was, is] = [from, to].map((field) => (typeof field === "string" ? field : namespace));
    return was === undefined || was === is ? [] : [`${was}/${name}`];
  });
  const others = edit.states.after.resources.filter((resource) => !members.has(resource));
  const stay = new Set(others.filter(isAccount).map(({ namespace, name }) => `${namespace ?? ""}/${name}`));
  const moved = new Set(places.filter((place) => !stay.has(place)));
  const named = others.filter(isRbacObject).flatMap((binding) => {
    const accounts = accountsIn(binding).filter((account) => moved.has(account));
    return accounts.length === 0 ? [] : [{ binding: objectName(binding), accounts }];
  });
  if (named.length === 0) return "";
  const bindings = [...new Set(named.map(({ binding }) => binding))].sort();
  const accounts = [...new Set(named.flatMap((one) => one.accounts))].sort().map((account) => `\`${account}\``);
  return `, while ${listed(bindings, 5)} still ${bindings.length === 1 ? "names" : "name"} ${listed(accounts, 5)}`;
}

function isAccount({ group, kind }: Resource): boolean {
  return group === "" && kind === "ServiceAccount";
}

/** What the kustomization applies, and its bases, as far as manifests show it. */
function resourcesOf({ file, after, states }: InputEdit): readonly Resource[] {
  if (!isPlainObject(after)) return [];
  const isMember = membersOf(after, directoryOf(file.path), states);
  return states.after.resources.filter((resource) => isMember(resource.file));
}

/** The ServiceAccounts that a binding names, as `namespace/name`. */
function accountsIn(resource: Resource): readonly string[] {
  const object = readRbacObject(resource);
  if (object?.type !== "binding") return [];
  return object.subjects.flatMap(({ principal }) => {
    const account = accountOf(principal);
    return account ? [`${account.namespace}/${account.name}`] : [];
  });
}
