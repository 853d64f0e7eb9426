import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { isPortName, type PortReading } from "../kubernetes/ports.ts";
import { isTemplated } from "../peer-reading.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import { type Interval, intervalsWithout, mergedIntervals } from "../port-ranges.ts";
import type { PortRange, PortSet, Protocol } from "../port-set.ts";
import { type ProtocolMatch, protocolsOfRule } from "./protocols.ts";

/**
 * The ports that a rule names at its far end, `only` under the limits that it has besides. Ports that a rule excludes are
 * left out of their protocol.
 */
export function portsOfRule(
  rule: PlainObject,
  destination: PlainObject,
  only: string | undefined,
  path: FieldPath,
  notes: ProblemNotes,
): PortReading {
  const protocols = protocolsOfRule(rule, path, notes);
  const ports = portList(destination.ports, [...path, "destination", "ports"], notes);
  const excluded = portList(destination.notPorts, [...path, "destination", "notPorts"], notes);
  if (!protocols || ports.unread || excluded.unread) return { ports: [], unread: true };
  const hasPorts = ports.given || excluded.given;
  if (hasPorts && (protocols === "every" || !protocols.every(({ protocol }) => withPorts.has(protocol)))) {
    notes.note(path, "names ports without a protocol that has some", rule);
    return { ports: [], unread: true };
  }
  if (protocols === "every") return { ports: only === undefined ? "every" : everyUnder(only), unread: false };
  const read = protocols.flatMap((match) => (hasPorts ? portsUnder(match, ports, excluded) : [wholeProtocol(match)]));
  return { ports: read.map((range) => limited(range, only)), unread: false };
}

const withPorts: ReadonlySet<Protocol> = new Set(["TCP", "UDP", "SCTP"]);
const all: Interval = { first: 0, last: 65_535 };

function wholeProtocol({ protocol, types, only }: ProtocolMatch): PortRange {
  return { protocol, ...(types ?? all), ...(only !== undefined && { only }) };
}

function portsUnder({ protocol }: ProtocolMatch, ports: PortList, excluded: PortList): readonly PortRange[] {
  const numbers = mergedIntervals(ports.given ? ports.numbers : [all]);
  const left = intervalsWithout(numbers, mergedIntervals(excluded.numbers));
  // What a pod calls its ports is not known here: excluded names limit the rest by their text.
  const limit = excluded.names.length > 0 ? { only: `not ports ${stableText([...excluded.names].sort())}` } : {};
  const names = ports.names.filter((name) => !excluded.names.includes(name));
  return [
    ...left.map((range) => ({ protocol, ...range, ...limit })),
    ...names.map((name) => ({ protocol, name, ...limit })),
  ];
}

function limited(range: PortRange, only: string | undefined): PortRange {
  const limits = [only, range.only].filter((limit) => limit !== undefined);
  return limits.length === 0 ? range : { ...range, only: limits.join(" ") };
}

function everyUnder(only: string): PortSet {
  const protocols: readonly Protocol[] = ["TCP", "UDP", "SCTP", "ICMP", "other"];
  return protocols.map((protocol) => ({ protocol, ...all, only }));
}

interface PortList {
  readonly given: boolean;
  readonly unread: boolean;
  readonly numbers: readonly Interval[];
  readonly names: readonly string[];
}

function portList(value: Plain | undefined, path: FieldPath, notes: ProblemNotes): PortList {
  const items = asList(value ?? []) ?? [value ?? null];
  const numbers: Interval[] = [];
  const names: string[] = [];
  for (const [index, item] of items.entries()) {
    const range = rangeOf(item);
    if (range) numbers.push(range);
    else if (typeof item === "string" && isPortName(item)) names.push(item);
    else if (typeof item !== "string" || !isTemplated(item))
      notes.note([...path, index], `has the port \`${clipped(item)}\`, which is none`, item);
  }
  const unread = numbers.length + names.length < items.length;
  return { given: items.length > 0, unread, numbers, names: [...new Set(names)] };
}

/** A number, or a text such as `8000:9000`. */
function rangeOf(value: Plain): Interval | undefined {
  if (typeof value !== "number" && (typeof value !== "string" || !/^\d{1,5}(:\d{1,5})?$/.test(value))) return undefined;
  const [first = Number.NaN, last = first] = String(value).split(":").map(Number);
  const isPort = (port: number) => Number.isInteger(port) && port >= 0 && port <= all.last;
  return isPort(first) && isPort(last) && first <= last ? { first, last } : undefined;
}

/** Ports of the near end of a connection, and everything else that limits a rule, as text. */
export function sourcePortsText(source: Plain | undefined): string | undefined {
  const { ports = null, notPorts = null } = asObject(source) ?? {};
  const lists = { ports: sortedList(ports), notPorts: sortedList(notPorts) };
  const given = Object.entries(lists).filter(([, list]) => list !== null && asList(list)?.length !== 0);
  return given.length === 0 ? undefined : `source ports ${stableText(Object.fromEntries(given))}`;
}

function sortedList(value: Plain): Plain {
  return asList(value)?.map(stableText).sort() ?? value;
}
