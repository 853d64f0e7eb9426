import type { Location } from "../kubernetes/location.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { SecurityEvent, Severity } from "../rules/security-event.ts";
import { displayValue } from "./display-value.ts";
import { survivingPlace } from "./places.ts";
import { compareEvents } from "./triage.ts";
import { visibleText } from "./visible-text.ts";

/** An annotation as GitHub's checks API takes it. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  /** Only where the range lies on one line: GitHub refuses columns otherwise. */
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  /** At most 255 characters. */
  readonly title: string;
  /** At most 64 KB. Plain text. */
  readonly message: string;
  readonly raw_details?: string;
}

/**
 * Marks on the lines of the head that cause the events, the most severe first. Two kinds of events have none and stand in
 * the check's text only: those of which every cause is deleted, and `info` (evidence that asks nobody for anything).
 */
export function checkAnnotations(plan: ReviewPlan): CheckAnnotation[] {
  const waived = new Set(plan.verdict.waived.map(({ eventId }) => eventId));
  return plan.events.toSorted(compareEvents).flatMap((event) => {
    const place = survivingPlace(event);
    if (!place || event.severity === "info") return [];
    return [annotation(event, place, waived.has(event.id))];
  });
}

function annotation(event: SecurityEvent, place: Location, waived: boolean): CheckAnnotation {
  return {
    path: place.file,
    start_line: place.line,
    end_line: Math.max(place.line, place.endLine),
    ...columnsOf(place),
    annotation_level: waived ? "notice" : levels[event.severity],
    title: visibleText(`${event.title} (${event.severity})`, 120).slice(0, 255),
    message: messageOf(event, waived),
    raw_details: detailsOf(event),
  };
}

const levels: Readonly<Record<Severity, CheckAnnotation["annotation_level"]>> = {
  critical: "failure",
  high: "failure",
  medium: "warning",
  low: "notice",
  info: "notice",
};

function columnsOf({
  line,
  endLine,
  column,
  endColumn,
}: Location): Pick<CheckAnnotation, "start_column" | "end_column"> {
  if (line !== endLine) return {};
  return { start_column: column, end_column: Math.max(column, endColumn - 1) };
}

function messageOf({ message, why, fix }: SecurityEvent, waived: boolean): string {
  const lines = [
    visibleText(message, 2000),
    waived ? "Waived by the policy." : "",
    `Why it matters: ${visibleText(why, 2000)}`,
    fix ? `What to do: ${visibleText(fix.text, 2000)}` : "",
  ];
  return lines.filter(Boolean).join("\n\n");
}

function valueLines({ before, after }: Pick<SecurityEvent, "before" | "after">): string[] {
  return [`before: ${visibleText(displayValue(before), 1000)}`, `after:  ${visibleText(displayValue(after), 1000)}`];
}

function detailsOf({ rule, before, after, pci, fix }: SecurityEvent): string {
  const replacement = fix?.replacement?.lines.slice(0, 20).map((line) => `  ${visibleText(line, 400)}`) ?? [];
  const lines = [
    `rule:   ${rule}`,
    ...(before === null && after === null ? [] : valueLines({ before, after })),
    pci.length > 0 ? `PCI DSS v4.0.1: ${pci.join(", ")}` : "",
    ...(replacement.length > 0 ? ["instead:", ...replacement] : []),
  ];
  return lines.filter(Boolean).join("\n");
}
