import type { ReviewPlan } from "../review/review-plan.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import { markdownProse } from "./markdown-text.ts";
import { triage } from "./triage.ts";
import { visibleText } from "./visible-text.ts";

/** A review comment with lines that its reader can apply by a click. */
export interface Suggestion {
  readonly file: string;
  readonly startLine: number;
  readonly endLine: number;
  /** By this line the comment is found again: it names the event, not the lines. */
  readonly marker: string;
  readonly body: string;
}

/**
 * The mechanical fixes of what keeps the check red, severest first. None for lines that show something else than they hold:
 * invisible characters would be applied with them.
 */
export function suggestions(plan: ReviewPlan): Suggestion[] {
  return triage(plan).pending.flatMap(({ event }) => suggestionOf(event) ?? []);
}

function suggestionOf(event: SecurityEvent): Suggestion | undefined {
  const replacement = event.fix?.replacement;
  if (!replacement?.lines.every(isPlain)) return undefined;
  const { file, startLine, endLine, lines } = replacement;
  const marker = `<!-- gatewarden-suggestion:${event.id} -->`;
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = "`".repeat(longest + 1);
  const prose = `**${event.severity}:** ${markdownProse(event.message, 400)} ${markdownProse(event.fix?.text ?? "", 300)}`;
  return {
    file,
    startLine,
    endLine,
    marker,
    body: [marker, prose, "", `${fence}suggestion`, ...lines, fence].join("\n"),
  };
}

function isPlain(line: string): boolean {
  return line.length <= 400 && visibleText(line, 400) === line && !/<!--|-->/.test(line);
}
