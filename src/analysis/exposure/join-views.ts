import type { Plain, PlainObject } from "../../kubernetes/resource.ts";
import type { Change } from "../change.ts";
import type { ExposureChange, Target } from "./exposure-change.ts";
import { grouped } from "./grouped.ts";
import { stableText } from "./route.ts";

/**
 * Views share most of their objects. A change that two of them have in common, with a few more hosts in one than in the other,
 * is one change: each keeps its own parts, which are what is approved, and all of them tell the same.
 */
export function joinViews<T extends Change>(changes: readonly T[]): readonly T[] {
  const joined = new Map<T, T>();
  const candidates = changes.filter((change): change is T & ExposureChange => isOfRoutes(change));
  for (const alike of grouped(candidates, alikeKey).values())
    for (const cluster of clustersOf(alike)) {
      if (new Set(cluster.map(({ effect }) => stableText(effect))).size < 2) continue;
      for (const change of cluster) joined.set(change, together(change, cluster));
    }
  return joined.size === 0 ? changes : changes.map((change) => joined.get(change) ?? change);
}

function isOfRoutes(change: Change): boolean {
  const { topic, subject, facet } = change as Partial<ExposureChange>;
  return topic === "exposure" && subject === "route" && facet !== "migrated";
}

function alikeKey(change: ExposureChange): string {
  const { effect, direction, facet, resource, before, after } = change;
  const { targets: _, ...shared } = effect as PlainObject;
  // What the lists say differs with the targets.
  const values = facet === "host" || facet === "path" ? null : [before, after];
  // Routes that move from one entry to another, or to a second one, are one move, whatever objects declare them.
  const isMove = facet === "entry" || facet === "dns" || (change.facet === "host" && change.elsewhere !== undefined);
  const cause = isMove ? null : stableText({ ...resource });
  return stableText([shared, direction, values, cause]);
}

/** Changes that have a part in common, directly or through another one. */
function clustersOf<T extends ExposureChange>(changes: readonly T[]): readonly (readonly T[])[] {
  const clusters: { readonly parts: Set<string>; readonly members: T[] }[] = [];
  for (const change of changes) {
    const parts = (change.parts ?? []).map(stableText);
    const own = clusters.find((cluster) => parts.some((part) => cluster.parts.has(part)));
    if (!own) clusters.push({ parts: new Set(parts), members: [change] });
    else {
      own.members.push(change);
      for (const part of parts) own.parts.add(part);
    }
  }
  return clusters.map(({ members }) => members);
}

function together<T extends ExposureChange>(own: T, all: readonly ExposureChange[]): T {
  const effects = all.map(({ effect }) => stableText(effect)).sort();
  return {
    ...own,
    targets: distinctTargets(all.flatMap(({ targets }) => targets)),
    sensitive: distinctTargets(all.flatMap(({ sensitive }) => sensitive)),
    backends: distinct(all.flatMap(({ backends }) => backends)),
    namespaces: [...new Set(all.flatMap(({ namespaces }) => namespaces))].sort(),
    effect: { all: effects },
    before: listOf(all.map(({ before }) => before)),
    after: listOf(all.map(({ after }) => after)),
  };
}

function listOf(values: readonly Plain[]): Plain {
  const lists = values.filter((value): value is readonly Plain[] => Array.isArray(value));
  return lists.length === 0 ? (values[0] ?? null) : distinct(lists.flat());
}

function distinctTargets(targets: readonly Target[]): Target[] {
  return [
    ...new Map(
      targets.map((target) => [stableText([target.host, target.path, target.label ?? null]), target]),
    ).values(),
  ];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
