import fc from "fast-check";
import type { LabelSelector } from "../../../src/analysis/label-selector.ts";

type Labels = Readonly<Record<string, string>>;

/** Few keys and values, so that conditions meet; `constructor` must be a key like any other. */
export const keys = ["app", "constructor"] as const;
const values = ["a", "toString"] as const;

const value = fc.constantFrom(...values);
const someValues = fc.array(value, { minLength: 1, maxLength: 3 });
const key = fc.constantFrom(...keys);

export const selectors: fc.Arbitrary<LabelSelector> = fc.record({
  matchLabels: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, fc.dictionary(key, value, { maxKeys: 2 })),
  matchExpressions: fc.array(
    fc.oneof(
      fc.record({ key, operator: fc.constantFrom("In" as const, "NotIn" as const), values: someValues }),
      fc.record({
        key,
        operator: fc.constantFrom("Exists" as const, "DoesNotExist" as const),
        values: fc.constant([]),
      }),
    ),
    { maxLength: 3 },
  ),
});

/** Every label set that a selector of these keys and values can tell apart: `fresh` is a value that no selector names. */
export const labelSets: readonly Labels[] = keys.reduce<readonly Labels[]>(
  (sets, label) => sets.flatMap((set) => [set, ...[...values, "fresh"].map((text) => ({ ...set, [label]: text }))]),
  [{}],
);
