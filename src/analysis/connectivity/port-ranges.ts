import { grouped } from "../exposure/grouped.ts";
import type { PortRange, Protocol } from "./port-set.ts";

export const protocols: readonly Protocol[] = ["TCP", "UDP", "SCTP", "ICMP", "other"];
export const lastPort = 65_535;

export interface Interval {
  readonly first: number;
  readonly last: number;
}

type Limited = { readonly only: string | undefined };
type NumericRange = Interval & Limited;
type NamedRange = { readonly name: string } & Limited;

/**
 * The ranges of a protocol that have numbers. Nothing listens on port 0: what begins with port 1 is taken to begin with 0, so that
 * "all ports" is one set, however it is written. Type 0 of ICMP is a type like others.
 */
export function numericRanges(set: readonly PortRange[], protocol: Protocol): readonly NumericRange[] {
  return set.flatMap((range) => {
    if (range.protocol !== protocol || "name" in range) return [];
    const first = range.first === 1 && protocol !== "ICMP" ? 0 : Math.max(range.first, 0);
    const last = Math.min(range.last, lastPort);
    return first <= last ? [{ first, last, only: range.only }] : [];
  });
}

export function namedRanges(set: readonly PortRange[], protocol: Protocol): readonly NamedRange[] {
  return set.flatMap((range) =>
    range.protocol === protocol && "name" in range ? [{ name: range.name, only: range.only }] : [],
  );
}

/** The first number to show: see `numericRanges`. */
export function shownFirst({ first, last }: Interval, protocol: Protocol): number {
  const startsAtOne = protocol === "TCP" || protocol === "UDP" || protocol === "SCTP";
  return startsAtOne && first === 0 && last > 0 ? 1 : first;
}

export function mergedIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous && first <= previous.last + 1) {
      merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, last) };
    } else merged.push({ first, last });
  }
  return merged;
}

/** Both lists are sorted and disjoint. */
export function intervalsWithout(from: readonly Interval[], removed: readonly Interval[]): readonly Interval[] {
  const rest: Interval[] = [];
  let next = 0;
  for (const { first, last } of from) {
    let low = first;
    for (; next < removed.length; next++) {
      const cut = removed[next] as Interval;
      if (cut.first > last) break;
      if (cut.first > low) rest.push({ first: low, last: cut.first - 1 });
      low = Math.max(low, cut.last + 1);
      if (cut.last > last) break;
    }
    if (low <= last) rest.push({ first: low, last });
  }
  return rest;
}

export function isEveryPort(intervals: readonly Interval[]): boolean {
  const [only, ...others] = mergedIntervals(intervals);
  return others.length === 0 && only?.first === 0 && only.last === lastPort;
}

/** Intervals cut at every border, each with the limits of the ranges over it; together they are all ports. */
export function cutIntervals(
  ranges: readonly NumericRange[],
): readonly (Interval & { readonly limits: readonly string[] })[] {
  const starts = grouped(ranges, ({ first }) => first);
  const ends = grouped(ranges, ({ last }) => last + 1);
  const borders = [...new Set([0, ...starts.keys(), ...ends.keys()])]
    .filter((border) => border <= lastPort)
    .sort((a, b) => a - b);
  const active = new Map<string, number>();
  const count = (range: NumericRange, change: number) => {
    if (range.only === undefined) return;
    const left = (active.get(range.only) ?? 0) + change;
    if (left === 0) active.delete(range.only);
    else active.set(range.only, left);
  };
  return borders.map((first, index) => {
    for (const range of ends.get(first) ?? []) count(range, -1);
    for (const range of starts.get(first) ?? []) count(range, 1);
    return { first, last: (borders[index + 1] ?? lastPort + 1) - 1, limits: [...active.keys()].sort() };
  });
}
