import { expect, test } from "@jest/globals";
import { exposureChanges } from "../../src/analysis/exposure/exposure-changes.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { filesOfExample } from "../../src/rules/example-files.ts";
import { resourcesFrom } from "../support/resources.ts";

const scenarios = allRules
  .filter(({ topic }) => topic === "exposure")
  .flatMap(({ id, examples }) => examples.map((example) => ({ name: `${id}: ${example.title}`, diff: example.diff })));

const mirror: Readonly<Record<string, string>> = {
  widened: "narrowed",
  narrowed: "widened",
  neutral: "neutral",
  unknown: "unknown",
  weaker: "stronger",
  stronger: "weaker",
  incomparable: "incomparable",
};

/**
 * Free-form configuration is a danger when it comes, and may have been a protection when it goes. A second claim makes the winner
 * uncertain, and its end settles it. That a retired controller is in use no more is told by what used it.
 */
const oneWay = ["snippet", "duplicate", "denials", "endOfLife"];

/** That a load balancer's scheme is left to a default is a question; that it is stated where the default was the same answers it. */
const isScheme = ([name, way]: Fact) => name === "entry" && (way === "unknown" || way === "neutral");

test.each(scenarios)("swapped, $name points the other way", ({ diff }) => {
  const { before, after } = filesOfExample(diff);
  const forwards = facts(before, after);
  const backwards = facts(after, before);
  const isTwoWay = (fact: Fact) => !oneWay.includes(fact[0]) && !isScheme(fact);
  const mirrored = forwards.filter(isTwoWay).map(([name, way]): Fact => [name, mirror[way] ?? way]);
  expect(textsOf(backwards.filter(isTwoWay))).toEqual(textsOf(mirrored));
  for (const [name, way] of forwards.filter((fact) => !isTwoWay(fact)))
    if (way === "narrowed") expect(backwards).not.toContainEqual([name, "narrowed"]);
});

type Fact = readonly [name: string, way: string];
type Files = Readonly<Record<string, string>>;

/** Facets with their directions, and of requests that change hands each control; a wrong manifest is wrong on one side only. */
function facts(before: Files, after: Files): Fact[] {
  const read = (files: Files, side: "before" | "after") =>
    Object.entries(files).flatMap(([file, text]) => [...resourcesFrom(text, file, side)]);
  const view = { name: "", before: read(before, "before"), after: read(after, "after") };
  return exposureChanges(view, { controllers: {} }).flatMap((change): Fact[] => {
    if (change.facet === "problem") return [];
    if (change.facet === "shadowed") {
      // What protects more beside something that protects less is only told with it: a host that comes, say, brings its own protection.
      const isMixed = change.direction === "widened" && change.differences.some(({ order }) => order === "stronger");
      const telling = change.differences.filter(({ order }) => !isMixed || order !== "stronger");
      return telling.map(({ control, order }) => [control, order]);
    }
    if (change.facet === "migrated")
      return change.table.flatMap(({ control, carried }): Fact[] =>
        carried === "no" ? [[control, "weaker"]] : carried === "stronger" ? [[control, "stronger"]] : [],
      );
    return [[change.facet, change.direction]];
  });
}

function textsOf(list: readonly Fact[]): string[] {
  return [...new Set(list.map((fact) => fact.join(" ")))].sort();
}
