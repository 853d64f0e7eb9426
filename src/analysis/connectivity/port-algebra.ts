import { grouped } from "../exposure/grouped.ts";
import type { ContainerPort } from "./cluster.ts";
import { normalPorts, rangeText } from "./normal-ports.ts";
import { cutIntervals, isEveryPort, namedRanges, numericRanges, protocols } from "./port-ranges.ts";
import type { PortRange, PortSet, Protocol } from "./port-set.ts";
import { TooManyBoxes } from "./too-many-boxes.ts";

/**
 * Ports that no rule tells apart, with requests of one limit; `only: null` are the requests that no limit allows. The ports with a
 * name are others than those with numbers, since only the receiving pod knows the number.
 */
export type Segment = { readonly protocol: Protocol; readonly only: string | null } & (
  | { readonly first: number; readonly last: number }
  | { readonly name: string }
);

const mostSegments = 20_000;

/** All ports of all protocols, cut so that each set holds a segment or has nothing of it. */
export function segmentsOf(sets: readonly PortSet[]): readonly Segment[] {
  const ranges = sets.flatMap((set) => (set === "every" ? [] : set));
  const segments: Segment[] = [];
  const push = (segment: Segment) => {
    if (segments.push(segment) > mostSegments) throw new TooManyBoxes(`more than ${mostSegments} ports to tell apart`);
  };
  for (const protocol of protocols) {
    const numeric = numericRanges(ranges, protocol);
    for (const { first, last, limits } of cutIntervals(numeric)) {
      for (const only of [null, ...limits]) push({ protocol, first, last, only });
    }
    const named = grouped(namedRanges(ranges, protocol), ({ name }) => name);
    const complete = named.size > 0 ? completeLimits(ranges, protocol) : [];
    for (const [name, same] of [...named].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const limits = new Set([...complete, ...same.flatMap(({ only }) => only ?? [])]);
      for (const only of [null, ...[...limits].sort()]) push({ protocol, name, only });
    }
  }
  return segments;
}

/** Whether the set holds all of a segment that was cut with it. */
export function coversSegment(set: PortSet, segment: Segment): boolean {
  if (set === "every") return true;
  const ranges = set.filter(({ only }) => only === undefined || only === segment.only);
  const numeric = numericRanges(ranges, segment.protocol);
  if (!("name" in segment)) return numeric.some(({ first, last }) => first <= segment.first && segment.last <= last);
  return namedRanges(ranges, segment.protocol).some(({ name }) => name === segment.name) || isEveryPort(numeric);
}

/** The segments as ports: neighbours are one range, and requests outside of every limit are requests without a limit. */
export function rangesOf(segments: readonly Segment[]): PortSet {
  return normalPorts(segments.map(({ only, ...ports }) => (only === null ? ports : { ...ports, only })));
}

/** Text of the set that does not depend on how it is written. */
export function portsText(set: PortSet): string {
  const ports = normalPorts(set);
  return ports === "every" ? ports : ports.map(rangeText).join(", ");
}

/** The ports with the names replaced by the numbers that they have at a workload; names that it does not have stay. */
export function resolveNames(set: PortSet, ports: readonly ContainerPort[]): PortSet {
  if (set === "every" || !set.some((range) => "name" in range)) return set;
  const numbers = grouped(ports, ({ protocol, name }) => `${protocol}/${name ?? ""}`);
  return set.flatMap((range): readonly PortRange[] => {
    const found = "name" in range && range.name !== "" ? numbers.get(`${range.protocol}/${range.name}`) : undefined;
    if (!found) return [range];
    const limit = range.only === undefined ? {} : { only: range.only };
    return found.map(({ port }) => ({ protocol: range.protocol, first: port, last: port, ...limit }));
  });
}

/** The limits under which a protocol is open on every port, so that the ports with names are open as well. */
function completeLimits(ranges: readonly PortRange[], protocol: Protocol): readonly string[] {
  const numeric = numericRanges(ranges, protocol);
  const free = numeric.filter(({ only }) => only === undefined);
  return [...grouped(numeric, ({ only }) => only)].flatMap(([only, same]) =>
    only !== undefined && isEveryPort([...free, ...same]) ? [only] : [],
  );
}
