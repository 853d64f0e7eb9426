import {
  type AddressSet,
  cidrsOf,
  everyAddress,
  intersection,
  noAddress,
  union,
  without,
} from "../exposure/address-set.ts";
import { commonNames, everyName, isNoName, joinedNames, minusNames, noName, normalNames } from "./name-algebra.ts";
import type { NameSet, PeerSet, PodSet } from "./peer-set.ts";
import { commonPods, everyPod, joinedPods, minusPods, podsText } from "./pod-algebra.ts";
import { normalPodBox } from "./pod-box.ts";

/** Pods, addresses and names, all of them. */
export const everyPeer: PeerSet = { pods: everyPod, addresses: everyAddress, named: everyName };
export const noPeer: PeerSet = { pods: [], addresses: noAddress, named: noName };

export function podsOnly(pods: PodSet): PeerSet {
  return { ...noPeer, pods };
}

export function addressesOnly(addresses: AddressSet): PeerSet {
  return { ...noPeer, addresses };
}

export function namesOnly(names: Iterable<string>): PeerSet {
  return { ...noPeer, named: { everyName: false, names: new Set(names) } };
}

/** The peers that are in one of the sets. */
export function joinedPeers(sets: readonly PeerSet[]): PeerSet {
  return {
    pods: joinedPods(sets.map(({ pods }) => pods)),
    addresses: union(...sets.map(({ addresses }) => addresses)),
    named: joinedNames(sets.map(({ named }) => named)),
  };
}

/** The peers that are in both sets. */
export function commonPeers(a: PeerSet, b: PeerSet): PeerSet {
  return {
    pods: commonPods(a.pods, b.pods),
    addresses: intersection(a.addresses, b.addresses),
    named: commonNames(a.named, b.named),
  };
}

/** The peers of `a` that are not in `b`. A name with wildcards stays if only a part of it is in `b`. */
export function minusPeers(a: PeerSet, b: PeerSet): PeerSet {
  return {
    pods: minusPods(a.pods, b.pods),
    addresses: without(a.addresses, b.addresses),
    named: minusNames(a.named, b.named),
  };
}

export function isNoPeer({ pods, addresses, named }: PeerSet): boolean {
  const isEmpty = pods.every((box) => normalPodBox(box) === undefined);
  return isEmpty && addresses.v4.length === 0 && addresses.v6.length === 0 && isNoName(named);
}

/** Whether every peer of `inner` is in `outer`. */
export function isWithinPeers(inner: PeerSet, outer: PeerSet): boolean {
  return isNoPeer(minusPeers(inner, outer));
}

/** Text of the set that does not depend on how it is written. */
export function peersText({ pods, addresses, named }: PeerSet): string {
  const texts = { pods: podsText(pods), addresses: cidrsOf(addresses).join(","), names: namesText(named) };
  return Object.entries(texts)
    .filter(([, text]) => text !== "")
    .map(([part, text]) => `${part} {${text}}`)
    .join(" ");
}

function namesText(set: NameSet): string {
  const { everyName: isEvery, allBut = [], names } = normalNames(set);
  const list = (texts: Iterable<string>) => [...texts].map((text) => JSON.stringify(text)).join(",");
  const excluded = list(allBut);
  return [...(isEvery ? [excluded === "" ? "every" : `every but (${excluded})`] : []), list(names)]
    .filter(Boolean)
    .join(",");
}
