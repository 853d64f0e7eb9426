import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asObject } from "../../exposure/plain-fields.ts";
import { everyPort, isPortName, isPortNumber, type PortReading } from "../kubernetes/ports.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { PortRange } from "../port-set.ts";

type Read = (item: PlainObject, path: FieldPath, notes: ProblemNotes) => readonly PortRange[] | undefined;

/** Items of `ports` (v1alpha1). */
export function portsOfPorts(items: readonly Plain[], path: FieldPath, notes: ProblemNotes): PortReading {
  return portsOf(items, portsOfItem, path, notes);
}

/** Items of `protocols` (v1alpha2). */
export function portsOfProtocols(items: readonly Plain[], path: FieldPath, notes: ProblemNotes): PortReading {
  return portsOf(items, portsOfProtocol, path, notes);
}

function portsOf(items: readonly Plain[], read: Read, path: FieldPath, notes: ProblemNotes): PortReading {
  if (items.length === 0) return { ports: "every", unread: false };
  const ports = items.map((value, index) => {
    const item = asObject(value);
    const ranges = item && read(item, [...path, index], notes);
    if (!ranges) notes.note([...path, index], `has the port \`${clipped(value)}\`, which is none`, value);
    return ranges;
  });
  return { ports: ports.flatMap((ranges) => ranges ?? []), unread: ports.includes(undefined) };
}

const portProtocols = ["TCP", "UDP", "SCTP"] as const;
type PortProtocol = (typeof portProtocols)[number];

function portsOfItem(item: PlainObject, path: FieldPath, notes: ProblemNotes): readonly PortRange[] | undefined {
  const fields = ["portNumber", "namedPort", "portRange"];
  notes.noteOthers(item, fields, path);
  const [field, ...others] = given(item, fields);
  if (field === undefined || others.length > 0) return undefined;
  if (field === "namedPort") return namedPorts(item.namedPort);
  const place = [...path, field];
  const port = asObject(item[field]) ?? {};
  notes.noteOthers(port, field === "portNumber" ? ["protocol", "port"] : ["protocol", "start", "end"], place);
  const protocol = portProtocols.find((known) => known === (port.protocol ?? "TCP"));
  return protocol && ranges(protocol, field === "portNumber" ? [port.port, port.port] : [port.start, port.end]);
}

const protocolFields: readonly (readonly [string, PortProtocol])[] = [
  ["tcp", "TCP"],
  ["udp", "UDP"],
  ["sctp", "SCTP"],
];

function portsOfProtocol(item: PlainObject, path: FieldPath, notes: ProblemNotes): readonly PortRange[] | undefined {
  const fields = [...protocolFields.map(([field]) => field), "destinationNamedPort"];
  notes.noteOthers(item, fields, path);
  const [field, ...others] = given(item, fields);
  if (field === undefined || others.length > 0) return undefined;
  if (field === "destinationNamedPort") return namedPorts(item.destinationNamedPort);
  const protocol = protocolFields.find(([name]) => name === field)?.[1];
  const match = asObject(item[field]);
  notes.noteOthers(match ?? {}, ["destinationPort"], [...path, field]);
  const destination = match?.destinationPort ?? null;
  if (!protocol || !match) return undefined;
  if (destination === null) return [{ protocol, ...everyPort }];
  const place = [...path, field, "destinationPort"];
  const { number = null, range = null } = asObject(destination) ?? {};
  notes.noteOthers(asObject(destination) ?? {}, ["number", "range"], place);
  if ((number === null) === (range === null)) return undefined;
  if (number !== null) return ranges(protocol, [number, number]);
  const { start, end } = asObject(range) ?? {};
  notes.noteOthers(asObject(range) ?? {}, ["start", "end"], [...place, "range"]);
  return ranges(protocol, [start, end]);
}

function given(item: PlainObject, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => (item[field] ?? null) !== null);
}

/** Containers give names to ports of any protocol. */
function namedPorts(name: Plain | undefined): readonly PortRange[] | undefined {
  if (typeof name !== "string" || !isPortName(name)) return undefined;
  return portProtocols.map((protocol) => ({ protocol, name }));
}

function ranges(
  protocol: PortProtocol,
  [first, last]: readonly [Plain | undefined, Plain | undefined],
): readonly PortRange[] | undefined {
  return isPortNumber(first) && isPortNumber(last) && first <= last ? [{ protocol, first, last }] : undefined;
}
