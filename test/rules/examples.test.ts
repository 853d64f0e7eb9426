import { readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { allRules } from "../../src/rules/all-rules.ts";
import { filesOfExample } from "../../src/rules/example-files.ts";
import { pciTitles } from "../../src/rules/pci-dss.ts";
import { eventsBetween } from "../support/review-example.ts";

/** Rules that no diff can cause, because they report our own mistakes. */
const causedByOurselves = ["rule-failed"];

describe.each(allRules.map((rule) => ({ id: rule.id, rule })))("$id", ({ rule }) => {
  for (const example of rule.examples) {
    test(example.title, async () => {
      const { before, after } = filesOfExample(example.diff);
      const events = await eventsBetween(before, after, example.zones);
      expect(events.filter(({ rule: id }) => id === rule.id).map(({ message }) => message)).toEqual(example.events);
    });
  }

  test("shows a case that fires and a near miss", () => {
    if (causedByOurselves.includes(rule.id)) return expect(rule.examples).toEqual([]);
    expect(rule.examples.some(({ events }) => events.length > 0)).toBe(true);
    expect(rule.examples.some(({ events }) => events.length === 0)).toBe(true);
  });

  test("is documented", () => {
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.why).toMatch(/\.$/);
    expect(rule.whatToDo).toMatch(/\.$/);
    expect(rule.pci.filter((number) => !(number in pciTitles))).toEqual([]);
  });
});

test("every rule stands in the file that its id and topic name", () => {
  const files = ["exposure", "access", "privilege", "connectivity", "coverage", "control"].flatMap((topic) =>
    readdirSync(`src/rules/${topic}`)
      .filter((file) => file !== "index.ts")
      .map((file) => `${topic}/${file}`),
  );
  expect(allRules.map(({ topic, id }) => `${topic}/${id}.ts`).sort()).toEqual(files.sort());
});
