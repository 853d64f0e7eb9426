import type { ReviewPlan } from "../review/review-plan.ts";
import type { Severity } from "../rules/security-event.ts";
import type { Triage } from "./triage.ts";

/** `1 event`, `2 events`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `line 7`, `lines 7 to 8`. */
export function lineRange({ startLine, endLine }: { readonly startLine: number; readonly endLine: number }): string {
  return startLine === endLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`;
}

/** The first seven digits of a commit id or a hash; other names (`default`) as they are. */
export function shortSha(sha: string): string {
  return /^[0-9a-f]{40,}$/.test(sha) ? sha.slice(0, 7) : sha;
}

/** The verdict as a headline, without untrusted text. */
export function headline(plan: ReviewPlan, { pending, approved }: Triage): string {
  const { outcome, override, problems, forbidden } = plan.verdict;
  if (outcome === "needs-review") {
    return pending.length === 1 ? "1 security event needs a review" : `${pending.length} security events need a review`;
  }
  if (outcome === "blocked") {
    if (problems.length > 0) return "Blocked: the policy cannot be applied";
    if (forbidden.length > 0) return `Blocked: the policy forbids ${counted(forbidden.length, "security event")}`;
    return "Blocked";
  }
  if (override) return "Passed by an emergency override";
  if (approved.length > 0) return `${counted(approved.length, "security event")} approved`;
  return "Nothing to review";
}

export const severityIcons: Readonly<Record<Severity, string>> = {
  critical: "🔴",
  high: "🟠",
  medium: "🟡",
  low: "🔵",
  info: "⚪",
};

export const outcomeIcons = { pass: "✅", "needs-review": "✋", blocked: "⛔" } as const;
