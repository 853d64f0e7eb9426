import type { CountedApproval, Demand, RejectedApproval, ReviewPlan } from "../review/review-plan.ts";
import type { Section } from "./fit-sections.ts";
import { codeSpan, markdownProse } from "./markdown-text.ts";
import { counted, shortSha } from "./wording.ts";

/** Why the gate cannot judge at all, with the place in the policy. */
export function problemSection({ verdict }: ReviewPlan): Section {
  return {
    open: "**What blocks, whatever the approvals say**\n\n",
    items: verdict.problems.map(
      ({ file, line, column, message }) => `- ${codeSpan(`${file}:${line}:${column}`)}: ${markdownProse(message)}\n`,
    ),
    omitted: (count) => `- and ${counted(count, "more problem")}\n`,
    close: "\n",
    priority: 0,
  };
}

/** Who must approve, and what each entry of the policy still lacks. */
export function demandSection({ verdict }: ReviewPlan): Section {
  return {
    open: "**Who must approve**\n\n",
    items: verdict.demands.toSorted((a, b) => Number(a.satisfied) - Number(b.satisfied)).map(demandLine),
    omitted: (count) => `- and ${counted(count, "more requirement")}\n`,
    close: "\n",
    priority: 0,
  };
}

function demandLine(demand: Demand): string {
  const people = demand.approvedBy.map(({ person }) => codeSpan(person.login, 60));
  const by = people.length > 0 ? ` by ${people.slice(0, 10).join(", ")}` : "";
  const label = markdownProse(demand.label, 300);
  if (demand.satisfied) return `- ✅ ${label}: approved${by}\n`;
  const given = by ? `; so far approved${by}` : "";
  return `- ⬜ ${label}: missing for ${counted(demand.openEventIds.length, "event")}${given}\n`;
}

/** Approvals that do not help, and why: nobody should have to guess. */
export function rejectedSection({ verdict }: ReviewPlan): Section {
  return {
    open: "**Reviews that do not count as approval**\n\n",
    // One review can fail several demands for the same reason.
    items: [...new Set(verdict.rejected.map(rejectedLine))],
    omitted: (count) => `- and ${counted(count, "more review")}\n`,
    close: "\n",
    priority: 1,
  };
}

function rejectedLine({ person, explanation }: RejectedApproval): string {
  const who = person && !explanation.includes(person.login) ? `${codeSpan(person.login, 60)}: ` : "";
  return `- ${who}${markdownProse(explanation, 300)}\n`;
}

/** Every approval that counts, and for how much: the trace in the check. */
export function countedSection({ verdict }: ReviewPlan): Section {
  return {
    open: "**Approvals that count**\n\n",
    items: verdict.counted.map(countedLine),
    omitted: (count) => `- and ${counted(count, "more approval")}\n`,
    close: "\n",
    priority: 1,
  };
}

function countedLine({ person, commitId, eventIds, reviewId }: CountedApproval): string {
  const at = codeSpan(shortSha(commitId), 60);
  return `- ${codeSpan(person.login, 60)} at ${at} (review ${reviewId}): ${counted(eventIds.length, "event")}\n`;
}

/** A break-glass override must not be overlooked. Empty without one. */
export function overrideBanner({ verdict: { override } }: ReviewPlan): string {
  if (!override) return "";
  const { by, reason, expiresAt } = override;
  return `🚨 **Emergency override** by ${codeSpan(by.login, 60)} until ${codeSpan(expiresAt, 40)}, for this head only. Reason: ${markdownProse(reason, 400)}\n\n`;
}

/** What was compared, under which policy. */
export function provenance({ base, head, policySha, stats }: ReviewPlan): string {
  const policy = policySha === "default" ? "default policy" : `policy ${codeSpan(shortSha(policySha), 20)}`;
  const commits = `${codeSpan(shortSha(head), 60)} compared with ${codeSpan(shortSha(base), 60)}`;
  return `${commits} · ${policy} · ${counted(stats.changedFiles, "changed file")}, ${counted(stats.manifests, "manifest")}`;
}
