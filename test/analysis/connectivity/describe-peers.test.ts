import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { describePeers } from "../../../src/analysis/connectivity/describe-peers.ts";
import { boxOf, type LabelBox } from "../../../src/analysis/connectivity/label-box.ts";
import {
  addressesOnly,
  everyPeer,
  joinedPeers,
  namesOnly,
  podsOnly,
} from "../../../src/analysis/connectivity/peer-algebra.ts";
import type { PeerSet } from "../../../src/analysis/connectivity/peer-set.ts";
import { parseAddresses, without } from "../../../src/analysis/exposure/address-set.ts";
import { readSelector } from "../../../src/analysis/label-selector.ts";

function box(text: Parameters<typeof readSelector>[0]): LabelBox {
  const selector = readSelector(text);
  const found = selector && boxOf(selector);
  if (!found) throw new Error("not a selector");
  return found;
}

const pods = (namespace: Parameters<typeof box>[0], pod: Parameters<typeof box>[0]) =>
  podsOnly([{ namespace: box(namespace), pod: box(pod) }]);

function addresses(...blocks: readonly string[]): PeerSet {
  const set = parseAddresses(blocks);
  if (!set) throw new Error("not an address");
  return addressesOnly(set);
}

const named = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const expression = (key: string, operator: string, ...values: readonly string[]) => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }],
});

describe("pods", () => {
  test.each([
    ["any pod", pods({}, {})],
    ["pods with `app=a`", pods({}, { matchLabels: { app: "a" } })],
    ["pods in namespace `shop`", pods(named("shop"), {})],
    ["pods with `app=a` in namespace `shop`", pods(named("shop"), { matchLabels: { app: "a" } })],
    ["pods in namespaces with `team=b`", pods({ matchLabels: { team: "b" } }, {})],
    [
      "pods with `app=a` and with `tier=x` in namespaces with `team=b`",
      pods({ matchLabels: { team: "b" } }, { matchLabels: { app: "a", tier: "x" } }),
    ],
    ["pods with `app=a` or `app=b`", pods({}, expression("app", "In", "a", "b"))],
    ["pods without `app=a`", pods({}, expression("app", "NotIn", "a"))],
    ["pods with label `app`", pods({}, expression("app", "Exists"))],
    ["pods without label `app`", pods({}, expression("app", "DoesNotExist"))],
    ["pods in namespaces other than `shop`", pods(expression("kubernetes.io/metadata.name", "NotIn", "shop"), {})],
    ["pods of the same namespace", pods(named("(apps/web)"), {})],
    [
      "pods with ServiceAccount `web` in namespace `shop`",
      pods(named("shop"), { matchLabels: { "(serviceAccount)": "web" } }),
    ],
  ])("%s", (text, peers) => {
    expect(describePeers(peers)).toBe(text);
  });
});

describe("addresses", () => {
  test.each([
    ["10.0.0.0/8", addresses("10.0.0.0/8")],
    ["203.0.113.7", addresses("203.0.113.7/32")],
    ["2001:db8::1", addresses("2001:db8::1/128")],
    ["the internet (0.0.0.0/0)", addresses("0.0.0.0/0")],
    ["the internet (::/0)", addresses("::/0")],
    ["the internet (0.0.0.0/0 and ::/0)", addresses("0.0.0.0/0", "::/0")],
    ["0.0.0.0/1", addresses("0.0.0.0/1")],
    [
      "10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24, 10.0.6.0/24 and 2 more",
      addresses(...[0, 2, 4, 6, 8, 10].map((n) => `10.0.${n}.0/24`)),
    ],
  ])("%s", (text, peers) => {
    expect(describePeers(peers)).toBe(text);
  });

  test("the internet without some blocks", () => {
    const [all, inside] = [addresses("0.0.0.0/0").addresses, addresses("10.0.0.0/8", "169.254.169.254").addresses];
    expect(describePeers(addressesOnly(without(all, inside)))).toBe(
      "the internet (0.0.0.0/0 but 10.0.0.0/8 and 169.254.169.254)",
    );
  });
});

describe("names", () => {
  test.each([
    ["`*.example.com`", namesOnly(["name:*.example.com"])],
    ["the API server", namesOnly(["entity:kube-apiserver"])],
    ["the entity `constructor`", namesOnly(["entity:constructor"])],
    ["peers that cannot be told (`cidr ${OFFICE}`)", namesOnly(["unknown:cidr ${OFFICE}"])],
  ])("%s", (text, peers) => {
    expect(describePeers(peers)).toBe(text);
  });
});

test("everything is anywhere, and nothing is nobody", () => {
  expect(describePeers(everyPeer)).toBe("anywhere");
  expect(describePeers(joinedPeers([]))).toBe("nobody");
});

test("a few of many peers are named", () => {
  const many = joinedPeers(
    Array.from({ length: 3000 }, (_, index) => namesOnly([`name:h${index}.example.com`])).slice(0, 50),
  );
  expect(describePeers(many)).toMatch(/^(`h\d+\.example\.com`(, )?){4} and 46 more$/);
});

test("whatever manifests hold, the text stays short and has no backtick of theirs", () => {
  const text = fc.oneof(fc.string(), fc.constant("`".repeat(100_000)), fc.constant("x".repeat(1_000_000)));
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 20 }), (labels) => {
      const pod: LabelBox = new Map(
        labels.map(([key, value]) => [key, { values: [value, `${value}2`], allBut: false, orAbsent: false }]),
      );
      const peers = joinedPeers([podsOnly([{ namespace: pod, pod }]), namesOnly(labels.map(([key]) => `name:${key}`))]);
      expect(describePeers(peers).length).toBeLessThan(6000);
      expect((describePeers(peers).split("`").length - 1) % 2).toBe(0);
    }),
    { numRuns: 50 },
  );
});
