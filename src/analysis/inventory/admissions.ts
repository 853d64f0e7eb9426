import { admittedPeers, type PlacedRule, rulesOf } from "../connectivity/admitted.ts";
import { isNoPeer, noPeer, peersText } from "../connectivity/peer-algebra.ts";
import type { PeerSet } from "../connectivity/peer-set.ts";
import { TooManyBoxes } from "../connectivity/pod-algebra.ts";
import { coversSegment, portsText, rangesOf, type Segment, segmentsOf } from "../connectivity/port-algebra.ts";
import type { TrafficDirection, TrafficPolicy } from "../connectivity/traffic-policy.ts";
import { everyAddress, isSubset } from "../exposure/address-set.ts";
import { grouped } from "../exposure/grouped.ts";
import { type Place, placeOf } from "./inventory-row.ts";
import { peerWords } from "./peer-words.ts";

/** The peers that some pods may talk to on some ports, in words. No peers at all: everything is refused. */
export interface Admission {
  readonly peers: readonly string[];
  readonly ports: string;
  /** Everybody outside of the cluster, or every pod inside, is among the peers. */
  readonly isWide: boolean;
  /** The policies that admit it; where nothing is admitted, those that refuse. */
  readonly policies: readonly TrafficPolicy[];
  readonly places: readonly Place[];
}

/** What the policies that select some pods admit in a direction: one entry for each set of peers. */
export function admissionsOf(
  policies: readonly TrafficPolicy[],
  direction: TrafficDirection,
  namespace: string,
): readonly Admission[] {
  const refusing: Admission = {
    peers: [],
    ports: "every port",
    isWide: false,
    policies,
    places: policies.map(({ resource, subjectPath }) => placeOf(resource, subjectPath)),
  };
  try {
    const admissions = byPeers(policies, direction).map((same) => ({
      ...admissionOf(same, policies, direction),
      peers: peerWords(same[0]?.peers ?? noPeer, namespace),
    }));
    return admissions.length > 0 ? admissions : [refusing];
  } catch (error) {
    if (!(error instanceof TooManyBoxes)) throw error;
    return [{ ...refusing, peers: ["too many peers to list: look at the policies"], isWide: true }];
  }
}

interface SegmentPeers {
  readonly segment: Segment;
  readonly peers: PeerSet;
}

function byPeers(policies: readonly TrafficPolicy[], direction: TrafficDirection): readonly SegmentPeers[][] {
  const segments = segmentsOf(rulesOf(policies, direction).map(({ rule }) => rule.ports));
  const admitted = segments
    .map((segment) => ({ segment, peers: admittedPeers(policies, direction, segment) }))
    .filter(({ peers }) => !isNoPeer(peers));
  return [...grouped(admitted, ({ peers }) => peersText(peers)).values()];
}

function admissionOf(
  same: readonly SegmentPeers[],
  policies: readonly TrafficPolicy[],
  direction: TrafficDirection,
): Omit<Admission, "peers"> {
  const peers = same[0]?.peers ?? noPeer;
  const segments = same.map(({ segment }) => segment);
  const rules = rulesOf(policies, direction).filter(
    ({ rule }) => rule.action === "allow" && segments.some((segment) => coversSegment(rule.ports, segment)),
  );
  const admitting = [...new Set(rules.map(({ policy }) => policy))];
  const text = portsText(rangesOf(segments));
  return {
    ports: text === "every" ? "every port" : text,
    isWide:
      isSubset(everyAddress, peers.addresses) ||
      peers.pods.some(({ namespace, pod }) => namespace.size + pod.size === 0),
    policies: admitting.length > 0 ? admitting : policies,
    places: placesOf(rules, policies),
  };
}

function placesOf(rules: readonly PlacedRule[], policies: readonly TrafficPolicy[]): readonly Place[] {
  const places =
    rules.length > 0
      ? rules.map(({ policy, rule }) => placeOf(policy.resource, rule.path))
      : policies.map(({ resource }) => placeOf(resource));
  return [...new Map(places.map((place) => [`${place.file}\n${place.line}`, place])).values()];
}
