import type { Location } from "../kubernetes/location.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { EventTable, SecurityEvent } from "../rules/security-event.ts";
import { displayValue } from "./display-value.ts";
import type { Section } from "./fit-sections.ts";
import { codeBlock, codeSpan, htmlProse, markdownProse } from "./markdown-text.ts";
import { placeText, resourceText } from "./places.ts";
import type { JudgedEvent, Triage } from "./triage.ts";
import { counted, lineRange, severityIcons } from "./wording.ts";

/** What needs review at a glance: severity, what happens, where. */
export function eventTable({ pending }: Triage, elsewhere: string): Section {
  return {
    open: "| Severity | What happens | Where |\n|:--|:--|:--|\n",
    items: pending.map(({ event, standing }) => {
      const forbidden = standing === "forbidden" ? " **Forbidden by the policy.**" : "";
      const severity = `${severityIcons[event.severity]}&nbsp;${event.severity}`;
      return `| ${severity} | ${markdownProse(event.message, 240)}${forbidden} | ${codeSpan(mainPlace(event), 160)} |\n`;
    }),
    limit: 25,
    omitted: (count) => `\nand ${moreEvents(count, elsewhere)}\n\n`,
    close: "\n",
    priority: 2,
  };
}

/** One fold per event that needs review: why, what to do, before and after, PCI DSS numbers. */
export function eventDetails({ pending }: Triage, elsewhere: string): Section {
  return {
    open: "**Why, and what to do**\n\n",
    items: pending.map(({ event }) => eventFold(event)),
    omitted: (count) => `\nand ${moreEvents(count, elsewhere)}\n\n`,
    close: "",
    priority: 3,
  };
}

export function approvedEvents({ approved }: Triage, elsewhere: string): Section {
  return fold("Already approved", approved, 4, elsewhere);
}

export function waivedEvents({ waived }: Triage, plan: ReviewPlan, elsewhere: string): Section {
  const waivers = new Map(plan.verdict.waived.map(({ eventId, waiver }) => [eventId, waiver]));
  const waiver = (event: SecurityEvent) => `; waiver: ${markdownProse(waivers.get(event.id) ?? "", 200)}`;
  return fold("Waived by the policy", waived, 5, elsewhere, waiver);
}

/** Narrowing and small changes: evidence for the record that asks nobody for anything. */
export function notedEvents({ noted }: Triage, elsewhere: string): Section {
  return fold("For the record, nothing to do", noted, 6, elsewhere);
}

export function skippedFiles({ skipped }: ReviewPlan): Section {
  return {
    open: `<details><summary>${counted(skipped.length, "file")} could not be read as manifests</summary>\n\n`,
    items: skipped.map(({ path, reason }) => `- ${codeSpan(path, 200)}: ${markdownProse(reason, 200)}\n`),
    omitted: (count) => `- and ${counted(count, "more file")}\n`,
    close: "\n</details>\n\n",
    priority: 7,
  };
}

function fold(
  title: string,
  events: readonly JudgedEvent[],
  priority: number,
  elsewhere: string,
  more?: (event: SecurityEvent) => string,
): Section {
  return {
    open: `<details><summary>${title} (${events.length})</summary>\n\n`,
    items: events.map(({ event }) => `- ${eventLine(event)}${more?.(event) ?? ""}\n`),
    omitted: (count) => `- and ${moreEvents(count, elsewhere)}\n`,
    close: "\n</details>\n\n",
    priority,
  };
}

function eventLine(event: SecurityEvent): string {
  const direction = event.direction === "narrowed" ? "narrowed" : event.severity;
  return `${direction}: ${markdownProse(event.message, 240)} (${codeSpan(event.rule)}, ${codeSpan(mainPlace(event), 160)})`;
}

function eventFold(event: SecurityEvent): string {
  const summary = `${severityIcons[event.severity]} <b>${event.severity}</b>: ${htmlProse(event.message, 240)}`;
  return `<details><summary>${summary}</summary>\n\n${eventBody(event)}\n</details>\n\n`;
}

function eventBody(event: SecurityEvent): string {
  const lines = [
    `**Why it matters:** ${markdownProse(event.why)}`,
    event.fix ? `**What to do:** ${markdownProse(event.fix.text)}${replacementText(event)}` : "",
    event.table ? tableText(event.table) : "",
    hasValues(event) ? `**Before → after:** ${valueText(event.before)} → ${valueText(event.after)}` : "",
    `**Where:** ${placesText(event.locations)}`,
    identityText(event),
  ];
  return lines
    .filter(Boolean)
    .map((line) => `${line}\n`)
    .join("\n");
}

const mostLines = 20;

function replacementText({ fix }: SecurityEvent): string {
  if (!fix?.replacement) return "";
  const { file, lines } = fix.replacement;
  const range = lineRange(fix.replacement);
  if (lines.length === 0) return ` In ${codeSpan(file, 200)}, delete ${range}.`;
  const part = lines.length > mostLines ? ` (the first ${mostLines} of ${lines.length} lines)` : "";
  return ` In ${codeSpan(file, 200)}, ${range}${part}:\n\n${codeBlock(lines.slice(0, mostLines), "yaml")}`;
}

function tableText({ columns, rows }: EventTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const shown = rows.slice(0, 25).map((row) => line(row.map((cell) => markdownProse(cell, 160))));
  const more = rows.length > shown.length ? [`\nand ${counted(rows.length - shown.length, "more row")}`] : [];
  return [line(columns), line(columns.map(() => ":--")), ...shown, ...more].join("\n");
}

/** Some events have no values to compare: a file that cannot be read. A table shows them already. */
function hasValues({ before, after, table }: SecurityEvent): boolean {
  return !table && (before !== null || after !== null);
}

function valueText(value: SecurityEvent["before"]): string {
  return value === null ? "nothing" : codeSpan(displayValue(value), 240);
}

function placesText(locations: readonly Location[]): string {
  const shown = locations.slice(0, 5).map((location) => codeSpan(placeText(location), 200));
  const more = locations.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${counted(more, "more place")}` : "");
}

function identityText(event: SecurityEvent): string {
  const views = event.views.filter((view) => view !== "").slice(0, 5);
  const facts = [
    `Rule ${codeSpan(event.rule)}`,
    `object ${codeSpan(resourceText(event), 200)}`,
    views.length > 0 ? `in ${views.map((view) => codeSpan(view, 80)).join(", ")}` : "",
    event.pci.length > 0 ? `PCI DSS ${event.pci.join(", ")}` : "",
  ];
  return facts.filter(Boolean).join(" · ");
}

function mainPlace({ locations: [first] }: SecurityEvent): string {
  return first ? placeText(first) : "";
}

/** `elsewhere` says where the rest is to be seen. Ours. */
function moreEvents(count: number, elsewhere: string): string {
  return `${counted(count, "more event")}: ${elsewhere}`;
}
