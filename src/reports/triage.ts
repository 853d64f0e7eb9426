import type { ReviewPlan } from "../review/review-plan.ts";
import { type SecurityEvent, severities } from "../rules/security-event.ts";

/**
 * Where an event stands: `forbidden` (no approval helps), `open` (approvals are missing), `approved`, `waived`,
 * `undecided` (there is no valid policy that could decide), `noted` (nobody has to do anything).
 */
export type Standing = "forbidden" | "open" | "undecided" | "approved" | "waived" | "noted";

export interface JudgedEvent {
  readonly event: SecurityEvent;
  readonly standing: Standing;
}

export interface Triage {
  /** Forbidden, open and undecided: what keeps the check red. */
  readonly pending: readonly JudgedEvent[];
  readonly approved: readonly JudgedEvent[];
  readonly waived: readonly JudgedEvent[];
  readonly noted: readonly JudgedEvent[];
}

/** Sorts the events of a plan by what they ask of people; within each list the most severe first, then by place. */
export function triage(plan: ReviewPlan): Triage {
  const judge = judgeOf(plan);
  const judged = plan.events.map((event) => ({ event, standing: judge(event) })).sort(compareJudged);
  const having = (...standings: Standing[]) => judged.filter(({ standing }) => standings.includes(standing));
  return {
    pending: having("forbidden", "open", "undecided"),
    approved: having("approved"),
    waived: having("waived"),
    noted: having("noted"),
  };
}

/** Tells where each event of the plan stands. */
export function judgeOf(plan: ReviewPlan): (event: SecurityEvent) => Standing {
  const { demands, forbidden, waived, problems } = plan.verdict;
  const forbiddenIds = new Set(forbidden);
  const openIds = new Set(demands.flatMap((demand) => demand.openEventIds));
  const demandedIds = new Set(demands.flatMap((demand) => demand.eventIds));
  const waivedIds = new Set(waived.map(({ eventId }) => eventId));
  return ({ id, direction, severity }) => {
    if (forbiddenIds.has(id)) return "forbidden";
    if (openIds.has(id)) return "open";
    if (demandedIds.has(id)) return "approved";
    if (waivedIds.has(id)) return "waived";
    const needsEyes = (direction === "widened" || direction === "unknown") && severity !== "info";
    return problems.length > 0 && needsEyes ? "undecided" : "noted";
  };
}

function compareJudged(a: JudgedEvent, b: JudgedEvent): number {
  return compareEvents(a.event, b.event);
}

/** Most severe first, then by place, then by id: the same order in every report. */
export function compareEvents(a: SecurityEvent, b: SecurityEvent): number {
  const [placeA, placeB] = [a.locations[0], b.locations[0]];
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(placeA?.file ?? "", placeB?.file ?? "") ||
    (placeA?.line ?? 0) - (placeB?.line ?? 0) ||
    compareText(a.rule, b.rule) ||
    compareText(a.id, b.id)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
