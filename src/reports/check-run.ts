import type { Outcome, ReviewPlan } from "../review/review-plan.ts";
import { type CheckAnnotation, checkAnnotations } from "./check-annotations.ts";
import { approvedEvents, eventDetails, eventTable, notedEvents, skippedFiles, waivedEvents } from "./event-sections.ts";
import { fitSections } from "./fit-sections.ts";
import { markdownProse } from "./markdown-text.ts";
import { triage } from "./triage.ts";
import {
  countedSection,
  demandSection,
  overrideBanner,
  problemSection,
  provenance,
  rejectedSection,
} from "./verdict-sections.ts";
import { visibleText } from "./visible-text.ts";
import { headline } from "./wording.ts";

export interface CheckContext {
  /** One line that the audit trail wants quoted outside of its store, such as its signed head. Ours. */
  readonly anchor?: string;
}

export interface CheckRunOutput {
  readonly conclusion: "success" | "failure" | "action_required";
  /** At most 255 characters. */
  readonly title: string;
  /** Markdown of at most 65,535 bytes. */
  readonly summary: string;
  /** Markdown of at most 65,535 bytes. */
  readonly text: string;
  /** All of them, sorted; GitHub takes 50 per request. */
  readonly annotations: readonly CheckAnnotation[];
}

/** GitHub counts 65,535 characters; bytes are never fewer. */
const maxBytes = 65_535;

/** Where the events are that did not fit. */
const elsewhere = "`gatewarden review` lists all of them";

/** What the check on the head says: the verdict with its trace, every event, and marks on the lines. */
export function checkRunOutput(plan: ReviewPlan, context: CheckContext = {}): CheckRunOutput {
  return {
    conclusion: conclusions[plan.verdict.outcome],
    title: titleOf(plan),
    summary: summaryOf(plan, context),
    text: textOf(plan),
    annotations: checkAnnotations(plan),
  };
}

/** Only these three are ever posted: GitHub lets `neutral` and `skipped` satisfy a required check. */
const conclusions: Readonly<Record<Outcome, CheckRunOutput["conclusion"]>> = {
  pass: "success",
  "needs-review": "action_required",
  blocked: "failure",
};

function titleOf(plan: ReviewPlan): string {
  const title = headline(plan, triage(plan));
  return visibleText(plan.verdict.outcome === "needs-review" ? `${title}. ${plan.verdict.summary}` : title, 240).slice(
    0,
    255,
  );
}

function summaryOf(plan: ReviewPlan, { anchor }: CheckContext): string {
  const parts = [
    overrideBanner(plan),
    `${markdownProse(plan.verdict.summary)}\n\n`,
    problemSection(plan),
    eventTable(triage(plan), elsewhere),
    demandSection(plan),
    countedSection(plan),
    rejectedSection(plan),
    `<sub>${provenance(plan)}${anchor ? ` · ${markdownProse(anchor)}` : ""}</sub>\n`,
  ];
  return fitSections(parts, maxBytes);
}

function textOf(plan: ReviewPlan): string {
  const sorted = triage(plan);
  const parts = [
    eventDetails(sorted, elsewhere),
    approvedEvents(sorted, elsewhere),
    waivedEvents(sorted, plan, elsewhere),
    notedEvents(sorted, elsewhere),
    skippedFiles(plan),
  ];
  return fitSections(parts, maxBytes);
}
