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
  return ports.map((range) => {
    const limit = range.only === undefined ? "" : ` limited to ${quoted(range.only)}`;
    if ("name" in range) return `port ${quoted(range.name)}${limit}`;
    return `${numbers(range)}${limit}`;
  });
}

function numbers({ protocol, first, last }: Extract<PortRange, { first: number }>): string {
  if (first <= 1 && last >= 65_535)
    return protocol === "TCP" || protocol === "UDP" ? `every ${protocol} port` : protocol;
  if (protocol === "other" || protocol === "ICMP") return protocol === "ICMP" ? "ICMP" : "other protocols";
  if (first !== last) return `${protocol} ${first}–${last}`;
  const service = serviceOn(protocol, first);
  return `${protocol} ${first}${service ? ` (${service.name})` : ""}`;
}
