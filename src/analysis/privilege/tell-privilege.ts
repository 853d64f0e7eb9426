import type { PrivilegeChange, PrivilegeKind } from "./privilege-change.ts";

/** What the rule for a kind says of a gain, or of what may be one; undefined if it has nothing to say. */
export function tellPrivilege(
  change: PrivilegeChange,
  kind: PrivilegeKind,
): { message: string; case: string } | undefined {
  const isGain = change.direction === "widened" || change.direction === "unknown";
  return change.kind === kind && isGain ? { message: change.sentence, case: change.weight } : undefined;
}
