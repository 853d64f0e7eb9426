import { grouped } from "../exposure/grouped.ts";
import { describeLimit } from "./describe-limits.ts";
import { listed, quoted } from "./describe-names.ts";
import { serviceOn } from "./insecure-ports.ts";
import { normalPorts } from "./normal-ports.ts";
import type { PortRange, PortSet } from "./port-set.ts";

/** Ports as the end of a sentence, after "on": "TCP 443 and port `http`", "TCP 23 (telnet)", "every port". */
export function describePorts(set: PortSet): string {
  const ports = normalPorts(set);
  if (isEveryPort(ports)) return "every port";
  const texts = [...new Set(byProtocol(ports))];
  return listed(texts, mostListed);
}

const mostListed = 5;

/** Only a rule without ports admits protocols that rules cannot name. */
export function isEveryPort(ports: PortSet): ports is "every" {
  return ports === "every" || ports.some(({ protocol, only }) => protocol === "other" && only === undefined);
}

function byProtocol(ports: readonly PortRange[]): readonly string[] {
  const groups = grouped(ports, placeKey);
  return [...groups.values()].flatMap((group) => {
    const protocols = new Set(group.map(({ protocol }) => protocol));
    const [first] = group;
    const isWhole = first && "first" in first && withPorts.every((protocol) => protocols.has(protocol));
    if (!isWhole) return group.map((range) => `${placeText(range)}${limitNote(range)}`);
    const others = group.filter(({ protocol }) => !withPorts.includes(protocol));
    return [`${anyProtocol(first)}${limitNote(first)}`, ...others.map((one) => `${placeText(one)}${limitNote(one)}`)];
  });
}

const withPorts: readonly PortRange["protocol"][] = ["TCP", "UDP", "SCTP"];

/** The same for the ranges that differ in their protocol alone. */
function placeKey(range: PortRange): string {
  const place = "name" in range ? [range.protocol, range.name] : [range.first, range.last];
  return JSON.stringify([place, range.only ?? null]);
}

function limitNote({ only }: PortRange): string {
  return only === undefined ? "" : ` limited to ${describeLimit(only)}`;
}

function placeText(range: PortRange): string {
  return "name" in range ? `port ${quoted(range.name)}` : numbers(range);
}

/** A rule of Cilium without a protocol means all that have ports. */
function anyProtocol({ first, last }: Extract<PortRange, { first: number }>): string {
  if (first <= 1 && last >= 65_535) return "every TCP, UDP and SCTP port";
  if (first !== last) return `ports ${first}–${last}`;
  const service = serviceOn("TCP", first) ?? serviceOn("UDP", first);
  return `port ${first}${service ? ` (${service.name})` : ""}`;
}

function numbers({ protocol, first, last }: Extract<PortRange, { first: number }>): string {
  if (first <= 1 && last >= 65_535)
    return protocol === "TCP" || protocol === "UDP" ? `every ${protocol} port` : protocol;
  if (protocol === "other" || protocol === "ICMP") return protocol === "ICMP" ? "ICMP" : "other protocols";
  if (first !== last) return `${protocol} ${first}–${last}`;
  const service = serviceOn(protocol, first);
  return `${protocol} ${first}${service ? ` (${service.name})` : ""}`;
}
