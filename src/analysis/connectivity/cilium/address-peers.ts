import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { everyAddress, isSubset, noAddress, parseAddresses } from "../../exposure/address-set.ts";
import { asList, asObject, asText } from "../../exposure/plain-fields.ts";
import { stableText } from "../../exposure/route.ts";
import { addressesOnly, joinedPeers, minusPeers, namesOnly } from "../peer-algebra.ts";
import { isTemplated, peersOfBlock, unknownPeers } from "../peer-reading.ts";
import type { PeerSet } from "../peer-set.ts";
import { clipped, type ProblemNotes } from "../policy-problems.ts";
import type { CidrGroups } from "./cidr-groups.ts";

/** An item of `fromCIDR` or `toCIDR`: a block, or one address. */
export function cidrPeers(value: Plain, path: FieldPath, notes: ProblemNotes): PeerSet {
  const text = asText(value);
  if (text !== undefined && isTemplated(text)) return unknownPeers(`cidr ${text}`);
  const addresses = text === undefined ? undefined : parseAddresses([text]);
  if (addresses) return withNames(addressesOnly(addresses));
  notes.note(path, `has \`${clipped(value)}\` as an address block, which it is not`, value);
  return unknownPeers(`cidr ${stableText(value)}`);
}

/** An item of `fromCIDRSet` or `toCIDRSet`: a block or a group of blocks, without exceptions. */
export function cidrSetPeers(value: Plain, groups: CidrGroups, path: FieldPath, notes: ProblemNotes): PeerSet {
  const item: PlainObject = asObject(value) ?? {};
  notes.noteOthers(item, ["cidr", "cidrGroupRef", "cidrGroupSelector", "except"], path);
  const except = asList(item.except ?? []);
  const sources = [item.cidr, item.cidrGroupRef, item.cidrGroupSelector].filter(
    (field) => field !== undefined && field !== null,
  );
  const peers =
    sources.length === 1 && except?.every((part) => typeof part === "string")
      ? sourcePeers(item, except as readonly string[], groups)
      : undefined;
  if (peers) return withNames(peers);
  notes.note(path, `has the address blocks \`${clipped(value)}\`, which are none`, value);
  return unknownPeers(stableText(value));
}

function sourcePeers(item: PlainObject, except: readonly string[], groups: CidrGroups): PeerSet | undefined {
  if (typeof item.cidr === "string") return peersOfBlock(item.cidr, except);
  if (item.cidr !== undefined && item.cidr !== null) return undefined;
  const group = typeof item.cidrGroupRef === "string" ? groups.get(item.cidrGroupRef) : undefined;
  // Groups that labels select, or that are of another repository, are known by what names them.
  if (!group || except.some(isTemplated)) return unknownPeers(`cidr group ${stableText(item)}`);
  const cut = parseAddresses(except);
  return cut && minusPeers(group, addressesOnly(cut));
}

// Whoever has a DNS name has an address, so that a block of all addresses admits what `toFQDNs` does.
function withNames(peers: PeerSet): PeerSet {
  const isEverywhere = isSubset({ ...noAddress, v4: everyAddress.v4 }, peers.addresses);
  return isEverywhere ? joinedPeers([peers, namesOnly(["name:*"])]) : peers;
}
