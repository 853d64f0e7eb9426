import type { Outcome } from "../../review/review-plan.ts";
import { type CheckAnnotation, checkAnnotations } from "../check-annotations.ts";
import type { Report } from "../report.ts";
import { triage } from "../triage.ts";
import { visibleText } from "../visible-text.ts";
import { counted, headline } from "../wording.ts";

/**
 * Workflow commands for a job on GitHub Actions: one mark per event, then a line with the verdict. Whatever comes from
 * manifests is escaped, so that it can neither end a command nor start one.
 */
export const github: Report = {
  id: "github",
  description: "Workflow commands that mark the lines in a GitHub Actions job",
  render(plan) {
    const unmarked = plan.events.filter(({ severity }) => severity !== "info").length;
    const annotations = checkAnnotations(plan);
    const lost = unmarked - annotations.length;
    const verdict = `${headline(plan, triage(plan))}. ${visibleText(plan.verdict.summary, 600)}`;
    const note =
      lost > 0 ? [`gatewarden: ${counted(lost, "event")} without a line at the head to mark: see the job summary`] : [];
    const lines = [...annotations.map(command), ...note, `gatewarden: ${labels[plan.verdict.outcome]}: ${verdict}`];
    return `${lines.join("\n")}\n`;
  },
};

const labels: Readonly<Record<Outcome, string>> = { pass: "pass", "needs-review": "needs review", blocked: "blocked" };

const names = { failure: "error", warning: "warning", notice: "notice" } as const;

function command(annotation: CheckAnnotation): string {
  const { path, start_line, end_line, start_column, end_column, annotation_level, title, message } = annotation;
  const properties = {
    // A path with control characters cannot be marked; it must not reach the log as it is.
    file: visibleText(path, 4096),
    line: start_line,
    endLine: end_line,
    ...(start_column === undefined ? {} : { col: start_column, endColumn: end_column }),
    title,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${names[annotation_level]} ${list.join(",")}::${data(message)}`;
}

/** How the runner reads it back: `%`, line breaks, and in properties what separates them. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
