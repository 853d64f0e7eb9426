import { describe, expect, test } from "@jest/globals";
import type { ConnectivityChange } from "../../src/analysis/connectivity/connectivity-change.ts";
import { connectivityChanges } from "../../src/analysis/connectivity/connectivity-changes.ts";
import { zoneFacts } from "../../src/analysis/connectivity/zone-facts.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { filesOfExample } from "../../src/rules/example-files.ts";
import { canonicalText } from "../../src/rules/fingerprint.ts";
import type { Example } from "../../src/rules/rule.ts";
import { resourcesFrom } from "../support/resources.ts";

const scenarios = allRules
  .filter(({ topic }) => topic === "connectivity")
  .flatMap(({ id, examples }) => examples.map((example) => ({ name: `${id}: ${example.title}`, example })));

type Files = Readonly<Record<string, string>>;

const opposite: Readonly<Record<string, string>> = {
  opened: "closed",
  closed: "opened",
  "isolation-lost": "isolation-gained",
  "isolation-gained": "isolation-lost",
  bypassed: "bypass-ended",
  "bypass-ended": "bypassed",
  rewritten: "rewritten",
  "zone-moved": "zone-moved",
};

describe.each(scenarios)("$name", ({ example }) => {
  const { before, after } = filesOfExample(example.diff);

  test("swapped, it points the other way", () => {
    const forwards = changes(before, after, example).flatMap(facts);
    const backwards = changes(after, before, example).flatMap(facts);
    expect(sorted(backwards)).toEqual(sorted(forwards.map(([kind, where]) => [opposite[kind] ?? kind, where])));
  });

  test("the order of objects says nothing", () => {
    expect(effects(before, after, example, true)).toEqual(effects(before, after, example, false));
  });

  test("the same state is no change", () => {
    expect([...changes(before, before, example), ...changes(after, after, example)]).toEqual([]);
  });
});

function changes(
  before: Files,
  after: Files,
  { zones = {} }: Example,
  reversed = false,
): readonly ConnectivityChange[] {
  const read = (files: Files, side: "before" | "after") => {
    const all = Object.entries(files).flatMap(([file, text]) => [...resourcesFrom(text, file, side)]);
    return reversed ? all.reverse() : all;
  };
  const view = { name: "", before: read(before, "before"), after: read(after, "after") };
  return connectivityChanges(view, { zones: zoneFacts(zones) });
}

/** An orphaned policy, an open namespace and what is not understood are news of one state only. */
function facts(change: ConnectivityChange): readonly (readonly [kind: string, where: string])[] {
  if (opposite[change.kind] === undefined) return [];
  // A policy that goes with its application is a new policy of a new one, seen the other way around.
  if ("cause" in change && change.cause === "application-removed") return [["isolation-lost", pods(change)]];
  return [[change.kind, pods(change)]];
}

function pods({ targets, resource }: ConnectivityChange): string {
  const names = targets.map(({ namespace, workload, selector }) => `${namespace}/${workload ?? selector}`);
  return names.length === 0 ? resource.name : names.sort().join(" ");
}

function effects(before: Files, after: Files, example: Example, reversed: boolean): string[] {
  return changes(before, after, example, reversed)
    .map(({ effect, direction }) => `${direction} ${canonicalText(effect)}`)
    .sort();
}

function sorted(list: readonly (readonly [string, string])[]): string[] {
  return [...new Set(list.map((fact) => fact.join(" ")))].sort();
}
