import type { View } from "../../kubernetes/desired-state.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { listed } from "../access/grant-lines.ts";
import { isReadable } from "../access/principal.ts";
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
  const [come, gone] = [changed.filter((name) => to.has(name)), changed.filter((name) => !to.has(name))];
  // A name that is encrypted anew may be the same name.
  const isReplaced = come.some(isHidden) && gone.some(isHidden);
  // Without a binding in the repository nobody here can tell what a member may do.
  const isGain = power && !(isReplaced && come.every(isHidden));
  const facts = { pair, weight: weightOf(power) };
  const items = [
    ...itemsOf(come, { ...facts, ...(isGain ? gained : { direction: "unknown", verb: "now has" }) }),
    ...itemsOf(gone, { ...facts, ...(isReplaced ? { direction: "unknown", verb: "no longer has" } : lost) }),
  ];
  const can = power && sayPower(power);
  return changesOfItems(pair, view.name, "group-member", items).map((change) =>
    can && pair.after && (change.direction === "widened" || change.direction === "unknown")
      ? { ...change, sentence: `${change.sentence}: members can ${can}` }
      : change,
  );
}

const gained = { direction: "widened", verb: "has" } as const;
const lost = { direction: "narrowed", verb: "has" } as const;

interface MemberFacts extends Pick<PermissionItem, "direction" | "weight"> {
  readonly pair: Pair;
  readonly verb: string;
}

/** One item per member; all of them are told in one phrase. */
function itemsOf(names: readonly string[], { pair, direction, weight, verb }: MemberFacts): readonly PermissionItem[] {
  const says = `${verb} ${sayMembers(names)}`;
  const because = placesOf(pair, ["users"]);
  return names.map((name) => ({ says, direction, weight, effect: ["member", name], because }));
}

function sayMembers(names: readonly string[]): string {
  const hidden = names.filter(isHidden).length;
  const shown = names.filter((name) => !isHidden(name)).map((name) => `\`${name}\``);
  const unreadable = `${hidden === 1 ? "a member whose name" : `${hidden} members whose names`} cannot be read`;
  if (shown.length === 0) return unreadable;
  const said = `the member${shown.length === 1 ? "" : "s"} ${listed(shown, 5)}`;
  return hidden === 0 ? said : `${said}, and ${unreadable}`;
}

function isHidden(name: string): boolean {
  return !isReadable(name);
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
