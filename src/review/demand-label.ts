import type { Principals } from "./principals.ts";
import type { SettledDemand } from "./settle-demands.ts";

/** What a demand asks for, such as "1 approval from edge (@acme/edge)". */
export function labelOf({ demand, needed }: Pick<SettledDemand, "demand" | "needed">): string {
  const more = needed - demand.approvals;
  const because = more > 0 ? `, ${more} of them because a commit cannot be attributed to a person` : "";
  return `${needed} ${needed === 1 ? "approval" : "approvals"} from ${whom(demand.groups, demand.principals)}${because}`;
}

function whom(groups: readonly string[], { teams, users, owners, byRole }: Principals): string {
  const people = [...[...teams, ...users].map((name) => `@${name}`), ...(owners?.names ?? [])];
  const named = people.length > 0 ? `${groups.join(" or ")} (${people.join(", ")})` : groups.join(" or ");
  const role = byRole ? "someone with the maintain or admin role, as the touched file has no owner" : "";
  if (groups.length > 0)
    return role === "" || people.length === 0 ? `${named}${role && `: ${role}`}` : `${named} or ${role}`;
  return owners ? `an owner of the touched file (${owners.names.join(", ")})` : role;
}
