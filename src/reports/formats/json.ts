import type { Demand, ReviewPlan, Verdict } from "../../review/review-plan.ts";
import type { SecurityEvent } from "../../rules/security-event.ts";
import type { Report } from "../report.ts";
import { safeJson } from "../safe-json.ts";
import { compareEvents, judgeOf, type Standing } from "../triage.ts";

/** `gatewarden.review/v1`: a stable contract, described in docs/review-v1.schema.json. Keys always come in this order. */
export const json: Report = {
  id: "json",
  description: "gatewarden.review/v1, for programs",
  render: (plan) => safeJson(reviewV1(plan)),
};

function reviewV1(plan: ReviewPlan) {
  const judge = judgeOf(plan);
  return {
    schema: "gatewarden.review/v1",
    base: plan.base,
    head: plan.head,
    policy: plan.policySha,
    verdict: plan.verdict.outcome,
    events: plan.events.toSorted(compareEvents).map((event) => eventV1(event, judge(event))),
    skipped: plan.skipped.map(({ path, reason }) => ({ path, reason })),
    review: reviewDetails(plan.verdict, plan.reviewers),
    stats: {
      changedFiles: plan.stats.changedFiles,
      manifests: plan.stats.manifests,
      views: plan.stats.views,
    },
  };
}

function eventV1(event: SecurityEvent, standing: Standing) {
  const { apiVersion, kind, namespace, name } = event.resource;
  return {
    id: event.id,
    rule: event.rule,
    title: event.title,
    theme: event.theme,
    direction: event.direction,
    severity: event.severity,
    standing,
    message: event.message,
    why: event.why,
    resource: { view: event.views[0] ?? "", apiVersion, kind, namespace, name },
    views: event.views,
    fingerprints: event.fingerprints,
    locations: event.locations.map(({ file, line, endLine, column, endColumn, side }) => {
      return { path: file, line, endLine, column, endColumn, side };
    }),
    before: event.before,
    after: event.after,
    ...(event.table ? { table: { columns: event.table.columns, rows: event.table.rows } } : {}),
    pci: event.pci,
    fix: event.fix && fixV1(event.fix),
  };
}

function fixV1({ text, replacement }: NonNullable<SecurityEvent["fix"]>) {
  if (!replacement) return { text, replacement: null };
  const { file, startLine, endLine, lines } = replacement;
  return { text, replacement: { path: file, startLine, endLine, lines } };
}

function reviewDetails(verdict: Verdict, { users, teams }: ReviewPlan["reviewers"]) {
  return {
    summary: verdict.summary,
    demands: verdict.demands.map(demandV1),
    counted: verdict.counted.map(approvalV1),
    rejected: verdict.rejected.map(({ person, reviewId, demand, reason, explanation }) => {
      return { person: person && personV1(person), reviewId, demand, reason, explanation };
    }),
    waived: verdict.waived.map(({ eventId, waiver }) => ({ eventId, waiver })),
    forbidden: verdict.forbidden,
    override: verdict.override && {
      by: personV1(verdict.override.by),
      reason: verdict.override.reason,
      expiresAt: verdict.override.expiresAt,
    },
    problems: verdict.problems.map(({ file, line, column, message }) => ({ path: file, line, column, message })),
    reviewers: { users, teams },
  };
}

function demandV1(demand: Demand) {
  return {
    id: demand.id,
    label: demand.label,
    groups: demand.groups,
    approvalsNeeded: demand.approvalsNeeded,
    satisfied: demand.satisfied,
    approvedBy: demand.approvedBy.map(approvalV1),
    eventIds: demand.eventIds,
    openEventIds: demand.openEventIds,
  };
}

function approvalV1({ person, reviewId, commitId, eventIds }: Verdict["counted"][number]) {
  return { person: personV1(person), reviewId, commitId, eventIds };
}

function personV1({ id, login, type }: Verdict["counted"][number]["person"]) {
  return { id, login, type };
}
