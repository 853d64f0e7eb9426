import type { View } from "../../kubernetes/desired-state.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { isPlainList, own, scalarText } from "../plain-differences.ts";
import type { AccountPowers, Power } from "./account-power.ts";
import { type Pair, placesOf, present } from "./pairs.ts";
import { changesOfItems, type PermissionItem } from "./permission-items.ts";
import type { PrivilegeChange, Weight } from "./privilege-change.ts";
import { sayPower } from "./say-power.ts";

/** Whether the object is a group of OpenShift, which holds the rights that bindings give to its name. */
export function isUserGroup({ group, kind }: Resource): boolean {
  return group === "user.openshift.io" && kind === "Group";
}

/** People who came to a group or left it: they gain what it held before, and lose it. */
export function groupMemberChanges(pair: Pair, view: View, powers: AccountPowers): readonly PrivilegeChange[] {
  const group = present(pair);
  if (!group || !isUserGroup(group)) return [];
  const [from, to] = [membersOf(pair.before), membersOf(pair.after)];
  const changed = [...new Set([...from, ...to])].filter((name) => from.has(name) !== to.has(name));
  if (changed.length === 0) return [];
  const power = powers.ofGroup(group.name);
  const items = changed.map((name): PermissionItem => {
    // Without a binding in the repository nobody here can tell what a member may do.
    const direction = !to.has(name) ? "narrowed" : power ? "widened" : "unknown";
    const says = `${direction === "unknown" ? "now " : ""}has the member \`${name}\``;
    return { says, direction, weight: weightOf(power), effect: ["member", name], because: placesOf(pair, ["users"]) };
  });
  const can = power && sayPower(power);
  return changesOfItems(pair, view.name, "group-member", items).map((change) =>
    can && change.direction === "widened"
      ? { ...change, sentence: `${change.sentence}, whose members can ${can}` }
      : change,
  );
}

function membersOf(group: Resource | undefined): ReadonlySet<string> {
  const users = group && own(group.data, "users");
  return new Set((isPlainList(users) ? users : []).map(scalarText).filter((name) => name !== ""));
}

/** Rights that the group itself gains only now are told as such. */
function weightOf(power: Power | undefined): Weight {
  if (!power) return "medium";
  const danger = power.escalations[0]?.danger;
  if (danger !== undefined && danger !== "info") return danger;
  return power.items.some(({ atom }) => atom.kind === "opaque") ? "medium" : "low";
}
