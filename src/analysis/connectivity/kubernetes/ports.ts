import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asObject } from "../../exposure/plain-fields.ts";
import { isTemplated } from "../peer-reading.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { PortRange, PortSet } from "../port-set.ts";

/** Ports of a rule; `unread` if some of them cannot be told. */
export interface PortReading {
  readonly ports: PortSet;
  readonly unread: boolean;
}

/** The union of the items of `ports`; none of them means every port. */
export function portsOfItems(items: readonly Plain[], path: FieldPath, notes: ProblemNotes): PortReading {
  if (items.length === 0) return { ports: "every", unread: false };
  const ports = items.map((item, index) => portOfItem(item, [...path, index], notes));
  const read = ports.filter((port) => port !== undefined);
  return { ports: read, unread: read.length < ports.length };
}

function portOfItem(value: Plain, path: FieldPath, notes: ProblemNotes): PortRange | undefined {
  const item = asObject(value ?? {});
  notes.noteOthers(item ?? {}, ["protocol", "port", "endPort"], path);
  const port = item && portRangeOf(item);
  if (!port && !(item && Object.values(item).some(isTemplate)))
    notes.note(path, `has the port \`${clipped(value)}\`, which is none`, value);
  return port;
}

// Templates are no mistake, but what they become is not known.
function isTemplate(value: Plain): boolean {
  return typeof value === "string" && isTemplated(value);
}

function portRangeOf({ protocol: protocolText, port, endPort }: PlainObject): PortRange | undefined {
  const protocol = protocols.find((known) => known === (protocolText ?? "TCP"));
  if (!protocol) return undefined;
  const last = endPort ?? undefined;
  if (port === undefined || port === null) return last === undefined ? { protocol, ...everyPort } : undefined;
  if (typeof port === "string") return isPortName(port) && last === undefined ? { protocol, name: port } : undefined;
  if (!isPortNumber(port)) return undefined;
  if (last === undefined) return { protocol, first: port, last: port };
  return isPortNumber(last) && last >= port ? { protocol, first: port, last } : undefined;
}

const protocols = ["TCP", "UDP", "SCTP"] as const;

/** All ports of one protocol. */
export const everyPort = { first: 1, last: 65535 } as const;

export function isPortNumber(value: Plain | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** validation.IsValidPortName */
export function isPortName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9-]+$/.test(text) && /[a-z]/.test(text) && !/^-|--|-$/.test(text);
}
