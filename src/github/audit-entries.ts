import { createHash } from "node:crypto";
import { canonicalJson } from "../audit/canonical-json.ts";
import type { EntryDraft, EntryKind } from "../audit/entry-v1.ts";
import type { CountedApproval, RejectedApproval, ReviewPlan } from "../review/review-plan.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import type { PullRequestRecord } from "../storage/review-records.ts";
import type { LivePullRequest } from "./live-pull-request.ts";

/** A draft with the key under which it is appended only once. */
export interface KeyedEntry {
  readonly key: string;
  readonly draft: EntryDraft;
}

export interface Subject {
  /** `owner/repo`. */
  readonly repository: string;
  readonly live: LivePullRequest;
  /** RFC 3339. */
  readonly time: string;
}

type Details = EntryDraft["details"];

/** Identifies what was decided and from what: equal digests need no second entry in a row. */
export function evaluationDigest(plan: ReviewPlan, baseRef: string): string {
  return digest({
    baseRef,
    base: plan.base,
    head: plan.head,
    policy: plan.policySha,
    events: plan.events.map(({ id, severity, fingerprints }) => [id, severity, [...fingerprints]]),
    verdict: {
      outcome: plan.verdict.outcome,
      counted: plan.verdict.counted.map(({ reviewId, eventIds }) => [reviewId, [...eventIds]]),
      rejected: plan.verdict.rejected.map(({ reviewId, reason }) => [reviewId, reason]),
      override: plan.verdict.override?.expiresAt ?? null,
      waived: plan.verdict.waived.map(({ eventId, waiver }) => [eventId, waiver]),
      problems: plan.verdict.problems.map(({ file, line, message }) => [file, line, message]),
    },
  });
}

/** The record of one evaluation. `ordinal` tells a verdict that came back from its first appearance. */
export function evaluatedEntry(subject: Subject, plan: ReviewPlan, evaluation: string, ordinal: number): KeyedEntry {
  const { verdict } = plan;
  const details: Details = {
    outcome: verdict.outcome,
    summary: verdict.summary,
    baseRef: subject.live.baseRef,
    events: plan.events.map(eventDetails),
    demands: verdict.demands.map(({ label, approvalsNeeded, satisfied, eventIds, openEventIds }) => ({
      label,
      approvalsNeeded,
      satisfied,
      eventIds: [...eventIds],
      openEventIds: [...openEventIds],
    })),
    waived: verdict.waived.map(({ eventId, waiver }) => ({ eventId, waiver })),
    forbidden: [...verdict.forbidden],
    problems: verdict.problems.map(({ file, line, column, message }) => ({ file, line, column, message })),
    skipped: plan.skipped.map(({ path, reason }) => ({ path, reason })),
    stats: { ...plan.stats },
  };
  const draft = entry(subject, "evaluated", plan, subject.live.author, details);
  return { key: `evaluated:${nameOf(subject)}:${ordinal}:${evaluation}`, draft };
}

/** Once per review, head and outcome: which approvals count, which do not and why, and an emergency override. */
export function approvalEntries(subject: Subject, plan: ReviewPlan): KeyedEntry[] {
  const { counted, rejected, override } = plan.verdict;
  const key = (kind: string, ...parts: readonly (string | number)[]) =>
    [kind, nameOf(subject), plan.head, ...parts].join(":");
  const entries = mergeByReview(counted).map(({ reviewId, person, commitId, eventIds }) => ({
    key: key("approval-counted", reviewId, digest([...eventIds])),
    draft: entry(subject, "approval-counted", plan, person, { reviewId, commitId, eventIds: [...eventIds] }),
  }));
  for (const approval of rejected) entries.push(rejectedEntry(subject, plan, approval, key));
  if (override)
    entries.push({
      key: key("overridden", override.by.id, override.expiresAt),
      draft: entry(subject, "overridden", plan, override.by, {
        reason: override.reason,
        expiresAt: override.expiresAt,
        eventIds: plan.events.map((event) => event.id),
      }),
    });
  return entries;
}

/**
 * The record of a merge. It is a merge without approval unless the last published verdict was for this head, for this
 * base branch, and passed.
 */
export function mergedEntry(subject: Subject, record: PullRequestRecord | null): KeyedEntry {
  const { live } = subject;
  const verdict = record && record.head === live.head && record.baseRef === live.baseRef ? record.outcome : null;
  const kind = verdict === "pass" ? "merged" : "merged-without-approval";
  const details: Details = {
    verdict: verdict ?? "not-evaluated",
    summary: verdict === null ? null : (record?.summary ?? null),
    baseRef: live.baseRef,
    mergeCommit: live.merge?.commit ?? null,
    mergedAt: live.merge?.at ?? null,
  };
  const plan = { head: live.head, base: record?.base ?? null, policySha: record?.policySha ?? null };
  const draft = entry(subject, kind, plan, live.merge?.by ?? null, details);
  return { key: `merged:${nameOf(subject)}:${live.merge?.commit ?? live.head}`, draft };
}

function rejectedEntry(
  subject: Subject,
  plan: ReviewPlan,
  { reviewId, person, reason, explanation, demand }: RejectedApproval,
  key: (kind: string, ...parts: readonly (string | number)[]) => string,
): KeyedEntry {
  const details: Details = { reviewId, reason, explanation, demand };
  const draft = entry(subject, "approval-rejected", plan, person, details);
  return { key: key("approval-rejected", reviewId, reason), draft };
}

function entry(
  { repository, live, time }: Subject,
  kind: EntryKind,
  { head, base, policySha }: { head: string; base: string | null; policySha: string | null },
  person: { readonly id: number; readonly login: string } | null,
  details: Details,
): EntryDraft {
  const actor = person && { id: person.id, login: person.login };
  return { kind, time, repository, pullRequest: live.number, head, base, policySha, actor, details };
}

function eventDetails(event: SecurityEvent): Details {
  const { id, rule, title, theme, direction, severity, message, before, after } = event;
  return {
    id,
    rule,
    title,
    theme,
    direction,
    severity,
    message,
    before,
    after,
    resource: { ...event.resource },
    fingerprints: [...event.fingerprints],
    views: [...event.views],
    pci: [...event.pci],
    locations: event.locations.slice(0, 20).map(({ file, line, side }) => ({ file, line, side })),
  };
}

/** The same review can count for several entries of the policy. */
function mergeByReview(counted: readonly CountedApproval[]): readonly CountedApproval[] {
  const byReview = new Map<number, CountedApproval>();
  for (const approval of counted) {
    const eventIds = [...(byReview.get(approval.reviewId)?.eventIds ?? []), ...approval.eventIds];
    byReview.set(approval.reviewId, { ...approval, eventIds: [...new Set(eventIds)].sort() });
  }
  return [...byReview.values()];
}

function nameOf({ repository, live }: Subject): string {
  return `${repository}#${live.number}`;
}

function digest(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
