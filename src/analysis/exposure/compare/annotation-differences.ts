import { identityOf } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import type { FacetDetail } from "../exposure-change.ts";
import { grouped } from "../grouped.ts";
import { type AnnotationWeight, type Route, routeKey } from "../route.ts";
import type { ControlGap, Gap } from "./control-differences.ts";
import type { Difference } from "./difference.ts";
import type { Pair } from "./pairs.ts";
import { detailsOf } from "./setting-details.ts";

function changedAnnotations(was: Route, is: Route, gaps: readonly ControlGap[]) {
  const isDetail = detailsOf(gaps, was, is);
  const keys = new Set([...Object.keys(was.annotations), ...Object.keys(is.annotations)]);
  return (
    [...keys]
      .sort()
      .map((key) => ({ key, from: own(was.annotations, key), to: own(is.annotations, key) }))
      .filter(({ key, from, to }) => from !== to && !isDetail(key))
      // Read by a control on one side only, because the controller changed: the control tells about it.
      .filter(
        ({ key }) =>
          own(was.resource.annotations, key) !== own(is.resource.annotations, key) ||
          key.includes("canary") ||
          !(Object.hasOwn(was.resource.annotations, key) || Object.hasOwn(is.resource.annotations, key)),
      )
  );
}

// Keys come from the manifest's author: `constructor` must not find what every object has.
function own(annotations: Readonly<Record<string, string>>, key: string): string | null {
  return Object.hasOwn(annotations, key) ? (annotations[key] ?? null) : null;
}

/** Annotations that may protect, as differences of a route that takes requests from another. */
export function annotationGaps(was: Route, is: Route, gaps: readonly ControlGap[] = []): Gap[] {
  return changedAnnotations(was, is, gaps)
    .filter(({ key }) => weightOf(key, was, is) === "protective")
    .map(({ key, from, to }) => ({
      control: key,
      order: "unknown",
      direction: "unknown",
      before: shorten(from),
      after: shorten(to),
      values: { before: from, after: to },
    }));
}

function shorten(text: string | null): string {
  if (text === null) return "absent";
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/**
 * A difference per annotation or field of a spec that may protect, one for where the name points, and one for all tuning
 * together.
 */
export function annotationDifferences(pair: Pair, was: Route, is: Route, gaps: readonly ControlGap[]): Difference[] {
  // Tuning that another object brings along for requests that it took over is no change of a setting.
  const same = routeKey(was) === routeKey(is) || identityOf(was.resource) === identityOf(is.resource);
  return differencesOf(changedAnnotations(was, is, gaps), (key) => weightOf(key, was, is))
    .filter(({ detail }) => same || detail.weight === "protective")
    .map((difference) => ({ ...pair, ...difference, effect: null, facets: ["annotation"] }));
}

/** The same for settings that belong to no route. */
export function textDifferences(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  weigh: (key: string) => AnnotationWeight,
): TextDifference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = keys
    .map((key) => ({ key, from: own(before, key), to: own(after, key) }))
    .filter(({ key, from, to }) => from !== to && weigh(key) !== "none");
  return differencesOf(changed, (key) => (weigh(key) === "protective" ? "protective" : "harmless"));
}

interface TextDifference {
  readonly detail: Extract<FacetDetail, { facet: "annotation" }>;
  readonly direction: Direction;
  readonly shown: Difference["shown"];
}

type Changed = ReturnType<typeof changedAnnotations>;

function differencesOf(changed: Changed, weigh: (key: string) => "harmless" | "protective"): TextDifference[] {
  const harmless = changed.filter(({ key }) => weigh(key) === "harmless");
  const protective = grouped(
    changed.filter((one) => !harmless.includes(one)),
    ({ key }) => settingOf(key),
  );
  const groups = [
    ...[...protective.values()].map((group) => ({ weight: "protective" as const, group })),
    ...(harmless.length > 0 ? [{ weight: "harmless" as const, group: harmless }] : []),
  ];
  return groups.map(({ weight, group }) => ({
    detail: { facet: "annotation", weight, changed: group },
    direction: weight === "protective" ? "unknown" : "neutral",
    shown: {
      before: Object.fromEntries(group.map(({ key, from }) => [key, from])),
      after: Object.fromEntries(group.map(({ key, to }) => [key, to])),
    },
  }));
}

// The parts of one field are one setting: the scheme, the host and the path of a redirect, say.
function settingOf(key: string): string {
  if (key.startsWith("external-dns.")) return "external-dns.";
  return /^(?:[^:]{1,300}: )?spec\.[^.[]+/.exec(key)?.[0] ?? key;
}

// The heavier of the two readings, where the controller changed as well.
function weightOf(key: string, was: Route, is: Route): "harmless" | "protective" {
  return [was, is].some((route) => route.weigh(key) === "protective") ? "protective" : "harmless";
}
