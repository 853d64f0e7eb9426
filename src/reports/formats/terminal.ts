import type { ReviewPlan } from "../../review/review-plan.ts";
import { type EventTable, type SecurityEvent, type Severity, severities } from "../../rules/security-event.ts";
import { codeFrame } from "../code-frame.ts";
import { displayValue } from "../display-value.ts";
import { type Paint, painter, type Style } from "../paint.ts";
import { placeText, resourceText } from "../places.ts";
import type { Report } from "../report.ts";
import { startOf, textWidth, wrapText } from "../text-width.ts";
import { type JudgedEvent, type Triage, triage } from "../triage.ts";
import { visibleText } from "../visible-text.ts";
import { counted, headline, lineRange, shortSha } from "../wording.ts";

/** For people: the severest first, the source line under each message, the verdict last, where the prompt is. */
export const terminal: Report = {
  id: "terminal",
  description: "For people, with source lines and colours",
  render(plan, { colour = false, width = 80 }) {
    const screen: Screen = { paint: painter(colour), width: Math.max(40, width) };
    const sorted = triage(plan);
    const blocks = [
      ...severities.map((severity) => severityBlock(severity, sorted, screen)),
      listBlock("Approved", sorted.approved, screen),
      listBlock("Waived by the policy", sorted.waived, screen),
      listBlock("For the record, nothing to do", sorted.noted, screen),
      skippedBlock(plan, screen),
      verdictBlock(plan, sorted, screen),
    ];
    return `${blocks
      .filter((block) => block.length > 0)
      .map((block) => block.join("\n"))
      .join("\n\n")}\n`;
  },
};

interface Screen {
  readonly paint: Paint;
  readonly width: number;
}

const severityStyles: Readonly<Record<Severity, readonly Style[]>> = {
  critical: ["bold", "red"],
  high: ["red"],
  medium: ["yellow"],
  low: ["blue"],
  info: ["dim"],
};

function severityBlock(severity: Severity, { pending }: Triage, screen: Screen): string[] {
  const events = pending.filter(({ event }) => event.severity === severity);
  if (events.length === 0) return [];
  const title = `── ${severity} (${events.length}) `;
  const rule = title + "─".repeat(Math.max(0, Math.min(screen.width, 100) - textWidth(title)));
  return [
    screen.paint(rule, ...severityStyles[severity]),
    ...events.flatMap((judged) => ["", ...eventLines(judged, screen)]),
  ];
}

function eventLines({ event, standing }: JudgedEvent, screen: Screen): string[] {
  const { paint, width } = screen;
  const { severity, before, after } = event;
  const [first, ...others] = event.locations;
  const place = first ? visibleText(`${first.file}:${first.line}:${first.column}`, 200) : "";
  const gone = first?.side === "before" ? " (before)" : "";
  const [message = "", ...more] = wrapText(visibleText(event.message), Math.min(width, 100) - 2);
  return [
    // Untrusted text never starts a line: GitHub's runner would take a leading `::` for a command of the workflow.
    `${paint("●", ...severityStyles[severity])} ${paint(message, "bold")}`,
    ...more.map((line) => `  ${paint(line, "bold")}`),
    `  ${paint(event.rule, ...severityStyles[severity])} at ${paint(place, "cyan")}${gone}`,
    ...(first ? codeFrame(first, width, paint) : []),
    ...(event.table ? tableLines(event.table, screen) : []),
    ...(event.table || (before === null && after === null) ? [] : changeLines(event, screen)),
    ...labelled("object", resourceText(event), screen),
    ...labelled("in", event.views.filter((view) => view !== "").join(", "), screen),
    ...labelled("also at", others.slice(0, 4).map(placeText).join(", ") + beyond(others.length - 4), screen),
    ...labelled("why", event.why, screen),
    ...labelled("to do", event.fix?.text ?? "", screen),
    ...replacementLines(event, screen),
    ...labelled("PCI DSS", event.pci.join(", "), screen),
    ...labelled("forbidden", standing === "forbidden" ? "the policy lets nobody approve this" : "", screen),
  ];
}

function changeLines({ before, after }: SecurityEvent, screen: Screen): string[] {
  return [...labelled("before", displayValue(before), screen), ...labelled("after", displayValue(after), screen)];
}

function tableLines({ columns, rows }: EventTable, { width }: Screen): string[] {
  const shown = [columns, ...rows.slice(0, 25)].map((row) => row.map((cell) => visibleText(cell, 60)));
  const widths = columns.map((_, column) => Math.max(...shown.map((row) => textWidth(row[column] ?? ""))));
  const padded = (cell: string, column: number) =>
    cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell)));
  const more =
    rows.length >= shown.length ? [`            … ${counted(rows.length - shown.length + 1, "more row")}`] : [];
  return [...shown.map((row) => oneLine(`            ${row.map(padded).join("  ").trimEnd()}`, width)), ...more];
}

