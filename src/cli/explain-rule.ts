import { type Paint, painter } from "../reports/paint.ts";
import { wrapText } from "../reports/text-width.ts";
import { didYouMean } from "../review/did-you-mean.ts";
import { allRules, ruleById } from "../rules/all-rules.ts";
import { textOfExample } from "../rules/example-files.ts";
import { pciTitles } from "../rules/pci-dss.ts";
import { type Example, type Rule, themeOf } from "../rules/rule.ts";
import { severities } from "../rules/security-event.ts";
import { CliError } from "./cli-error.ts";
import { usesColour } from "./colour.ts";
import type { CliIo, ExitCode } from "./command.ts";

/** Prints the page of a rule. */
export function explainRule(id: string | undefined, io: CliIo): ExitCode {
  if (id === undefined) throw new CliError(2, "name a rule, or list them with --list");
  const rule = ruleById(id);
  if (!rule)
    throw new CliError(2, `there is no rule ${JSON.stringify(id)}${suggestion(id)}. --list shows all of them.`);
  io.stdout.write(`${rulePage(rule, painter(usesColour(io.stdout, io.env)), io.stdout.columns ?? 100)}\n`);
  return 0;
}

/** Prints one line per rule, by theme, the severest first. */
export function listRules(io: CliIo): ExitCode {
  const width = Math.max(0, ...allRules.map(({ id }) => id.length));
  const sorted = allRules.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const themes = [...new Set(allRules.map(({ topic }) => themeOf(topic)))];
  const blocks = themes.map((theme) => {
    const rules = sorted.filter(({ topic }) => themeOf(topic) === theme);
    return [
      theme,
      ...rules.map(({ id, severity, title }) => `  ${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`),
    ].join("\n");
  });
  io.stdout.write(`${blocks.join("\n\n")}\n`);
  return 0;
}

function suggestion(id: string): string {
  const close = didYouMean(
    id,
    allRules.map((rule) => rule.id),
  );
  if (close !== "") return close;
  const parts = id
    .toLowerCase()
    .split("-")
    .filter((part) => part.length > 2);
  const related = allRules.filter((rule) => parts.some((part) => rule.id.includes(part))).slice(0, 5);
  return related.length > 0 ? `; related: ${related.map((rule) => rule.id).join(", ")}` : "";
}

function rulePage(rule: Rule, paint: Paint, columns: number): string {
  const width = Math.min(columns, 100);
  const paragraph = (text: string) => wrapText(text, width - 2).map((line) => `  ${line}`);
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ["", paint(title, "bold"), ...lines] : [];
  const cases = Object.entries(rule.cases ?? {}).map(
    ([name, { severity, when }]) => `  ${name}: ${severity}, when ${when}`,
  );
  return [
    `${paint(rule.id, "bold")}: ${rule.title}`,
    paint(
      `${themeOf(rule.topic)}, ${rule.severity}${rule.fallback ? ", where no other rule has something to say" : ""}`,
      "dim",
    ),
    ...section("Severity by case", cases),
    ...section("Why it matters", paragraph(rule.why)),
    ...section("What to do", paragraph(rule.whatToDo)),
    ...section(
      "PCI DSS v4.0.1",
      rule.pci.map((number) => `  ${number} ${pciTitles[number] ?? ""}`),
    ),
    ...rule.examples.flatMap((example) => section(`Example: ${example.title}`, exampleLines(example, paint))),
  ].join("\n");
}

function exampleLines({ diff, events }: Example, paint: Paint): string[] {
  const outcome = events.length === 0 ? ["  → nothing to report"] : events.map((message) => `  → ${message}`);
  return [
    ...textOfExample(diff)
      .split("\n")
      .map((line) => `  ${diffLine(line, paint)}`),
    ...outcome,
  ];
}

function diffLine(line: string, paint: Paint): string {
  if (line.startsWith("+")) return paint(line, "green");
  if (line.startsWith("-")) return paint(line, "red");
  return line.startsWith("@@") ? paint(line, "cyan") : line;
}
