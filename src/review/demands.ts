import type { SecurityEvent } from "../rules/security-event.ts";
import { parseCodeowners } from "./codeowners.ts";
import { defaultRequirement, ownersOfTheFile } from "./default-policy.ts";
import type { MaintainerGroup, Policy, ReviewRequirement } from "./policy.ts";
import type { Principals } from "./principals.ts";
import { matches, needsDefaultReview } from "./requirement-matches.ts";

/** A review entry of the policy, and the events that need it from one set of people. */
export interface OpenDemand {
  readonly id: string;
  readonly groups: readonly string[];
  readonly approvals: number;
  readonly distinct: boolean;
  readonly principals: Principals;
  readonly events: readonly SecurityEvent[];
}

/**
 * Who is asked for what. All entries that match an event must be satisfied. A widened or unknown event of medium severity
 * or more that no entry matches needs the default review: a policy that forgets a theme does not let it pass.
 */
export function demandsFor(events: readonly SecurityEvent[], policy: Policy, codeowners: string | null): OpenDemand[] {
  const owners = codeowners === null ? undefined : parseCodeowners(codeowners);
  const ownersOf = (file: string): Principals["owners"] => {
    const found = owners?.ownersOf(file);
    return found && found.owners.length > 0 ? { names: found.owners, line: found.line } : null;
  };
  const asked = policy.reviews.map((requirement, index) => ({
    requirement,
    id: policy.source === "default" ? "default" : String(index),
    groups: requirement.from.map((name) => groupNamed(policy, name)),
    events: events.filter((event) => matches(requirement, event, policy.zones)),
  }));
  const matched = new Set(asked.flatMap((entry) => entry.events));
  const forgotten = events.filter((event) => !matched.has(event) && needsDefaultReview(event));
  const fallback = { requirement: defaultRequirement, id: "default", groups: [ownersOfTheFile], events: forgotten };
  return [...asked, fallback].flatMap((entry) => split(entry, ownersOf));
}

interface Asked {
  readonly id: string;
  readonly requirement: ReviewRequirement;
  readonly groups: readonly MaintainerGroup[];
  readonly events: readonly SecurityEvent[];
}

/** An entry that asks the owners of files becomes one demand for each set of owners. */
function split(
  { id, requirement, groups, events }: Asked,
  ownersOf: (file: string) => Principals["owners"],
): OpenDemand[] {
  const teams = groups.flatMap((group) => group.teams);
  const users = groups.flatMap((group) => group.users);
  const asksOwners = groups.some((group) => group.codeowners === true);
  const parts = new Map<string, { principals: Principals; events: Set<SecurityEvent> }>();
  for (const event of events) {
    for (const file of asksOwners ? touchedFiles(event) : [""]) {
      const owners = asksOwners ? ownersOf(file) : null;
      const key = owners ? owners.names.toSorted().join(" ").toLowerCase() : "";
      const principals = { teams, users, owners, byRole: asksOwners && !owners };
      const part = parts.get(key) ?? { principals, events: new Set() };
      parts.set(key, part);
      part.events.add(event);
    }
  }
  const { approvals, distinct, from } = requirement;
  return [...parts.values()].map(({ principals, events: needing }, index) => ({
    id: index === 0 ? id : `${id}-${index + 1}`,
    groups: id === "default" ? [] : from,
    approvals,
    distinct,
    principals,
    events: [...needing],
  }));
}

/** The file to blame on each side: moving a manifest out of a protected folder still needs the folder's owner. */
function touchedFiles({ locations }: SecurityEvent): ReadonlySet<string> {
  // Nothing to blame is nobody's file: the demand must not vanish with it.
  if (locations.length === 0) return new Set([""]);
  const before = locations.find(({ side }) => side === "before");
  const after = locations.find(({ side }) => side === "after");
  return new Set([before, after].flatMap((location) => (location ? [location.file] : [])));
}

/** A name without a group stands for nobody: the demand stays open. */
function groupNamed(policy: Policy, name: string): MaintainerGroup {
  const group = Object.hasOwn(policy.maintainers, name) ? policy.maintainers[name] : undefined;
  return group ?? { teams: [], users: [] };
}