function beyond(count: number): string {
  return count > 0 ? ` and ${count} more` : "";
}

function labelled(label: string, text: string, { paint, width }: Screen): string[] {
  if (text === "") return [];
  const indent = 12;
  const lines = wrapText(visibleText(text, 800), Math.min(width, 100) - indent);
  return lines.map((line, index) => {
    return index === 0 ? `  ${paint(label.padEnd(indent - 2), "dim")}${line}` : " ".repeat(indent) + line;
  });
}

function replacementLines({ fix }: SecurityEvent, { paint, width }: Screen): string[] {
  if (!fix?.replacement) return [];
  const { lines } = fix.replacement;
  if (lines.length === 0) return [`            ${paint(`- delete ${lineRange(fix.replacement)}`, "red")}`];
  const shown = lines.slice(0, 12).map((line) => visibleText(line.replaceAll("\t", "    "), 400));
  const missing = lines.length - shown.length;
  const more = missing > 0 ? [`            … ${counted(missing, "more line")}`] : [];
  return [
    ...shown.map((line) => `            ${paint(`+ ${startOf(line, Math.max(20, width - 14))}`, "green")}`),
    ...more,
  ];
}

/** A line or two each: enough to know that it is there. */
function listBlock(title: string, events: readonly JudgedEvent[], screen: Screen): string[] {
  if (events.length === 0) return [];
  const lines = events.slice(0, maxListed).flatMap(({ event }) => listedEvent(event, screen));
  return [screen.paint(`${title} (${events.length})`, "bold"), ...lines, ...notListed(events.length)];
}

function listedEvent(event: SecurityEvent, { paint, width }: Screen): string[] {
  const tag = (event.direction === "narrowed" ? "narrowed" : event.severity).padEnd(10);
  const message = visibleText(event.message);
  const source = `${event.rule} at ${visibleText(event.locations[0] ? placeText(event.locations[0]) : "", 200)}`;
  if (textWidth(message) + textWidth(source) + 14 <= width) return [`  ${tag}${message}  ${paint(source, "dim")}`];
  const [first = "", ...more] = wrapText(message, width - 12);
  const indent = " ".repeat(12);
  return [
    `  ${tag}${first}`,
    ...more.map((line) => indent + line),
    paint(oneLine(`${" ".repeat(10)}${source}`, width), "dim"),
  ];
}

function skippedBlock({ skipped }: ReviewPlan, { paint, width }: Screen): string[] {
  if (skipped.length === 0) return [];
  const lines = skipped.slice(0, maxListed).map(({ path, reason }) => {
    return oneLine(`- ${visibleText(path, 200)}: ${visibleText(reason, 300)}`, width);
  });
  return [paint(`Not read as manifests (${skipped.length})`, "bold"), ...lines, ...notListed(skipped.length)];
}

const maxListed = 15;

function notListed(count: number): string[] {
  return count > maxListed ? [`  … and ${count - maxListed} more: --format json lists them`] : [];
}

function oneLine(text: string, width: number): string {
  const room = width - 2;
  return `  ${textWidth(text) <= room ? text : `${startOf(text, room - 1)}…`}`;
}

const outcomeStyles = { pass: "green", "needs-review": "yellow", blocked: "red" } as const;

function verdictBlock(plan: ReviewPlan, sorted: Triage, screen: Screen): string[] {
  const { verdict, base, head, stats } = plan;
  const { paint } = screen;
  const looked = `${counted(stats.changedFiles, "changed file")}, ${counted(stats.manifests, "manifest")}`;
  const commits = `${visibleText(shortSha(base), 60)}..${visibleText(shortSha(head), 60)}`;
  return [
    paint(headline(plan, sorted), "bold", outcomeStyles[verdict.outcome]) + paint(`  ${commits}, ${looked}`, "dim"),
    ...(verdict.outcome === "blocked" || verdict.override ? labelled("verdict", verdict.summary, screen) : []),
    ...verdict.problems.flatMap((problem) => {
      return labelled("problem", `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`, screen);
    }),
    ...verdict.demands.flatMap((demand) => {
      const state = demand.satisfied ? "" : `, missing for ${counted(demand.openEventIds.length, "event")}`;
      return labelled(demand.satisfied ? "approved" : "needed", demand.label + state, screen);
    }),
    ...[...new Set(verdict.rejected.map(({ explanation }) => explanation))].flatMap((explanation) => {
      return labelled("rejected", explanation, screen);
    }),
    ...(verdict.override
      ? labelled("override", `${verdict.override.by.login}: ${verdict.override.reason}`, screen)
      : []),
  ];
}
