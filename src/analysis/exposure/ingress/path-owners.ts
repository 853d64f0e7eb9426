import type { IngressObject, IngressPath } from "./ingress-object.ts";

/** Whose path it is: some controllers read paths as an annotation of their Ingress says. Paths are known by identity. */
export function pathOwners(ingresses: readonly IngressObject[]) {
  const owners = new Map<object, IngressObject>(
    ingresses.flatMap((ingress) => ingress.rules.flatMap(({ paths }) => paths.map((path) => [path, ingress] as const))),
  );
  return (path: Pick<IngressPath, "text" | "type">): IngressObject | undefined => owners.get(path);
}
