import { directoryOf } from "../../kubernetes/file-names.ts";
import { type Resource, type ResourceRef, refOf } from "../../kubernetes/resource.ts";

/**
 * The namespace of an object. One that names none shares its namespace with its directory, since one applier fills it in for all
 * of them: the directory in parentheses, which no real namespace is called.
 */
export function namespaceOf(resource: Pick<Resource, "namespace" | "file">): string {
  return resource.namespace ?? `(${directoryOf(resource.file)})`;
}

/** Names an object that was put into the namespace of a folder (`placed-resources.ts`) as its manifest does. */
export function refOfPlaced(resource: Resource): ResourceRef {
  const ref = refOf(resource);
  return ref.namespace?.startsWith("(") ? { ...ref, namespace: null } : ref;
}
