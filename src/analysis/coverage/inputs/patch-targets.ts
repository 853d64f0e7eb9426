import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { isPlainObject, scalarText } from "../../plain-differences.ts";
import type { InputEdit } from "../input-finding.ts";
import { protectedObjects } from "./holds-protected.ts";
import { isProtectedTarget, type PatchTarget } from "./patch-findings.ts";

/**
 * The kind that a patch is for. A target may leave its kind out, or name several by an expression: it is then for what it
 * may meet of the protected objects at hand.
 */
export function patchTargetOf(edit: InputEdit, target: Plain | undefined): PatchTarget | undefined {
  if (!isPlainObject(target)) return undefined;
  const { group, kind } = target;
  const named =
    typeof kind === "string" && kind !== "" ? { group: typeof group === "string" ? group : "", kind } : undefined;
  if (named && /^[A-Za-z]+$/.test(named.kind)) return named;
  return protectedObjects(edit).find((one) => isProtectedTarget(one) && mayMeet(target, one)) ?? named;
}

/** Labels and annotations that a target selects by are not looked at: they may be anybody's. */
function mayMeet(target: PlainObject, { group, version, kind, name, namespace }: Resource): boolean {
  const parts: readonly (readonly [Plain | undefined, string])[] = [
    [target.group, group],
    [target.version, version],
    [target.kind, kind],
    [target.name, name],
  ];
  if (!parts.every(([pattern, text]) => mayMatch(scalarText(pattern), text))) return false;
  return namespace === undefined || mayMatch(scalarText(target.namespace), namespace);
}

/** kustomize reads these as regular expressions for the whole text. Whatever is one may match. */
function mayMatch(pattern: string, text: string): boolean {
  return pattern === "" || pattern === text || /[^A-Za-z0-9/-]/.test(pattern);
}
