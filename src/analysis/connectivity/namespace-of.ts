import { directoryOf } from "../../kubernetes/file-names.ts";
import type { Resource } from "../../kubernetes/resource.ts";

/**
 * The namespace of an object. One that names none shares its namespace with its directory, since one applier fills it in for all
 * of them: the directory in parentheses, which no real namespace is called.
 */
export function namespaceOf(resource: Pick<Resource, "namespace" | "file">): string {
  return resource.namespace ?? `(${directoryOf(resource.file)})`;
}
