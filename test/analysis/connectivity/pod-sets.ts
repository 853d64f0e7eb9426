import fc from "fast-check";
import { boxOf } from "../../../src/analysis/connectivity/label-box.ts";
import { namespaceNameLabel, type PodBox, type PodSet } from "../../../src/analysis/connectivity/peer-set.ts";
import { labelSets, selectors } from "./label-sets.ts";

type Labels = Readonly<Record<string, string>>;

/** A pod that the sets below can tell from others. */
export interface Point {
  readonly namespace: Labels;
  readonly pod: Labels;
}

/** Namespaces with each name that the sets mention, one that they do not, and labels of their own. */
export const namespaces: readonly Labels[] = ["shop", "cde", "fresh"].flatMap((name) =>
  ["a", "fresh", undefined].map((app) => ({ [namespaceNameLabel]: name, ...(app !== undefined && { app }) })),
);

export const everyPoint: readonly Point[] = namespaces.flatMap((namespace) =>
  labelSets.map((pod) => ({ namespace, pod })),
);

const name = fc.constantFrom("shop", "cde");
const names = fc.record({
  matchLabels: fc.constant({}),
  matchExpressions: fc.array(
    fc.oneof(
      fc.record({
        key: fc.constant(namespaceNameLabel),
        operator: fc.constantFrom("In" as const, "NotIn" as const),
        values: fc.array(name, { minLength: 1, maxLength: 2 }),
      }),
      fc.record({
        key: fc.constant(namespaceNameLabel),
        operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const),
        values: fc.constant([]),
      }),
      fc.record({
        key: fc.constant("app"),
        operator: fc.constantFrom("In" as const, "NotIn" as const),
        values: fc.constant(["a"]),
      }),
      fc.record({
        key: fc.constant("app"),
        operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const),
        values: fc.constant([]),
      }),
    ),
    { maxLength: 2 },
  ),
});

export const podSets: fc.Arbitrary<PodSet> = fc.array(fc.tuple(names, selectors), { maxLength: 4 }).map((parts) =>
  parts.flatMap(([namespaceSelector, podSelector]): PodBox[] => {
    const [namespace, pod] = [boxOf(namespaceSelector), boxOf(podSelector)];
    return namespace && pod ? [{ namespace, pod }] : [];
  }),
);
