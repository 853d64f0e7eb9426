import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isSelected } from "../../../src/analysis/connectivity/calico/selected-labels.ts";
import { podsOf } from "../../../src/analysis/connectivity/calico/selected-pods.ts";
import { parseSelector } from "../../../src/analysis/connectivity/calico/selector.ts";
import { admitsPod } from "../../../src/analysis/connectivity/pod-algebra.ts";

const keys = ["a", "b", "constructor"];
const values = ["x", "y", "it's"];
const key = fc.constantFrom(...keys);
const text = fc.constantFrom(...values).map((value) => JSON.stringify(value));
const oneTest = fc.oneof(
  fc.tuple(key, fc.constantFrom("==", "!="), text).map((parts) => parts.join(" ")),
  fc
    .tuple(key, fc.constantFrom("in", "not in"), fc.array(text, { maxLength: 3 }))
    .map(([name, operator, list]) => `${name} ${operator} { ${list.join(",")} }`),
  key.map((name) => `has(${name})`),
  fc.constantFrom("all()", "global()"),
);
const { selector } = fc.letrec<{ selector: string }>((tie) => ({
  selector: fc.oneof(
    { maxDepth: 4 },
    oneTest,
    tie("selector").map((inner) => `!(${inner})`),
    fc
      .tuple(tie("selector"), fc.constantFrom("&&", "||"), tie("selector"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc.tuple(tie("selector"), fc.constantFrom("&&", "||"), tie("selector")).map((parts) => parts.join("")),
  ),
}));
const labels = fc.dictionary(key, fc.constantFrom(...values), { maxKeys: 3 });

test("a selector of Calico selects the same pods as sets and one by one", () => {
  fc.assert(
    fc.property(selector, labels, (written, own) => {
      const parsed = parseSelector(written);
      if (!parsed) throw new Error(`not read: ${written}`);
      const pods = podsOf(parsed, "pod");
      fc.pre(pods !== undefined);
      const one = isSelected(parsed, false, (name) => ({ value: Object.hasOwn(own, name) ? own[name] : undefined }));
      expect(admitsPod(pods ?? [], { "kubernetes.io/metadata.name": "shop" }, own)).toBe(one);
    }),
  );
});

test("no text makes the reader of selectors throw", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        selector.map((written) => written.slice(1)),
      ),
      (written) => {
        parseSelector(written);
      },
    ),
  );
});
