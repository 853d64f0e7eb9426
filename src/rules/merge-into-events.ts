import type { AnyChange } from "../analysis/all-changes.ts";
import type { Direction } from "../analysis/change.ts";
import type { Location } from "../kubernetes/location.ts";
import { canonicalText, fingerprintOf, fingerprintOfAll } from "./fingerprint.ts";
import { listed } from "./listed.ts";
import { type Finding, type Rule, themeOf } from "./rule.ts";
import { type SecurityEvent, type Severity, severities, themes } from "./security-event.ts";
import { modifiedSeverity } from "./severity-modifiers.ts";

export interface TouchedLines {
  touches(location: Location): boolean;
}

export interface Found {
  readonly rule: Rule;
  readonly change: AnyChange;
  readonly finding: Finding;
}

/** Worst first: where findings of one event differ, the worst speaks. */
const directions: readonly Direction[] = ["widened", "unknown", "narrowed", "neutral"];

/** One event per rule and effect: the views that it occurs in are listed, not repeated. Sorted, severest first. */
export function mergeIntoEvents(found: readonly Found[], touched?: TouchedLines): readonly SecurityEvent[] {
  const byEffect = new Map<string, Found[]>();
  for (const one of found) {
    const key = canonicalText({ rule: one.rule.id, effect: effectOf(one) });
    const same = byEffect.get(key);
    if (same) same.push(one);
    else byEffect.set(key, [one]);
  }
  return [...byEffect.values()].map((same) => eventOf(same, touched)).sort(compareEvents);
}

function eventOf(same: readonly Found[], touched: TouchedLines | undefined): SecurityEvent {
  const found = [...same].sort(compareFound);
  const [first] = found as [Found, ...Found[]];
  const { rule, change, finding } = first;
  const fingerprints = sortedSet(found.flatMap(fingerprintsOf));
  const [only] = fingerprints;
  return {
    id: only !== undefined && fingerprints.length === 1 ? only : fingerprintOfAll(fingerprints),
    fingerprints,
    rule: rule.id,
    title: rule.title,
    theme: themeOf(rule.topic),
    direction: found.map(directionOf).sort(byPlaceIn(directions))[0] ?? "unknown",
    severity: severityOf(first),
    message: sentence(finding.message) + closedText(change) + workloadText(change),
    why: rule.why,
    resource: change.resource,
    ...concernsOf(found),
    views: sortedSet(found.map((one) => one.change.view)),
    before: finding.before === undefined ? change.before : finding.before,
    after: finding.after === undefined ? change.after : finding.after,
    ...(finding.table ? { table: finding.table } : {}),
    locations: locationsOf(found, touched),
    pci: rule.pci,
    fix: finding.fix ?? fixOf(first),
  };
}

