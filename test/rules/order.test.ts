import { expect, test } from "@jest/globals";
import { exposureChanges } from "../../src/analysis/exposure/exposure-changes.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { filesOfExample } from "../../src/rules/example-files.ts";
import { canonicalText } from "../../src/rules/fingerprint.ts";
import { resourcesFrom } from "../support/resources.ts";

const scenarios = allRules
  .filter(({ topic }) => topic === "exposure")
  .flatMap(({ id, examples }) => examples.map((example) => ({ name: `${id}: ${example.title}`, diff: example.diff })));

type Files = Readonly<Record<string, string>>;

test.each(scenarios)("the order of files and documents says nothing: $name", ({ diff }) => {
  const { before, after } = filesOfExample(diff);
  expect(effects(before, after, true)).toEqual(effects(before, after, false));
});

test.each(scenarios)("the same state is no change: $name", ({ diff }) => {
  const { before, after } = filesOfExample(diff);
  expect([...effects(before, before, true), ...effects(after, after, true)]).toEqual([]);
});

function effects(before: Files, after: Files, reversed: boolean): string[] {
  const read = (files: Files, side: "before" | "after") => {
    const all = Object.entries(files).flatMap(([file, text]) => [...resourcesFrom(text, file, side)]);
    return reversed && side === "after" ? all.reverse() : all;
  };
  const view = { name: "", before: read(before, "before"), after: read(after, "after") };
  return exposureChanges(view, { controllers: {} })
    .map(({ effect, direction }) => `${direction} ${canonicalText(effect)}`)
    .sort();
}
