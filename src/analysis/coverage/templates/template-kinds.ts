import { isProtectedKindName } from "../../../kubernetes/kinds.ts";
import type { Block } from "./template-lines.ts";

/**
 * What the objects around a block are: the outermost protected kind (a binding that refers to a ClusterRole is a binding),
 * `*` where the kind is unknown, `other` if all of them are of kinds that do not concern us, undefined if none says a kind.
 */
export function kindAround(block: Block): string | undefined {
  let found: string | undefined;
  for (let one: Block | undefined = block; one; one = one.parent) {
    const { kind } = one;
    if (kind === undefined) continue;
    if (isProtectedKindName(kind.replace(/List$/, ""))) found = kind;
    else if (kind === "*" && (found === undefined || found === "other")) found = "*";
    else if (!saysByItsKeys.has(kind)) found ??= "other";
  }
  return found;
}

/** Kinds whose keys decide what they are about, like those of values. */
const saysByItsKeys = new Set([
  "HelmRelease",
  "HelmChart",
  "HelmChartConfig",
  "Kustomization",
  "Application",
  "ApplicationSet",
  "ServiceAccount",
  "List",
]);

export const accessKindNames: ReadonlySet<string> = new Set([
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
]);

/** Kinds that only publish or grant: without them, less is open. Any other protected kind may restrict something. */
export const publishingKindNames: ReadonlySet<string> = new Set([
  ...accessKindNames,
  "Ingress",
  "Service",
  "ReferenceGrant",
  "ReferencePolicy",
  "HTTPRoute",
  "GRPCRoute",
  "TLSRoute",
  "TCPRoute",
  "UDPRoute",
  "Route",
  "IngressRoute",
  "IngressRouteTCP",
  "IngressRouteUDP",
  "HTTPProxy",
  "VirtualService",
  "VirtualServer",
]);
