import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import type { PortReading } from "../kubernetes/ports.ts";
import { isTemplated } from "../peer-reading.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { PortRange, PortSet, Protocol } from "../port-set.ts";
import { icmpPorts } from "./icmp-ports.ts";

/** What `toPorts` and `icmps` of a rule admit, all of it under the limit `only` that the rule has besides. */
export function portsOfRule(
  rule: PlainObject,
  only: string | undefined,
  path: FieldPath,
  notes: ProblemNotes,
): PortReading {
  const portRules = rule.toPorts ?? [];
  const icmps = rule.icmps ?? [];
  const listed = [
    ...listedItems(portRules, [...path, "toPorts"], notes).flatMap((item, index) =>
      portsOfPortRule(item, only, [...path, "toPorts", index], notes),
    ),
    ...icmpPorts(icmps, [...path, "icmps"], notes).map((port) => limitedTo(port, only)),
  ];
  if (listed.length === 0 || listed.includes("every")) return { ports: everyPortUnder(only), unread: false };
  const ports = listed.filter((port) => port !== undefined && port !== "every");
  return { ports, unread: ports.length < listed.length };
}

// Port 0 stands for all, and type 0 of ICMP is one like others.
const everyPort = { first: 0, last: 65_535 } as const;

type PortOrAll = PortRange | "every" | undefined;

function listedItems(value: Plain, path: FieldPath, notes: ProblemNotes): readonly Plain[] {
  const items = asList(value);
  if (!items) notes.note(path, `has the ports \`${clipped(value)}\`, which are no list`, value);
  return items ?? [value];
}

function portsOfPortRule(
  value: Plain,
  only: string | undefined,
  path: FieldPath,
  notes: ProblemNotes,
): readonly PortOrAll[] {
  const item = asObject(value);
  const ports = asList(item?.ports ?? []);
  if (!item || !ports) {
    notes.note(path, `has the ports \`${clipped(value)}\`, which are none`, value);
    return [undefined];
  }
  notes.noteOthers(item, ["ports", ...limitingFields], path);
  const limit = joinedLimits(only, limitText(item));
  if (ports.length === 0) return limit === undefined ? ["every"] : everyProtocol(limit);
  return ports.flatMap((port, index) => portsOfItem(port, limit, [...path, "ports", index], notes));
}

const limitingFields = ["rules", "serverNames", "listener", "terminatingTLS", "originatingTLS"];

/** What limits the requests inside, as text: the order of alternatives does not matter. */
function limitText(item: PlainObject): string | undefined {
  const fields = limitingFields.flatMap((name): readonly [string, Plain][] => {
    const value = item[name] ?? null;
    const isEmpty = value === null || stableText(value) === "{}" || stableText(value) === "[]";
    return isEmpty ? [] : [[name, name === "rules" ? withSortedLists(value) : sortedList(value)]];
  });
  return fields.length === 0 ? undefined : stableText(Object.fromEntries(fields));
}

function withSortedLists(value: Plain): Plain {
  const object = asObject(value);
  if (!object) return value;
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, sortedList(inner)]));
}

function sortedList(value: Plain): Plain {
  const list = asList(value);
  if (!list) return value;
  return [...new Map(list.map((item) => [stableText(item), item])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

function portsOfItem(
  value: Plain,
  only: string | undefined,
  path: FieldPath,
  notes: ProblemNotes,
): readonly PortOrAll[] {
  const item = asObject(value);
  notes.noteOthers(item ?? {}, ["port", "endPort", "protocol"], path);
  const protocols = item && protocolsOf(item.protocol);
  const place = item && portOf(item);
  if (protocols && place) {
    if (protocols === "any" && place === everyPort) return only === undefined ? ["every"] : everyProtocol(only);
    const limit = only === undefined ? {} : { only };
    return (protocols === "any" ? withPorts : protocols).map((protocol) => ({ protocol, ...place, ...limit }));
  }
  if (!(item && Object.values(item).some((field) => typeof field === "string" && isTemplated(field))))
    notes.note(path, `has the port \`${clipped(value)}\`, which is none`, value);
  return [undefined];
}

const withPorts: readonly Protocol[] = ["TCP", "UDP", "SCTP"];

function protocolsOf(value: Plain | undefined): "any" | readonly Protocol[] | undefined {
  if (value === undefined || value === null || value === "") return "any";
  if (typeof value !== "string" || value.length > longestProtocol) return undefined;
  const name = value.toUpperCase();
  if (name === "ANY") return "any";
  if (name === "ICMP" || name === "ICMPV6") return ["ICMP"];
  if (name === "VRRP" || name === "IGMP") return ["other"];
  const protocol = withPorts.find((known) => known === name);
  return protocol && [protocol];
}

const longestProtocol = 8;

/** A port is text; 0 means every port, and a name stands for what pods call so. */
function portOf({ port, endPort }: PlainObject): { first: number; last: number } | { name: string } | undefined {
  const end = endPort ?? 0;
  if (typeof port !== "string" || typeof end !== "number") return undefined;
  if (isServiceName(port)) return { name: port.toLowerCase() };
  if (!/^\d{1,5}$/.test(port) || !Number.isInteger(end)) return undefined;
  const first = Number(port);
  if (first > everyPort.last || end > everyPort.last) return undefined;
  if (first === 0) return end === 0 ? everyPort : { first, last: end };
  return end === 0 ? { first, last: first } : end >= first ? { first, last: end } : undefined;
}

// RFC 6335, section 5.1.
function isServiceName(text: string): boolean {
  return text.length <= 15 && /^[A-Za-z0-9-]+$/.test(text) && /[A-Za-z]/.test(text) && !/^-|--|-$/.test(text);
}

function joinedLimits(a: string | undefined, b: string | undefined): string | undefined {
  return a !== undefined && b !== undefined ? `${a} ${b}` : (a ?? b);
}

function limitedTo(port: PortRange | undefined, only: string | undefined): PortRange | undefined {
  const limit = joinedLimits(only, port?.only);
  return port && (limit === undefined ? port : { ...port, only: limit });
}

function everyPortUnder(only: string | undefined): PortSet {
  return only === undefined ? "every" : everyProtocol(only);
}

function everyProtocol(only: string): readonly PortRange[] {
  const all: readonly Protocol[] = ["TCP", "UDP", "SCTP", "ICMP", "other"];
  return all.map((protocol) => ({ protocol, ...everyPort, only }));
}
