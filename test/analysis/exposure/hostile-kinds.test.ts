import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { compareExposure } from "../../../src/analysis/exposure/exposure-changes.ts";
import type { Plain, PlainObject } from "../../../src/kubernetes/resource.ts";
import { allRules } from "../../../src/rules/all-rules.ts";
import { filesOfExample } from "../../../src/rules/example-files.ts";
import { findSecurityEvents } from "../../../src/rules/find-security-events.ts";
import { resourcesFrom } from "../../support/resources.ts";

/** Every object that an example of a rule shows, whatever its kind. */
const objects = allRules
  .filter(({ topic }) => topic === "exposure")
  .flatMap(({ examples }) => examples.flatMap(({ diff }) => Object.values(filesOfExample(diff).after)))
  .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as PlainObject | null))
  .filter((object) => object !== null && typeof object.kind === "string");
const distinct = [...new Map(objects.map((object) => [JSON.stringify(object), object as PlainObject])).values()];

const oddValue: fc.Arbitrary<Plain> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom(
    "",
    "/",
    "*",
    "*.",
    "a.*.b",
    "~(",
    "::",
    "10.0.0.0/8",
    "{{ x }}",
    "constructor",
    "__proto__",
    "Host(`",
  ),
  fc.constant([]),
  fc.constant({}),
  fc.constant([null, 1, "x", { host: 1 }, { name: {} }, { matches: [null, { path: 1 }] }]),
  fc
    .constantFrom("x", "/", "/a", ".a", " ", "\n", "(", ",", "`", "a: b\n", "{{")
    .map((text) => `${text.repeat(50_000)}z`),
);

test("no value of any field makes a reader fail or stall", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), oddValue), { minLength: 1, maxLength: 4 }), (edits) => {
      const all = distinct.map((object) => structuredClone(object));
      for (const [which, where, value] of edits) setLeaf(all[which % all.length] as PlainObject, where, value);
      const read = (list: readonly PlainObject[], side: "before" | "after") =>
        list.flatMap((object, index) => resourcesFrom(JSON.stringify(object), `${index}.json`, side));
      const [which = 0] = edits[0] ?? [];
      const one = which % all.length;
      const near = (list: readonly PlainObject[]) => [...list.slice(one, one + 3), ...list.slice(0, 3)];
      const view = { name: "", before: read(near(distinct), "before"), after: read(near(all), "after") };
      const begin = performance.now();
      const events = findSecurityEvents(compareExposure(view, { controllers: {} }).changes, { rules: allRules });
      expect(events.filter(({ rule }) => rule === "rule-failed")).toEqual([]);
      expect(performance.now() - begin).toBeLessThan(20_000);
    }),
    { numRuns: 600 },
  );
});

/** Replaces one of the object's values below `metadata` and `spec`, which may be a whole list or mapping. */
function setLeaf(object: PlainObject, where: number, value: Plain): void {
  const places: (() => void)[] = [];
  const visit = (parent: Record<string, Plain>): void => {
    for (const [key, inner] of Object.entries(parent)) {
      places.push(() => {
        parent[key] = value;
      });
      if (inner !== null && typeof inner === "object") visit(inner as Record<string, Plain>);
    }
  };
  for (const field of Object.keys(object).filter((key) => key !== "apiVersion" && key !== "kind"))
    if (typeof object[field] === "object") visit(object[field] as Record<string, Plain>);
  if (places.length > 0) places[where % places.length]?.();
}
