import type { View } from "../../kubernetes/desired-state.ts";
import type { PrivilegeChange } from "./privilege-change.ts";

export function privilegeChanges(_view: View): readonly PrivilegeChange[] {
  return [];
}