// Subjects such as "listener `web`" begin a sentence here, and stand inside one elsewhere.
function sentence(text: string): string {
  return /^[a-z]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** What is opened at the edge may be closed further in: true today, and no reason not to ask. */
function closedText(change: AnyChange): string {
  if (change.topic !== "exposure" || !change.closed) return "";
  const { policies, admits } = change.closed;
  const names = (list: readonly string[]) => listed(list.map((name) => `\`${name}\``));
  const through = admits.length === 0 ? "nothing" : `only pods of ${names(admits)}`;
  return `; at present ${names(policies)} ${policies.length === 1 ? "lets" : "let"} ${through} through to the pods behind it`;
}

/** An account alone says little: who gets into the pods that run as it has its rights. */
function workloadText(change: AnyChange): string {
  if (change.topic !== "access" || !("workloads" in change) || !change.workloads) return "";
  const [one, ...more] = change.workloads;
  return `; ${listed([one ?? "", ...more])} ${more.length === 0 ? "runs" : "run"} as it`;
}

/** What the event concerns beyond its object: a listener's namespace is rarely that of the services behind it. */
function concernsOf(found: readonly Found[]): Pick<SecurityEvent, "namespaces" | "reach"> {
  const namespaces = sortedSet(found.flatMap(({ change }) => namespacesOf(change)));
  const reaches = found.flatMap(({ change }) => ("entries" in change ? (change.entries.after?.reach ?? []) : []));
  return {
    ...(namespaces.length > 0 ? { namespaces } : {}),
    ...(reaches.includes("internet") ? { reach: "internet" as const } : {}),
  };
}

function namespacesOf(change: AnyChange): readonly string[] {
  if ("namespaces" in change) return change.namespaces;
  if (change.topic !== "connectivity") return [];
  const ends = "crossings" in change ? change.crossings.flatMap(({ from, to }) => [from, to]) : [];
  // A namespace in parentheses is a directory: see `namespace-of.ts`.
  return [...change.targets, ...ends].flatMap(({ namespace }) =>
    namespace === null || namespace.startsWith("(") ? [] : [namespace],
  );
}

function fixOf({ rule, change, finding }: Found): SecurityEvent["fix"] {
  const direction = finding.direction ?? change.direction;
  const isLoss = direction === "widened" || direction === "unknown";
  const replacement = rule.fixedByRestoring && isLoss && "restoration" in change ? change.restoration?.() : undefined;
  return replacement ? { text: rule.whatToDo, replacement } : { text: rule.whatToDo };
}

/** The severest first; beyond that any fixed order, so that the order in which files were read never shows. */
function compareFound(a: Found, b: Found): number {
  return (
    byPlaceIn(severities)(severityOf(a), severityOf(b)) ||
    compareText(a.change.view, b.change.view) ||
    compareLocations(a.change.because[0], b.change.because[0]) ||
    compareText(a.finding.message, b.finding.message)
  );
}

function effectOf({ finding, change }: Found) {
  return finding.effect === undefined ? change.effect : finding.effect;
}

function fingerprintsOf(found: Found): readonly string[] {
  const { rule, change, finding } = found;
  const parts = finding.effect === undefined && change.parts?.length ? change.parts : [effectOf(found)];
  return parts.map((part) => fingerprintOf(rule.id, change.view, part));
}

function directionOf({ finding, change }: Found): Direction {
  return finding.direction ?? change.direction;
}

/** A case that the rule does not document is a programming mistake, but never one that hides an event. */
function severityOf({ rule, finding, change }: Found): Severity {
  const own = (finding.case === undefined ? undefined : rule.cases?.[finding.case]?.severity) ?? rule.severity;
  return modifiedSeverity(own, change);
}

/** All places, each once; the first one that the pull request touched leads, on the after side if there is one. */
function locationsOf(found: readonly Found[], touched: TouchedLines | undefined): readonly Location[] {
  const places = new Map<string, Location>();
  for (const { finding, change } of found)
    for (const place of finding.because?.length ? finding.because : change.because) {
      const key = JSON.stringify([place.file, place.line, place.column, place.side]);
      if (!places.has(key)) places.set(key, place);
    }
  const all = [...places.values()];
  if (all.length === 0) return [nowhere];
  const lead =
    all.find((place) => place.side === "after" && touched?.touches(place)) ??
    all.find((place) => touched?.touches(place));
  return lead ? [lead, ...all.filter((place) => place !== lead)] : all;
}

/** Stands where an analysis named no place. The event must not be lost for that. */
const nowhere: Location = { file: ".", line: 1, column: 1, endLine: 1, endColumn: 1, side: "after", text: "" };

function compareEvents(a: SecurityEvent, b: SecurityEvent): number {
  return (
    byPlaceIn(severities)(a.severity, b.severity) ||
    byPlaceIn(themes)(a.theme, b.theme) ||
    compareText(a.rule, b.rule) ||
    compareLocations(a.locations[0], b.locations[0]) ||
    compareText(a.id, b.id)
  );
}

function compareLocations(a: Location | undefined, b: Location | undefined): number {
  return (
    compareText(a?.file ?? "", b?.file ?? "") || (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
  );
}

function byPlaceIn<T>(order: readonly T[]): (a: T, b: T) => number {
  return (a, b) => order.indexOf(a) - order.indexOf(b);
}

function sortedSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compareText);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
