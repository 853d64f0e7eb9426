import type { Resource } from "../../kubernetes/resource.ts";

/** A kind and a name, for a sentence. */
export function objectName({ kind, namespace, name }: Pick<Resource, "kind" | "namespace" | "name">): string {
  return `${kind} \`${namespace === undefined ? name : `${namespace}/${name}`}\``;
}

/** The first three of them, and how many more there are. */
export function firstNames(names: readonly string[]): string {
  return names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
}
