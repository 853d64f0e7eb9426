import { grouped } from "../exposure/grouped.ts";
import { quoted } from "./label-box.ts";
import {
  type Interval,
  intervalsWithout,
  isEveryPort,
  lastPort,
  mergedIntervals,
  namedRanges,
  numericRanges,
  protocols,
  shownFirst,
} from "./port-ranges.ts";
import type { PortRange, PortSet, Protocol } from "./port-set.ts";

/** The same ports in the fewest ranges, sorted: numbers before names, requests without a limit before others. */
export function normalPorts(set: PortSet): PortSet {
  if (set === "every") return set;
  const free = new Map(protocols.map((protocol) => [protocol, freeIntervals(set, protocol)]));
  if ([...free.values()].every(isEveryPort)) return "every";
  return [...free].flatMap(([protocol, intervals]) => {
    const names = freeNames(set, protocol, intervals);
    return [
      ...shown(intervals, protocol, {}),
      ...[...names].sort().map((name) => ({ protocol, name })),
      ...limited(set, protocol, intervals, names),
    ];
  });
}

export function rangeText(range: PortRange): string {
  const limit = range.only === undefined ? "" : ` only ${JSON.stringify(range.only)}`;
  if ("name" in range) return `${range.protocol} named ${quoted(range.name)}${limit}`;
  const { protocol, first, last } = range;
  if (first <= 1 && last === lastPort && first === shownFirst({ first: 0, last }, protocol))
    return `${protocol}${limit}`;
  return `${protocol} ${first === last ? first : `${first}-${last}`}${limit}`;
}

function freeIntervals(set: readonly PortRange[], protocol: Protocol): readonly Interval[] {
  return mergedIntervals(numericRanges(set, protocol).filter(({ only }) => only === undefined));
}

/** Names are of no more use where every port is open. */
function freeNames(set: readonly PortRange[], protocol: Protocol, free: readonly Interval[]): ReadonlySet<string> {
  if (isEveryPort(free)) return new Set();
  return new Set(namedRanges(set, protocol).flatMap(({ name, only }) => (only === undefined ? [name] : [])));
}

function limited(
  set: readonly PortRange[],
  protocol: Protocol,
  free: readonly Interval[],
  names: ReadonlySet<string>,
): readonly PortRange[] {
  if (isEveryPort(free)) return [];
  const numeric = grouped(numericRanges(set, protocol), ({ only }) => only);
  const named = grouped(namedRanges(set, protocol), ({ only }) => only);
  const limits = new Set([...numeric.keys(), ...named.keys()].filter((only) => only !== undefined));
  return [...limits].sort().flatMap((only) => {
    const intervals = mergedIntervals(numeric.get(only) ?? []);
    const all = isEveryPort([...free, ...intervals]);
    const own = new Set((named.get(only) ?? []).map(({ name }) => name).filter((name) => !all && !names.has(name)));
    return [
      ...shown(intervalsWithout(intervals, free), protocol, { only }),
      ...[...own].sort().map((name) => ({ protocol, name, only })),
    ];
  });
}

function shown(
  intervals: readonly Interval[],
  protocol: Protocol,
  limit: { readonly only?: string },
): readonly PortRange[] {
  return intervals.map((interval) => ({
    protocol,
    first: shownFirst(interval, protocol),
    last: interval.last,
    ...limit,
  }));
}
