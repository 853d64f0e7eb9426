import type { SecurityEvent } from "../rules/security-event.ts";
import type { ApprovalFacts } from "./approval-facts.ts";
import { type ApprovalScope, coveredEvents } from "./approval-scope.ts";
import type { OpenDemand } from "./demands.ts";
import { matchPeople } from "./match-people.ts";
import type { Opinion } from "./opinions.ts";
import { standingOf } from "./principals.ts";

/** An approval by one of the people whom a demand asks, and the events of the demand that it covers. */
export interface Support {
  readonly opinion: Opinion;
  readonly events: readonly SecurityEvent[];
}

export interface SettledDemand {
  readonly demand: OpenDemand;
  /** The entry's number of approvals, and more where a commit has no known author. */
  readonly needed: number;
  readonly supports: readonly Support[];
  /** Approvals that another distinct demand already uses. */
  readonly usedElsewhere: readonly Opinion[];
  /** People the demand asks who requested changes. */
  readonly objections: readonly Opinion[];
  readonly open: readonly SecurityEvent[];
  readonly satisfied: boolean;
}

export interface Opinions {
  /** Approvals of people who are independent of the pull request. */
  readonly approvals: readonly Opinion[];
  readonly objections: readonly Opinion[];
}

/**
 * Counts approvals for each demand and each of its events. Where two or more demands are distinct, each person counts for
 * one of them, and only with an approval that covers all events of the demand: the people are matched, not guessed.
 */
export function settleDemands(
  demands: readonly OpenDemand[],
  extraApprovals: number,
  opinions: Opinions,
  scope: ApprovalScope,
  facts: ApprovalFacts | null,
): SettledDemand[] {
  const claims = demands.map(
    (demand): Claim => ({
      demand,
      needed: demand.approvals + extraApprovals,
      supports: facts ? supportsFor(demand, opinions.approvals, scope, facts) : [],
    }),
  );
  const places = assignDistinct(claims.filter(({ demand }) => demand.distinct));
  return claims.map((claim) => {
    const objections = facts ? opinions.objections.filter((one) => objects(one, claim.demand, facts)) : [];
    return settle(claim, places.get(claim.demand), objections);
  });
}

interface Claim {
  readonly demand: OpenDemand;
  readonly needed: number;
  readonly supports: readonly Support[];
}

/** Whom the matching left to a distinct demand. */
interface Place {
  readonly people: ReadonlySet<number>;
  readonly filled: boolean;
}

function supportsFor(
  demand: OpenDemand,
  approvals: readonly Opinion[],
  scope: ApprovalScope,
  facts: ApprovalFacts,
): Support[] {
  return approvals
    .filter(({ person }) => standingOf(person, demand.principals, facts) === "member")
    .map((opinion) => ({ opinion, events: coveredEvents(opinion.review, demand.events, scope) }))
    .filter(({ events }) => events.length > 0);
}

/** Whoever may be a maintainer and requests changes is heard: a team that cannot be resolved must not silence anyone. */
function objects({ person }: Opinion, { principals }: OpenDemand, facts: ApprovalFacts): boolean {
  return standingOf(person, principals, facts) !== "not-a-member";
}

function assignDistinct(claims: readonly Claim[]): ReadonlyMap<OpenDemand, Place> {
  if (claims.length < 2) return new Map();
  const vacancies = claims.map(({ demand, needed, supports }) => ({
    places: needed,
    candidates: supports.filter(({ events }) => events.length === demand.events.length).map(idOf),
  }));
  const matched = matchPeople(vacancies).map((people) => new Set(people));
  const busy = new Set(matched.flatMap((people) => [...people]));
  return new Map(
    claims.map(({ demand, needed, supports }, index) => {
      const people = matched[index] ?? new Set<number>();
      const filled = people.size >= needed;
      // Whoever the matching left over is shown with the first demand that they support; it decides nothing.
      for (const support of supports.filter((one) => !busy.has(idOf(one)))) {
        people.add(idOf(support));
        busy.add(idOf(support));
      }
      return [demand, { people, filled }];
    }),
  );
}

function settle(
  { demand, needed, supports }: Claim,
  place: Place | undefined,
  objections: readonly Opinion[],
): SettledDemand {
  const counting = supports.filter((support) => place?.people.has(idOf(support)) ?? true);
  const usedElsewhere = supports.filter((support) => !counting.includes(support)).map(({ opinion }) => opinion);
  const lacking = demand.events.filter(
    (event) => counting.filter(({ events }) => events.includes(event)).length < needed,
  );
  const satisfied = lacking.length === 0 && objections.length === 0 && (place?.filled ?? true);
  // What a maintainer objects to, or what nobody is free to approve, is open as a whole.
  const open = !satisfied && (lacking.length === 0 || objections.length > 0) ? demand.events : lacking;
  return { demand, needed, supports: counting, usedElsewhere, objections, open, satisfied };
}

function idOf({ opinion }: Support): number {
  return opinion.person.id;
}
