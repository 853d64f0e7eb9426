import type { ReviewPlan } from "../review/review-plan.ts";
import { diagramSection } from "./diagram-section.ts";
import { approvedEvents, eventDetails, eventTable, notedEvents, skippedFiles, waivedEvents } from "./event-sections.ts";
import { fitSections } from "./fit-sections.ts";
import { markdownProse } from "./markdown-text.ts";
import { type Triage, triage } from "./triage.ts";
import { demandSection, overrideBanner, problemSection, provenance, rejectedSection } from "./verdict-sections.ts";
import { headline, outcomeIcons } from "./wording.ts";

export interface CommentContext {
  /** By which we find our comment again, such as `gatewarden:acme/shop#12`; ours, never taken from a manifest. */
  readonly marker: string;
  readonly checkUrl?: string;
  readonly detailsUrl?: string;
}

/** GitHub refuses bodies of more than 65,536 characters; we stay well below, counted in bytes. */
const maxBytes = 60_000;

/**
 * The comment on a pull request, as GitHub Markdown of at most 60,000 bytes: what happens and who must approve on the first
 * screen, the reasons below. Everything from manifests, paths and accounts is escaped.
 */
export function stickyComment(plan: ReviewPlan, context: CommentContext): string {
  const marker = context.marker === "" ? "" : `${markerLine(context.marker)}\n`;
  return marker + commentBody(plan, context, maxBytes - Buffer.byteLength(marker));
}

/** The line by which the comment is found again. */
export function markerLine(marker: string): string {
  return marker.startsWith("<!--") ? marker : `<!-- ${marker} -->`;
}

function commentBody(plan: ReviewPlan, context: Omit<CommentContext, "marker">, bytes: number): string {
  const sorted = triage(plan);
  const parts = [
    `### ${outcomeIcons[plan.verdict.outcome]} ${headline(plan, sorted)}\n\n`,
    overrideBanner(plan),
    summaryOf(plan, sorted),
    problemSection(plan),
    eventTable(sorted, elsewhere),
    demandSection(plan),
    rejectedSection(plan),
    howToApprove(plan),
    diagramSection(plan),
    eventDetails(sorted, elsewhere),
    approvedEvents(sorted, elsewhere),
    waivedEvents(sorted, plan, elsewhere),
    notedEvents(sorted, elsewhere),
    skippedFiles(plan),
    `<sub>${[provenance(plan), ...links(context)].join(" · ")}</sub>\n`,
  ];
  return fitSections(parts, bytes);
}

/** Where the events are that did not fit. */
const elsewhere = "see the check";

function summaryOf(plan: ReviewPlan, { approved, waived }: Triage): string {
  const { outcome, summary, override } = plan.verdict;
  if (outcome === "pass" && approved.length + waived.length === 0 && !override) {
    return "Nothing in this pull request changes who can reach a service or who may do what in a way that needs a review.\n\n";
  }
  // The list of who must approve says it in full.
  return outcome === "needs-review" ? "" : `${markdownProse(summary)}\n\n`;
}

function howToApprove({ verdict }: ReviewPlan): string {
  if (verdict.outcome !== "needs-review") return "";
  return "**How to approve:** submit an approving review of this pull request. `/gatewarden recheck` evaluates once more.\n\n";
}

function links({ checkUrl, detailsUrl }: Omit<CommentContext, "marker">): string[] {
  const targets = [
    { text: "check", url: checkUrl },
    { text: "details", url: detailsUrl },
  ];
  return targets.flatMap(({ text, url }) => {
    if (!url || !/^https?:\/\//.test(url)) return [];
    // Parentheses, brackets and spaces would end the link.
    return [`[${text}](${url.replace(/[^\w.~:/?#@!$&*+,;=%-]/gu, percentEncoded)})`];
  });
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
