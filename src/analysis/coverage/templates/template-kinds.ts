import { isProtectedKindName } from "../../../kubernetes/kinds.ts";
import type { Block } from "./template-lines.ts";

/** The kind that a line gives to the object it stands in: its name, `*` if a template fills it in, undefined if none. */
export function wordAfterKind(line: string): string | undefined {
  const value = /^(?:-\s+)?["']?kind["']?\s*:{1,3}\s*(.*)$/.exec(line)?.[1];
  if (value === undefined) return undefined;
  const word = /^["']?([A-Za-z][A-Za-z0-9]*)["']?\s*[,}\]]*\s*(?:#.*)?$/.exec(value)?.[1];
  return word ?? "*";
}

/**
 * What the objects around a block are: the outermost protected kind (a binding that refers to a ClusterRole is a binding),
 * `*` where the kind is unknown, `other` if all of them are of kinds that do not concern us, undefined if none says a kind.
 */
export function kindAround(block: Block): string | undefined {
  let found: string | undefined;
  for (let one: Block | undefined = block; one; one = one.parent)
    for (const kind of one.kinds) {
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

/** Kinds that take something away from others: without them, more is open. */
export const restrictingKindNames =
  /^(NetworkPolicy|GlobalNetworkPolicy|Cilium\w*NetworkPolicy|(Baseline)?AdminNetworkPolicy|ClusterNetworkPolicy|AuthorizationPolicy|PeerAuthentication|RequestAuthentication|Middleware(TCP)?|TLSOption|BackendTLSPolicy|Policy|Gateway|GatewayClass|\*)$/;
