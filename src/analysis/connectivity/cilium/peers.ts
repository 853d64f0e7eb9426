import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject, asText } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { everyPeer, joinedPeers, namesOnly } from "../peer-algebra.ts";
import { isTemplated, unknownPeers } from "../peer-reading.ts";
import type { PeerSet } from "../peer-set.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { TrafficDirection } from "../traffic-policy.ts";
import { cidrPeers, cidrSetPeers } from "./address-peers.ts";
import type { CidrGroups } from "./cidr-groups.ts";
import { type Home, selectedPeers } from "./endpoint-selector.ts";
import { entityPeers } from "./entities.ts";

/** What the peers of a rule depend on besides the rule. */
export interface PeerContext {
  readonly home: Home;
  readonly groups: CidrGroups;
  readonly notes: ProblemNotes;
}

type ReadItem = (value: Plain, context: PeerContext, path: FieldPath) => PeerSet;

/** The fields of a rule that name peers, without `from` and `to`. */
const readers: Readonly<Record<string, ReadItem>> = {
  Endpoints: (value, { home, notes }, path) => selectedPeers(value, home, path, notes),
  CIDR: (value, { notes }, path) => cidrPeers(value, path, notes),
  CIDRSet: (value, { groups, notes }, path) => cidrSetPeers(value, groups, path, notes),
  Entities: (value, { notes }, path) => namedEntity(value, path, notes),
  FQDNs: (value, { notes }, path) => dnsNames(value, path, notes),
  // What `toServices`, `fromNodes`, `toNodes` and groups of cloud providers mean is known by the text that names it.
  Services: (value) => unknownPeers(`services ${stableText(value)}`),
  Groups: (value) => unknownPeers(`groups ${stableText(value)}`),
  Nodes: (value) => unknownPeers(`nodes ${stableText(value)}`),
};

/** Names of the fields that `peersOfRule` reads. */
export function peerFields(direction: TrafficDirection): readonly string[] {
  const prefix = direction === "ingress" ? "from" : "to";
  const names = Object.keys(readers).filter(
    (name) => direction === "egress" || (name !== "FQDNs" && name !== "Services"),
  );
  return names.map((name) => `${prefix}${name}`);
}

/**
 * The peers of a rule. Without a field that names some, every peer is meant; Cilium refuses rules with several of these fields, and
 * evaluates them as one list.
 */
export function peersOfRule(
  rule: PlainObject,
  direction: TrafficDirection,
  path: FieldPath,
  context: PeerContext,
): PeerSet {
  const present = peerFields(direction).filter((name) => rule[name] !== undefined && rule[name] !== null);
  const filled = present.filter((name) => asList(rule[name])?.length !== 0);
  if (filled.length > 1)
    context.notes.note(
      path,
      `combines ${filled.map((name) => `\`${name}\``).join(" and ")}, which Cilium refuses`,
      rule,
    );
  if (present.length === 0) return everyPeer;
  return joinedPeers(present.map((name) => peersOfField(rule[name] ?? null, name, [...path, name], context)));
}

/** An empty list means nobody; older versions took it for a missing one. */
function peersOfField(value: Plain, name: string, path: FieldPath, context: PeerContext): PeerSet {
  const items = asList(value);
  if (items?.length === 0) return unknownPeers(`${name} []`);
  if (!items) context.notes.note(path, `has \`${name}\` that is no list`, value);
  const read = readers[name.replace(/^(from|to)/, "")];
  if (!items || !read) return unknownPeers(stableText(value));
  if (items.filter(isPattern).length > mostPatterns) return unknownPeers(`${name} ${stableText(value)}`);
  return joinedPeers(items.map((item, index) => read(item, context, [...path, index])));
}

// Each pattern is compared with every name.
const mostPatterns = 200;

function isPattern(value: Plain): boolean {
  return asText(asObject(value)?.matchPattern)?.includes("*") ?? false;
}

function namedEntity(value: Plain, path: FieldPath, notes: ProblemNotes): PeerSet {
  const name = asText(value);
  const peers = name === undefined ? undefined : entityPeers(name);
  if (peers) return peers;
  if (name === undefined || !isTemplated(name))
    notes.note(path, `has the entity \`${clipped(value)}\`, which is none`, value);
  return unknownPeers(`entity ${stableText(value)}`);
}

/** DNS names are not case-sensitive, and a dot at their end says nothing. */
function dnsNames(value: Plain, path: FieldPath, notes: ProblemNotes): PeerSet {
  const item = asObject(value) ?? {};
  notes.noteOthers(item, ["matchName", "matchPattern"], path);
  const names = [item.matchName, item.matchPattern].flatMap((name) => asText(name) ?? []).filter((name) => name !== "");
  if (names.length > 0) return namesOnly(names.map((name) => `name:${name.toLowerCase().replace(/\.$/, "")}`));
  notes.note(path, `has the DNS name \`${clipped(value)}\`, which is none`, value);
  return unknownPeers(stableText(value));
}
