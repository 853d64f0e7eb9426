import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  anyLabels,
  boxOf,
  boxText,
  holdsLabels,
  isWithinBox,
  type LabelBox,
  meet,
  minusBox,
  requirement,
  smallestLabels,
} from "../../../src/analysis/connectivity/label-box.ts";
import { type LabelSelector, selects } from "../../../src/analysis/label-selector.ts";
import { labelSets, selectors } from "./label-sets.ts";

const selector = (parts: Partial<LabelSelector>): LabelSelector => ({
  matchLabels: {},
  matchExpressions: [],
  ...parts,
});
const textOf = (parts: Partial<LabelSelector>) => {
  const box = boxOf(selector(parts));
  return box && boxText(box);
};
const check = (property: fc.IPropertyWithHooks<[LabelSelector, LabelSelector]>) =>
  fc.assert(property, { numRuns: 1000 });
const holds = (box: LabelBox | undefined) => labelSets.map((labels) => box !== undefined && holdsLabels(box, labels));

describe("the labels that a selector asks for", () => {
  test("are written as the command line of Kubernetes has them, sorted", () => {
    expect(textOf({})).toBe("");
    expect(textOf({ matchLabels: { tier: "db", app: "shop" } })).toBe("app=shop, tier=db");
    expect(textOf({ matchExpressions: [{ key: "app", operator: "In", values: ["b", "a", "b"] }] })).toBe(
      "app in (a,b)",
    );
    expect(textOf({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["b"] }] })).toBe("app notin (b)");
    expect(textOf({ matchExpressions: [{ key: "app", operator: "Exists", values: [] }] })).toBe("app");
    expect(textOf({ matchExpressions: [{ key: "app", operator: "DoesNotExist", values: [] }] })).toBe("!app");
  });

  test("of one key are intersected", () => {
    const both = { key: "app", operator: "In", values: ["a", "b"] } as const;
    expect(textOf({ matchLabels: { app: "a" }, matchExpressions: [both] })).toBe("app=a");
    expect(textOf({ matchLabels: { app: "c" }, matchExpressions: [both] })).toBeUndefined();
    expect(textOf({ matchExpressions: [{ key: "app", operator: "In", values: [] }] })).toBeUndefined();
  });

  test("are the ones that selects() tells, also for keys such as `constructor`", () => {
    fc.assert(
      fc.property(selectors, (parts) => {
        expect(holds(boxOf(parts))).toEqual(labelSets.map((labels) => selects(parts, labels)));
      }),
      { numRuns: 1000 },
    );
  });

  test("a value that looks like two is not taken for two", () => {
    const one = requirement("app", { values: ["a,b"], allBut: false, orAbsent: false }) ?? anyLabels;
    const two = requirement("app", { values: ["a", "b"], allBut: false, orAbsent: false }) ?? anyLabels;
    expect(boxText(one)).not.toBe(boxText(two));
  });
});

test("boxes behave as the label sets in them do", () => {
  check(
    fc.property(selectors, selectors, (a, b) => {
      const [left, right] = [boxOf(a), boxOf(b)];
      fc.pre(left !== undefined && right !== undefined);
      const [inLeft, inRight] = [holds(left), holds(right)];
      expect(holds(meet(left, right))).toEqual(inLeft.map((has, index) => has && inRight[index]));
      expect(isWithinBox(left, right)).toBe(inLeft.every((has, index) => !has || inRight[index]));
      expect(boxText(left) === boxText(right)).toBe(inLeft.every((has, index) => has === inRight[index]));
      const pieces = minusBox(left, right);
      expect(labelSets.map((labels) => pieces.filter((piece) => holdsLabels(piece, labels)).length)).toEqual(
        inLeft.map((has, index) => (has && !inRight[index] ? 1 : 0)),
      );
    }),
  );
});

test("the smallest label set is in the box, and has what must be there only", () => {
  fc.assert(
    fc.property(selectors, (parts) => {
      const box = boxOf(parts);
      fc.pre(box !== undefined);
      const labels = smallestLabels(box);
      expect(holdsLabels(box, labels)).toBe(true);
      for (const key of Object.keys(labels)) {
        const { [key]: _left, ...others } = labels;
        expect(holdsLabels(box, others)).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
  expect(smallestLabels(boxOf(selector({ matchLabels: { ["__proto__"]: "a" } })) ?? anyLabels)).toEqual(
    Object.fromEntries([["__proto__", "a"]]),
  );
});

test("thousands of conditions on one key take no noticeable time", () => {
  const matchExpressions = Array.from({ length: 20_000 }, (_, index) => ({
    key: "app",
    operator: "NotIn" as const,
    values: [`v${index}`],
  }));
  expect(boxOf(selector({ matchExpressions }))?.get("app")?.values).toHaveLength(20_000);
});
