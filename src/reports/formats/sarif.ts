import type { Location } from "../../kubernetes/location.ts";
import type { ReviewPlan } from "../../review/review-plan.ts";
import { type SecurityEvent, type Severity, severities } from "../../rules/security-event.ts";
import { displayValue } from "../display-value.ts";
import { codeSpan, markdownProse } from "../markdown-text.ts";
import { resourceText, survivingPlace } from "../places.ts";
import type { Report } from "../report.ts";
import { safeJson } from "../safe-json.ts";
import { compareEvents } from "../triage.ts";
import { visibleText } from "../visible-text.ts";

/** SARIF 2.1.0 (OASIS) with the properties that GitHub code scanning reads. */
export const sarif: Report = {
  id: "sarif",
  description: "SARIF 2.1.0, for code scanning",
  render: (plan, { version }) => safeJson(sarifLog(plan, version)),
};

function sarifLog(plan: ReviewPlan, version: string | undefined) {
  const events = plan.events.toSorted(compareEvents);
  const rules = rulesOf(events);
  const waivers = new Map(plan.verdict.waived.map(({ eventId, waiver }) => [eventId, waiver]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(rules, version) },
        automationDetails: { id: "gatewarden/review" },
        // Our columns are offsets into JavaScript strings.
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(plan) }],
        results: events.map((event) => resultOf(event, rules, waivers.get(event.id))),
        properties: { base: plan.base, head: plan.head, verdict: plan.verdict.outcome, policy: plan.policySha },
      },
    ],
  };
}

function driver(rules: readonly SecurityEvent[], version: string | undefined) {
  return {
    name: "gatewarden",
    ...(version ? { version } : {}),
    informationUri: "https://github.com/gatewarden/gatewarden",
    rules: rules.map(descriptorOf),
  };
}

/** The most severe event of each rule, in order of rule: what the descriptors are made from. */
function rulesOf(events: readonly SecurityEvent[]): SecurityEvent[] {
  const byRule = new Map<string, SecurityEvent>();
  for (const event of events) if (!byRule.has(event.rule)) byRule.set(event.rule, event);
  return [...byRule.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function descriptorOf({ rule, title, why, severity, pci, theme }: SecurityEvent) {
  const requirements = pci.length > 0 ? ` PCI DSS v4.0.1: ${pci.join(", ")}.` : "";
  return {
    id: rule,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why}${requirements} More: gatewarden explain ${rule}`,
      markdown: `${markdownProse(why, 2000)}${requirements}\n\nMore: ${codeSpan(`gatewarden explain ${rule}`)}`,
    },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      "security-severity": scores[severity],
      precision: "high",
      tags: ["security", theme, ...pci.map((number) => `PCI-DSS-4.0.1/${number}`)],
    },
  };
}

function resultOf(event: SecurityEvent, rules: readonly SecurityEvent[], waiver: string | undefined) {
  // SARIF 3.27.9: evidence that is no problem is `informational`, and then has no level.
  const evidence = event.severity === "info";
  return {
    ruleId: event.rule,
    ruleIndex: rules.findIndex(({ rule }) => rule === event.rule),
    kind: evidence ? "informational" : "fail",
    level: evidence ? "none" : levels[event.severity],
    message: { text: messageOf(event) },
    locations: [mainLocation(event)],
    relatedLocations: event.locations.slice(0, 20).map((location, id) => relatedLocation(location, id)),
    partialFingerprints: { "gatewardenEvent/v1": event.id },
    ...(waiver === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: waiver }] }),
    ...(event.fix?.replacement ? { fixes: [fixOf(event.fix.text, event.fix.replacement)] } : {}),
    properties: {
      severity: event.severity,
      "security-severity": scores[event.severity],
      direction: event.direction,
      views: event.views,
    },
  };
}

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

/** GitHub calls a score above 9.0 critical, from 7.0 high, from 4.0 medium, below low. */
const scores = Object.fromEntries(
  severities.map((severity, index) => [severity, ["9.5", "8.0", "5.5", "3.0", "0.0"][index]]),
) as Readonly<Record<Severity, string>>;

function messageOf({ message, before, after, fix }: SecurityEvent): string {
  const values = [
    `Before: ${visibleText(displayValue(before), 500)}.`,
    `After: ${visibleText(displayValue(after), 500)}.`,
  ];
  const change = before === null && after === null ? [] : values;
  const text = [`${visibleText(message)}.`, ...change, ...(fix ? [visibleText(fix.text)] : [])].join(" ");
  // Brackets and braces are links and placeholders in SARIF messages (3.11.5, 3.11.6).
  return text
    .replace(/[[\]\\]/g, "\\$&")
    .replaceAll("{", "{{")
    .replaceAll("}", "}}");
}

/** On the head side; where every cause is deleted, the file as a whole. */
function mainLocation(event: SecurityEvent) {
  const place = survivingPlace(event);
  const file = place?.file ?? event.locations[0]?.file ?? "";
  return {
    physicalLocation: {
      artifactLocation: artifact(file),
      ...(place ? { region: region(place) } : {}),
    },
    logicalLocations: [{ fullyQualifiedName: resourceText(event), kind: "resource" }],
  };
}

function relatedLocation(location: Location, id: number) {
  return {
    id,
    message: { text: location.side === "before" ? "before" : "after" },
    physicalLocation: { artifactLocation: artifact(location.file), region: region(location) },
  };
}

function region({ line, column, endLine, endColumn }: Location) {
  return { startLine: line, startColumn: column, endLine: Math.max(line, endLine), endColumn };
}

function artifact(file: string) {
  // encodeURIComponent() throws on half a surrogate pair.
  const path = file.replace(/\p{Cs}/gu, "\ufffd");
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

function fixOf(text: string, replacement: NonNullable<NonNullable<SecurityEvent["fix"]>["replacement"]>) {
  const { file, startLine, endLine, lines } = replacement;
  const deletedRegion = { startLine, startColumn: 1, endLine: endLine + 1, endColumn: 1 };
  const insertedContent = { text: lines.map((line) => `${line}\n`).join("") };
  return {
    description: { text: visibleText(text) },
    artifactChanges: [{ artifactLocation: artifact(file), replacements: [{ deletedRegion, insertedContent }] }],
  };
}

/** What could not be read is said where a viewer looks for gaps. */
function notifications({ skipped }: ReviewPlan) {
  return skipped.map(({ path, reason }) => ({
    level: "note",
    message: { text: visibleText(reason) },
    locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
  }));
}
