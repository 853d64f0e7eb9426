import type { Atom } from "./atom.ts";

/** Why a right that can be used is less than its text lets a reader think, as a clause; undefined where it is just that. */
export function misreadRight(atom: Atom): string | undefined {
  if (atom.kind !== "resource" || atom.name === null) return;
  if (atom.name === "*") return "`*` in `resourceNames` is a name like any other, not every name";
  // A request to a subresource carries the name of its object, whatever the verb.
  const isOfCollection = !atom.resource.includes("/");
  if (atom.verb === "create" && isOfCollection)
    return "`create` with `resourceNames` matches only a server-side apply under that name";
  if ((atom.verb === "list" || atom.verb === "watch") && isOfCollection)
    return `\`${atom.verb}\` with \`resourceNames\` matches only requests that select that one name`;
  return;
}

/** Why no request ever matches a right, as a clause. */
export function neverMatched(atom: Atom): string {
  if (atom.kind !== "resource") return "URLs are reached through a ClusterRoleBinding only";
  if (atom.resource.endsWith("/*")) return `\`${atom.resource}\` matches no resource`;
  if (atom.name !== null && atom.verb === "deletecollection")
    return "`deletecollection` with `resourceNames` matches no request";
  return `\`${atom.resource}\` cannot be reached through a RoleBinding`;
}

/** Whether the text itself can match nothing, however the role is bound. */
export function isNeverMatchedAnywhere(atom: Atom): boolean {
  if (atom.kind !== "resource") return false;
  return atom.resource.endsWith("/*") || (atom.name !== null && atom.verb === "deletecollection");
}
