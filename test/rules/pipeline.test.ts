import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { allRules } from "../../src/rules/all-rules.ts";
import { filesOfExample } from "../../src/rules/example-files.ts";
import { eventsBetween } from "../support/review-example.ts";

const diffs = allRules.flatMap(({ examples }) => examples.map(({ diff }) => filesOfExample(diff)));

test("a state compared with itself has no event", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...diffs), fc.boolean(), async ({ before, after }, side) => {
      const files = side ? before : after;
      expect(await eventsBetween(files, files)).toEqual([]);
    }),
  );
});

test("the order of files does not matter", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...diffs), async ({ before, after }) => {
      expect(await eventsBetween(reversed(before), reversed(after))).toEqual(await eventsBetween(before, after));
    }),
  );
});

test("every event has a place, a message and as many fingerprints as its id stands for", async () => {
  for (const { before, after } of diffs)
    for (const event of await eventsBetween(before, after)) {
      expect(event.locations.length).toBeGreaterThan(0);
      expect(event.message).not.toBe("");
      expect(event.id).toMatch(/^[0-9a-f]{64}$/);
      expect(event.fingerprints.length).toBeGreaterThan(0);
    }
});

function reversed(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).reverse());
}
