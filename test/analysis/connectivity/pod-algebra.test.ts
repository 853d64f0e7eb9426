import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { anyLabels, boxOf, type LabelBox } from "../../../src/analysis/connectivity/label-box.ts";
import { namespaceNameLabel, type PodSet } from "../../../src/analysis/connectivity/peer-set.ts";
import {
  admitsPod,
  commonPods,
  everyPod,
  isWithinPods,
  joinedPods,
  minusPods,
  podsText,
  simplifiedPods,
  TooManyBoxes,
} from "../../../src/analysis/connectivity/pod-algebra.ts";
import type { LabelSelector } from "../../../src/analysis/label-selector.ts";
import { everyPoint, podSets } from "./pod-sets.ts";

const members = (set: PodSet) => everyPoint.map(({ namespace, pod }) => admitsPod(set, namespace, pod));
// As text: comparing lists item by item takes most of the time of the test.
const shown = (set: readonly unknown[]) => set.map(Number).join("");
const labels = (matchLabels: LabelSelector["matchLabels"]) => boxOf({ matchLabels, matchExpressions: [] }) ?? anyLabels;
const expression = (key: string, operator: "In" | "NotIn" | "Exists", ...values: string[]): LabelBox =>
  boxOf({ matchLabels: {}, matchExpressions: [{ key, operator, values }] }) ?? anyLabels;

test("sets of pods behave as the pods in them do", () => {
  fc.assert(
    fc.property(podSets, podSets, (a, b) => {
      const [inA, inB] = [members(a), members(b)];
      expect(shown(members(joinedPods([a, b])))).toBe(shown(inA.map((has, index) => has || inB[index])));
      expect(shown(members(commonPods(a, b)))).toBe(shown(inA.map((has, index) => has && inB[index])));
      expect(shown(members(minusPods(a, b)))).toBe(shown(inA.map((has, index) => has && !inB[index])));
      expect(isWithinPods(a, b)).toBe(inA.every((has, index) => !has || inB[index]));
      expect(shown(members(simplifiedPods(a)))).toBe(shown(inA));
    }),
    { numRuns: 1000 },
  );
});

test("equal sets have equal texts, different ones different texts", () => {
  fc.assert(
    fc.property(podSets, podSets, (a, b) => {
      const isEqual = isWithinPods(a, b) && isWithinPods(b, a);
      expect(podsText(a) === podsText(b)).toBe(isEqual);
      expect(podsText([...commonPods(a, b), ...minusPods(a, b)].reverse())).toBe(podsText(a));
      expect(podsText(joinedPods([b, a]))).toBe(podsText([...a, ...b]));
    }),
    { numRuns: 1000 },
  );
});

describe("the name of a namespace", () => {
  const shop: PodSet = [{ namespace: labels({ [namespaceNameLabel]: "shop" }), pod: anyLabels }];
  const others: PodSet = [{ namespace: expression(namespaceNameLabel, "NotIn", "shop"), pod: anyLabels }];

  test("is a label that every namespace has", () => {
    const exists: PodSet = [{ namespace: expression(namespaceNameLabel, "Exists"), pod: anyLabels }];
    expect(isWithinPods(everyPod, exists)).toBe(true);
    expect(podsText(exists)).toBe(podsText(everyPod));
    expect(minusPods(everyPod, joinedPods([shop, others]))).toEqual([]);
    expect(podsText(minusPods(everyPod, shop))).toBe(podsText(others));
  });

  test("is one that nobody lists if it is not known", () => {
    expect(admitsPod(shop, {}, {})).toBe(false);
    expect(admitsPod(others, {}, {})).toBe(true);
    expect(admitsPod(others, { [namespaceNameLabel]: "shop" }, {})).toBe(false);
  });
});

test("what differs in one label only is told as one", () => {
  const parts = ["c", "a", "b"].map((app): PodSet => [{ namespace: anyLabels, pod: labels({ app, tier: "web" }) }]);
  expect(podsText(simplifiedPods(joinedPods(parts)))).toBe(" / app in (a,b,c), tier=web");
  expect(simplifiedPods(joinedPods([...parts, everyPod]))).toEqual(everyPod);
});

describe("sets that nobody would write by hand", () => {
  const apart = (count: number, key: string): PodSet =>
    Array.from({ length: count }, (_, index) => ({ namespace: anyLabels, pod: labels({ [`${key}${index}`]: "x" }) }));

  test("are refused instead of multiplied", () => {
    expect(() => joinedPods([apart(2001, "k")])).toThrow(TooManyBoxes);
    expect(() => commonPods(apart(100, "k"), apart(100, "l"))).toThrow(TooManyBoxes);
    expect(() => minusPods(apart(1500, "k"), apart(1500, "l"))).toThrow(TooManyBoxes);
    const pairs: PodSet = Array.from({ length: 12 }, (_, index) => ({
      namespace: anyLabels,
      pod: labels({ [`a${index}`]: "x", [`b${index}`]: "y" }),
    }));
    expect(() => minusPods(everyPod, pairs)).toThrow(TooManyBoxes);
  });

  test("have a text, whatever their order", () => {
    const wide = apart(1000, "k");
    expect(podsText([...wide].reverse())).toBe(podsText(wide));
    expect(isWithinPods(wide, [...wide].reverse())).toBe(true);
  });

  test("with thousands of values take no minutes", () => {
    const many = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}${index}`);
    const lists = many(300, "k").map((key): PodSet[number] => ({
      namespace: anyLabels,
      pod: expression("app", "NotIn", ...many(300, key)),
    }));
    expect(() => commonPods(lists, [...lists].reverse())).toThrow(TooManyBoxes);
    const long: PodSet = [{ namespace: anyLabels, pod: expression("a", "In", ...many(20_000, "v")) }];
    expect(podsText([...apart(50, "k"), ...long])).toContain("v19999");
  });
});
