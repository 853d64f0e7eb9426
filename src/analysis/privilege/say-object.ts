import type { ResourceRef } from "../../kubernetes/resource.ts";
import { listed } from "../access/grant-lines.ts";

type Named = Pick<ResourceRef, "kind" | "name"> & { readonly namespace?: string | null | undefined };

/** An object in a sentence: Deployment `shop/web`. */
export function named({ kind, namespace, name }: Named): string {
  return `${kind} \`${namespace ? `${namespace}/` : ""}${name}\``;
}

/** The pods of an object, and the workloads that are known to make them. */
export function podsOfObject(object: Named, workloads: readonly Named[] = []): string {
  const whose = object.kind === "Namespace" ? `namespace \`${object.name}\`` : named(object);
  return `pods of ${whose}${workloads.length > 0 ? ` (${listed(workloads.map(named), 3)})` : ""}`;
}
