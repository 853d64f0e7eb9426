import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asObject } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { Interval } from "../port-ranges.ts";
import type { Protocol } from "../port-set.ts";

/** One protocol that a rule matches, limited to types of ICMP or by a text. */
export interface ProtocolMatch {
  readonly protocol: Protocol;
  readonly types?: Interval;
  readonly only?: string;
}

/** The protocols of a rule; undefined if they cannot be told. */
export function protocolsOfRule(
  rule: PlainObject,
  path: FieldPath,
  notes: ProblemNotes,
): "every" | readonly ProtocolMatch[] | undefined {
  const protocol = notedProtocol(rule, "protocol", path, notes);
  const excluded = notedProtocol(rule, "notProtocol", path, notes);
  if (protocol === undefined || excluded === undefined) return undefined;
  const icmp = icmpText(rule, path, notes);
  if (excluded) return others(excluded, icmp);
  if (!protocol) return icmp === undefined ? "every" : matches.map((match) => limited(match, icmp));
  return [protocol.protocol === "ICMP" ? icmpMatch(protocol, rule, icmp) : limited(protocol, icmp)];
}

const matches: readonly ProtocolMatch[] = (["TCP", "UDP", "SCTP", "ICMP", "other"] as const).map((protocol) => ({
  protocol,
}));

/** Null if the rule names none, undefined if it names something else. */
function notedProtocol(
  rule: PlainObject,
  field: "protocol" | "notProtocol",
  path: FieldPath,
  notes: ProblemNotes,
): ProtocolMatch | null | undefined {
  const value = rule[field] ?? null;
  if (value === null) return null;
  const match = protocolOf(value);
  if (!match) notes.note([...path, field], `has the protocol \`${clipped(value)}\`, which is none`, value);
  return match;
}

const named: ReadonlyMap<string, ProtocolMatch> = new Map<string, ProtocolMatch>([
  ["TCP", { protocol: "TCP" }],
  ["UDP", { protocol: "UDP" }],
  ["SCTP", { protocol: "SCTP" }],
  ["ICMP", { protocol: "ICMP", only: "IPv4" }],
  ["ICMPV6", { protocol: "ICMP", only: "IPv6" }],
  ["UDPLITE", { protocol: "other", only: "protocol 136" }],
]);
const numbered: ReadonlyMap<number, string> = new Map([
  [1, "ICMP"],
  [6, "TCP"],
  [17, "UDP"],
  [58, "ICMPV6"],
  [132, "SCTP"],
  [136, "UDPLITE"],
]);

function protocolOf(value: Plain): ProtocolMatch | undefined {
  if (typeof value === "string" && value.length <= longestName && !/^\d+$/.test(value))
    return named.get(value.toUpperCase());
  const number = typeof value === "number" || (typeof value === "string" && value.length <= 3) ? Number(value) : 0;
  if (!Number.isInteger(number) || number < 1 || number > 255) return undefined;
  return named.get(numbered.get(number) ?? "") ?? { protocol: "other", only: `protocol ${number}` };
}

const longestName = 8;

function others(excluded: ProtocolMatch, icmp: string | undefined): readonly ProtocolMatch[] {
  const left = matches.filter(({ protocol }) => protocol !== excluded.protocol);
  const rest =
    excluded.protocol === "ICMP"
      ? [{ protocol: "ICMP" as const, only: excluded.only === "IPv4" ? "IPv6" : "IPv4" }]
      : excluded.protocol === "other"
        ? [{ protocol: "other" as const, only: `not ${excluded.only ?? ""}` }]
        : [];
  return [...left, ...rest].map((match) => limited(match, icmp));
}

function limited(match: ProtocolMatch, icmp: string | undefined): ProtocolMatch {
  return icmp === undefined
    ? match
    : { ...match, only: [icmp, match.only].filter((text) => text !== undefined).join(" ") };
}

/** A type alone is a range; everything else about ICMP is compared by its text. */
function icmpMatch(match: ProtocolMatch, rule: PlainObject, icmp: string | undefined): ProtocolMatch {
  const { type, code } = asObject(rule.icmp ?? null) ?? {};
  const isType = typeof type === "number" && (code === undefined || code === null);
  if (!isType || (rule.notICMP ?? null) !== null) return limited(match, icmp);
  return { ...match, types: { first: type, last: type } };
}

function icmpText(rule: PlainObject, path: FieldPath, notes: ProblemNotes): string | undefined {
  const texts = (["icmp", "notICMP"] as const).flatMap((field) => {
    const value = rule[field] ?? null;
    notes.noteOthers(asObject(value) ?? {}, ["type", "code"], [...path, field]);
    return value === null || stableText(value) === "{}" ? [] : [`${field} ${stableText(value)}`];
  });
  return texts.length === 0 ? undefined : texts.join(" ");
}
