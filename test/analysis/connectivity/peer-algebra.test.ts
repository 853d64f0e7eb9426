import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  addressesOnly,
  commonPeers,
  everyPeer,
  isNoPeer,
  isWithinPeers,
  joinedPeers,
  minusPeers,
  namesOnly,
  noPeer,
  peersText,
  podsOnly,
} from "../../../src/analysis/connectivity/peer-algebra.ts";
import type { NameSet, PeerSet } from "../../../src/analysis/connectivity/peer-set.ts";
import { admitsPod, everyPod } from "../../../src/analysis/connectivity/pod-algebra.ts";
import {
  everyAddress,
  intersection,
  isSubset,
  noAddress,
  parseAddresses,
  union,
} from "../../../src/analysis/exposure/address-set.ts";
import { everyPoint, podSets } from "./pod-sets.ts";

const addresses = (...blocks: string[]) => parseAddresses(blocks) ?? noAddress;
const named = (set: NameSet): PeerSet => ({ ...noPeer, named: set });
const allBut = (...names: string[]) => minusPeers(everyPeer, namesOnly(names));

// Blocks of the last octet, with each address in it tried; and one of IPv6.
const block = fc
  .tuple(fc.nat(255), fc.integer({ min: 24, max: 32 }))
  .map(([last, length]) => `10.0.0.${last}/${length}`);
const blocks = fc.array(fc.oneof({ weight: 8, arbitrary: block }, fc.constant("2001:db8::/32")), { maxLength: 4 });
const everyHost = [...Array.from({ length: 256 }, (_, index) => `10.0.0.${index}`), "2001:db8::7", "192.0.2.1"].map(
  (host) => addresses(host),
);

const literals = ["entity:host", "name:a.example.com", "name:b.example.com", "unknown:x"];
const literal = fc.constantFrom(...literals);
const nameSets: fc.Arbitrary<NameSet> = fc.oneof(
  fc.array(literal).map((names) => ({ everyName: false, names: new Set(names) })),
  fc
    .tuple(fc.array(literal), fc.array(literal, { maxLength: 1 }))
    .map(([excluded, names]) => ({ everyName: true, allBut: new Set(excluded), names: new Set(names) })),
);
const peerSets: fc.Arbitrary<PeerSet> = fc.record({
  pods: podSets,
  addresses: fc.oneof({ weight: 4, arbitrary: blocks.map((list) => addresses(...list)) }, fc.constant(everyAddress)),
  named: nameSets,
});

const members = (set: PeerSet) => [
  ...everyPoint.map(({ namespace, pod }) => admitsPod(set.pods, namespace, pod)),
  ...everyHost.map((host) => isSubset(host, set.addresses)),
  ...[...literals, "name:fresh"].map(
    (name) => set.named.names.has(name) || (set.named.everyName && !(set.named.allBut?.has(name) ?? false)),
  ),
];
const shown = (set: readonly unknown[]) => set.map(Number).join("");

test("sets of peers behave as the peers in them do", () => {
  fc.assert(
    fc.property(peerSets, peerSets, (a, b) => {
      const [inA, inB] = [members(a), members(b)];
      expect(shown(members(joinedPeers([a, b])))).toBe(shown(inA.map((has, index) => has || inB[index])));
      expect(shown(members(commonPeers(a, b)))).toBe(shown(inA.map((has, index) => has && inB[index])));
      expect(shown(members(minusPeers(a, b)))).toBe(shown(inA.map((has, index) => has && !inB[index])));
      expect(isWithinPeers(a, b)).toBe(inA.every((has, index) => !has || inB[index]));
      expect(peersText(a) === peersText(b)).toBe(shown(inA) === shown(inB));
      expect(peersText(joinedPeers([minusPeers(a, b), commonPeers(b, a)]))).toBe(peersText(a));
      expect(isNoPeer(a)).toBe(!inA.includes(true));
    }),
    { numRuns: 500 },
  );
});

test("addresses", () => {
  fc.assert(
    fc.property(blocks, blocks, (a, b) => {
      const [left, right] = [addresses(...a), addresses(...b)];
      expect(union(left, right)).toEqual(addresses(...a, ...b));
      const both = intersection(left, right);
      expect(shown(everyHost.map((host) => isSubset(host, both)))).toBe(
        shown(everyHost.map((host) => isSubset(host, left) && isSubset(host, right))),
      );
    }),
    { numRuns: 300 },
  );
});

describe("names with wildcards", () => {
  test("hold the names that they certainly stand for", () => {
    const isWithin = (inner: string, outer: string) => isWithinPeers(namesOnly([inner]), namesOnly([outer]));
    expect(isWithin("name:a.example.com", "name:*")).toBe(true);
    expect(isWithin("name:*.example.com", "name:*")).toBe(true);
    expect(isWithin("name:a.example.com", "name:*.example.com")).toBe(true);
    expect(isWithin("name:api-1.example.com", "name:api-*.example.com")).toBe(true);
    expect(isWithin("name:a.b.example.com", "name:*.example.com")).toBe(false);
    expect(isWithin("name:example.com", "name:*.example.com")).toBe(false);
    expect(isWithin("name:*.example.com", "name:a.example.com")).toBe(false);
    expect(isWithin("entity:host", "name:*")).toBe(false);
    expect(isWithin("unknown:name:a", "unknown:*")).toBe(false);
  });

  test("stay as a whole if only a part of them was there before", () => {
    expect(minusPeers(namesOnly(["name:*.example.com"]), namesOnly(["name:a.example.com"])).named.names).toEqual(
      new Set(["name:*.example.com"]),
    );
  });

  test("are not left out of everything because of one name", () => {
    const open = joinedPeers([allBut("name:*.example.com"), namesOnly(["name:a.example.com"])]);
    expect(isWithinPeers(namesOnly(["name:a.example.com"]), open)).toBe(true);
    expect(isWithinPeers(namesOnly(["name:b.example.com"]), open)).toBe(false);
    expect(peersText(joinedPeers([open, namesOnly(["name:*"])]))).toBe(peersText(everyPeer));
  });

  test("may share names that neither of them holds", () => {
    const both = commonPeers(namesOnly(["name:api.*.com", "name:*.org"]), namesOnly(["name:*.example.com"]));
    expect(both.named.names).toEqual(new Set(["name:api.*.com"]));
    expect(commonPeers(namesOnly(["name:*.a.com"]), namesOnly(["name:x.a.com"])).named.names).toEqual(
      new Set(["name:x.a.com"]),
    );
  });
});

test("the text of a set names its parts", () => {
  expect(peersText(noPeer)).toBe("");
  expect(peersText(everyPeer)).toBe("pods { / } addresses {0.0.0.0/0,::/0} names {every}");
  expect(peersText(podsOnly(everyPod))).toBe("pods { / }");
  expect(peersText(addressesOnly(addresses("10.0.0.0/9", "10.128.0.0/9")))).toBe("addresses {10.0.0.0/8}");
  expect(peersText(namesOnly(["name:*", "name:a.com", "entity:host"]))).toBe('names {"entity:host","name:*"}');
  expect(peersText(named({ everyName: true, allBut: new Set(["entity:host"]), names: new Set() }))).toBe(
    'names {every but ("entity:host")}',
  );
});
