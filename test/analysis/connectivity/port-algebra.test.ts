import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { TooManyBoxes } from "../../../src/analysis/connectivity/pod-algebra.ts";
import {
  coversSegment,
  portsText,
  rangesOf,
  resolveNames,
  type Segment,
  segmentsOf,
} from "../../../src/analysis/connectivity/port-algebra.ts";
import type { PortRange, PortSet, Protocol } from "../../../src/analysis/connectivity/port-set.ts";

interface Point {
  readonly protocol: Protocol;
  readonly port: number | string;
  readonly only: string | null;
}

const protocols: readonly Protocol[] = ["TCP", "UDP", "SCTP", "ICMP", "other"];
const limits = ["GET", "PUT"] as const;
const names = ["http", "constructor"] as const;
// The borders that the ranges below can have, and the ports beside them.
const ports = [1, 2, 79, 80, 81, 442, 443, 444, 8080, 65_534, 65_535];
const everyPoint: readonly Point[] = protocols.flatMap((protocol) =>
  [...ports, ...names, "fresh"].flatMap((port) => [null, ...limits].map((only) => ({ protocol, port, only }))),
);

const protocol = fc.constantFrom<Protocol>("TCP", "TCP", "UDP", "ICMP", "other");
const only = fc.option(fc.constantFrom(...limits), { nil: undefined });
const range: fc.Arbitrary<PortRange> = fc
  .tuple(
    protocol,
    fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.constantFrom(1, 80, 443), fc.constantFrom(1, 79, 80, 443, 8080, 65_535)) },
      { weight: 1, arbitrary: fc.constant([1, 65_535] as const) },
      { weight: 2, arbitrary: fc.constantFrom(...names) },
    ),
    only,
  )
  .filter(([, bounds]) => typeof bounds === "string" || bounds[0] <= bounds[1])
  .map(([own, bounds, limit]): PortRange => {
    const common = { protocol: own, ...(limit !== undefined && { only: limit }) };
    if (typeof bounds === "string") return { ...common, name: bounds };
    const [first, last] = bounds;
    // Types of ICMP count from 0.
    return { ...common, first: own === "ICMP" && first === 1 ? 0 : first, last };
  });
const portSets: fc.Arbitrary<PortSet> = fc.oneof(
  { weight: 8, arbitrary: fc.array(range, { maxLength: 5 }) },
  fc.constant("every" as const),
);

/** One point at a time; a protocol that is open on every number is open by every name. */
function holds(set: PortSet, point: Point): boolean {
  if (set === "every") return true;
  const own = set.filter((item) => item.protocol === point.protocol && [undefined, point.only].includes(item.only));
  const holdsNumber = (port: number) => own.some((item) => "first" in item && item.first <= port && port <= item.last);
  const { port } = point;
  if (typeof port === "number") return holdsNumber(port);
  return own.some((item) => "name" in item && item.name === port) || ports.every(holdsNumber);
}

/** Requests under a limit that no rule has for these ports are among those outside of every limit. */
function segmentsWith({ protocol: own, port, only: limit }: Point, segments: readonly Segment[]): readonly Segment[] {
  const here = segments.filter(
    (segment) =>
      segment.protocol === own &&
      ("name" in segment
        ? segment.name === port
        : typeof port === "number" && segment.first <= port && port <= segment.last),
  );
  const known = here.some((segment) => segment.only === limit);
  return here.filter((segment) => segment.only === (known ? limit : null));
}

const shown = (set: readonly unknown[]) => set.map(Number).join("");

