import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { everyAddress, intersection, isSubset } from "../../exposure/address-set.ts";
import { asList, asText } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { addressesOnly, everyPeer, joinedPeers, minusPeers, namesOnly, noPeer } from "../peer-algebra.ts";
import { coversFamily, unknownPeers } from "../peer-reading.ts";
import type { PeerSet } from "../peer-set.ts";
import { type EntityContext, notedSelector, selectedEnd } from "./entity-selection.ts";
import { addressPeers, type Blocks, blockAddresses } from "./nets.ts";
import { selectedSets } from "./network-sets.ts";
import { podsOf } from "./selected-pods.ts";

/** Fields of `source` and `destination` that say who is there; the others are ports. */
export const whoFields = [
  "nets",
  "notNets",
  "selector",
  "notSelector",
  "namespaceSelector",
  "serviceAccounts",
  "services",
  "domains",
];

/**
 * Who is at one end of a rule: all conditions hold together. Whether the address of a pod is in a block is not known: such pods
 * are counted in what is allowed, and left out of what is denied.
 */
export function peersOfEntity(
  entity: PlainObject,
  isAllowed: boolean,
  path: FieldPath,
  context: EntityContext,
): PeerSet {
  context.notes.noteOthers(entity, [...whoFields, "ports", "notPorts"], path);
  if (isGiven(entity.services)) return unknownPeers(`services ${stableText(entity.services ?? null)}`);
  if (isGiven(entity.domains)) return domainPeers(entity.domains ?? null);
  const selected = selectedEnd(entity, path, context);
  const nets = isGiven(entity.nets) ? blockAddresses(entity.nets ?? null, [...path, "nets"], context.notes) : undefined;
  const peers = nets ? inNets(selected, nets, isAllowed) : (selected ?? everyPeer);
  return withoutSelected(withoutNets(peers, entity, isAllowed, path, context), entity, isAllowed, path, context);
}

function isGiven(value: Plain | undefined): boolean {
  return value !== undefined && value !== null && asList(value)?.length !== 0;
}

function domainPeers(value: Plain): PeerSet {
  const names = (asList(value) ?? [value]).flatMap((name) => asText(name) ?? []);
  return namesOnly(names.map((name) => `name:${name.toLowerCase()}`));
}

function inNets(selected: PeerSet | undefined, nets: Blocks, isAllowed: boolean): PeerSet {
  const isEverywhere = coversFamily(nets.addresses);
  if (!selected) return isEverywhere ? { ...everyPeer, addresses: nets.addresses } : addressPeers(nets);
  if (isEverywhere) return { ...selected, addresses: intersection(selected.addresses, nets.addresses) };
  const both = { ...selected, addresses: intersection(selected.addresses, nets.addresses) };
  const text = `pods in ${stableText([...nets.unknown, addressText(nets)])}`;
  return joinedPeers([isAllowed ? both : { ...both, pods: [] }, unknownPeers(text)]);
}

function addressText({ addresses }: Blocks): string {
  return [...addresses.v4, ...addresses.v6].map(([first, last]) => `${first}-${last}`).join(",");
}

function withoutNets(
  peers: PeerSet,
  entity: PlainObject,
  isAllowed: boolean,
  path: FieldPath,
  { notes }: EntityContext,
): PeerSet {
  if (!isGiven(entity.notNets)) return peers;
  const nets = blockAddresses(entity.notNets ?? null, [...path, "notNets"], notes);
  if (isSubset(everyAddress, nets.addresses)) return noPeer;
  const rest = minusPeers(peers, addressesOnly(nets.addresses));
  const left = isAllowed ? rest : { ...rest, pods: [] };
  return nets.unknown.length === 0 ? left : joinedPeers([left, unknownPeers(`not in ${nets.unknown.join(" ")}`)]);
}

function withoutSelected(
  peers: PeerSet,
  entity: PlainObject,
  isAllowed: boolean,
  path: FieldPath,
  { sets, notes }: EntityContext,
): PeerSet {
  const text = asText(entity.notSelector) ?? "";
  if (text === "") return peers;
  const selector = notedSelector(text, [...path, "notSelector"], notes);
  const pods = selector && podsOf(selector, "pod");
  const unknown = unknownPeers(`selector not ${stableText(text)}`);
  if (!selector || !pods) return isAllowed ? joinedPeers([peers, unknown]) : unknown;
  return minusPeers(peers, { ...selectedSets(sets, null, selector), pods });
}