test("each port is in one segment, and each set holds a segment as a whole or not at all", () => {
  fc.assert(
    fc.property(portSets, portSets, (a, b) => {
      const segments = segmentsOf([a, b]);
      for (const point of everyPoint) {
        const own = segmentsWith(point, segments);
        // Names that no rule mentions have no segment: they are with all numbers.
        if (typeof point.port === "string" && own.length === 0) continue;
        const covered = [a, b].map((set) => own.every((segment) => coversSegment(set, segment)));
        if (own.length !== 1 || holds(a, point) !== covered[0] || holds(b, point) !== covered[1]) {
          throw new Error(JSON.stringify({ a, b, point, own }));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test("what the segments of a set are put together to is the set", () => {
  fc.assert(
    fc.property(portSets, portSets, (a, b) => {
      const ranges = rangesOf(segmentsOf([a, b]).filter((segment) => coversSegment(a, segment)));
      expect(shown(everyPoint.map((point) => holds(ranges, point)))).toBe(
        shown(everyPoint.map((point) => holds(a, point))),
      );
      expect(portsText(ranges)).toBe(portsText(a));
    }),
    { numRuns: 1000 },
  );
});

test("equal sets have equal texts, different ones different texts", () => {
  fc.assert(
    fc.property(portSets, portSets, (a, b) => {
      const [inA, inB] = [a, b].map((set) => shown(everyPoint.map((point) => holds(set, point))));
      expect(portsText(a) === portsText(b)).toBe(inA === inB);
      if (a !== "every") expect(portsText([...a].reverse())).toBe(portsText(a));
    }),
    { numRuns: 1000 },
  );
});

describe("the text of ports", () => {
  const tcp = (first: number, last = first, limit?: string): PortRange => ({
    protocol: "TCP",
    first,
    last,
    ...(limit !== undefined && { only: limit }),
  });

  test("joins neighbours and leaves out what another range says already", () => {
    expect(portsText([tcp(81), tcp(80), tcp(80, 80, "GET /"), { protocol: "TCP", name: "http" }])).toBe(
      "TCP 80-81, TCP named http",
    );
    expect(portsText([tcp(80, 81, "GET /"), tcp(80)])).toBe('TCP 80, TCP 81 only "GET /"');
    expect(portsText([tcp(0, 65_535), { protocol: "TCP", name: "http" }])).toBe("TCP");
    expect(portsText([])).toBe("");
  });

  test("is `every` only for all protocols, whether ports count from 0 or from 1", () => {
    const all = protocols.map((own): PortRange => ({ protocol: own, first: 0, last: 65_535 }));
    expect(portsText(all)).toBe("every");
    expect(portsText(all.map((item) => (item.protocol === "TCP" ? tcp(1, 65_535) : item)))).toBe("every");
    expect(portsText(all.slice(0, 3))).toBe("TCP, UDP, SCTP");
  });

  test("does not mix up a name with a range", () => {
    expect(portsText([{ protocol: "TCP", name: "a, TCP 80" }])).toBe('TCP named "a, TCP 80"');
  });
});

test("names become the numbers that the workload gives them", () => {
  const container = [
    { name: "http", protocol: "TCP", port: 8080 },
    { name: "http", protocol: "TCP", port: 8081 },
    { name: "http", protocol: "UDP", port: 53 },
    { name: undefined, protocol: "TCP", port: 1 },
  ] as const;
  const set: PortSet = [
    { protocol: "TCP", name: "http", only: "GET" },
    { protocol: "TCP", name: "metrics" },
    { protocol: "SCTP", name: "http" },
  ];
  expect(portsText(resolveNames(set, container))).toBe('TCP named metrics, TCP 8080-8081 only "GET", SCTP named http');
  expect(resolveNames("every", container)).toBe("every");
});

test("thousands of borders are cut in no noticeable time, products of limits are refused", () => {
  const borders = Array.from(
    { length: 9000 },
    (_, index): PortRange => ({ protocol: "TCP", first: index * 2 + 2, last: index * 2 + 2 }),
  );
  expect(segmentsOf([borders]).length).toBe(18_005);
  const nested = Array.from(
    { length: 1000 },
    (_, index): PortRange => ({ protocol: "TCP", first: index + 2, last: 60_000 - index, only: `${index}` }),
  );
  expect(() => segmentsOf([nested])).toThrow(TooManyBoxes);
});
