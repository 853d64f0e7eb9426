import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AnyChange } from "../../src/analysis/all-changes.ts";
import type { Unrendered } from "../../src/analysis/coverage/coverage-change.ts";
import type { Location } from "../../src/kubernetes/location.ts";
import { findSecurityEvents } from "../../src/rules/find-security-events.ts";
import { fingerprintOf } from "../../src/rules/fingerprint.ts";
import { defineRule, type Finding, type Rule } from "../../src/rules/rule.ts";

describe("findSecurityEvents", () => {
  test("the same effect in two views is one event that lists both", () => {
    const [event, ...others] = find([change({ view: "staging" }), change({ view: "prod" })], [says("found")]);
    expect(others).toEqual([]);
    expect(event?.views).toEqual(["prod", "staging"]);
    expect(event?.fingerprints).toEqual(
      [fingerprintOf("found", "prod", "effect"), fingerprintOf("found", "staging", "effect")].sort(),
    );
    expect(event?.fingerprints).not.toContain(event?.id);
  });

  test("an event with one fingerprint has it as its id", () => {
    const [event] = find([change({})], [says("found")]);
    expect(event?.id).toBe(fingerprintOf("found", "", "effect"));
  });

  test("every part of a folded change has to be approved on its own", () => {
    const [event] = find([change({ parts: ["a", "b"] })], [says("found")]);
    expect(event?.fingerprints).toEqual([fingerprintOf("found", "", "a"), fingerprintOf("found", "", "b")].sort());
  });

  test("different effects are different events", () => {
    expect(find([change({ effect: 1 }), change({ effect: 2 })], [says("found")])).toHaveLength(2);
  });

  test("a generic rule only speaks where no other rule does", () => {
    const generic = { ...says("generic"), fallback: true as const };
    const specific = {
      ...says("specific"),
      check: (seen: { effect: unknown }) => (seen.effect === 1 ? "1" : undefined),
    };
    const events = find([change({ effect: 1 }), change({ effect: 2 })], [generic, specific]);
    expect(events.map(({ rule }) => rule)).toEqual(["generic", "specific"]);
  });

  test("a rule that throws becomes an event instead of silence", () => {
    const broken = { ...says("broken"), check: () => fail() };
    const [event, ...others] = find([change({})], [broken]);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ rule: "rule-failed", severity: "high", direction: "unknown", theme: "coverage" });
    expect(event?.message).toBe("The rule broken failed on Chart `shop`: out of luck");
  });

  test("a failure on another change is another effect", () => {
    const broken = { ...says("broken"), check: () => fail() };
    const events = find([change({ effect: 1 }), change({ effect: 2 })], [broken]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  test("several findings in one change are several events, even without effects of their own", () => {
    const many = { ...says("many"), check: (): Finding[] => [{ message: "one" }, { message: "two" }] };
    expect(
      find([change({})], [many])
        .map(({ message }) => message)
        .sort(),
    ).toEqual(["One", "Two"]);
  });

  test("a documented case moves the severity", () => {
    const rule = {
      ...says("found"),
      cases: { cde: { severity: "critical" as const, when: "in the cde" } },
      check: () => ({ message: "found", case: "cde" }),
    };
    expect(find([change({})], [rule])[0]?.severity).toBe("critical");
  });

  test("the first touched place leads, on the after side if there is one", () => {
    const because = [at("a.yaml", 1, "after"), at("a.yaml", 2, "before"), at("a.yaml", 3, "after")];
    const touched = { touches: ({ line }: Location) => line > 1 };
    const [event] = findSecurityEvents([change({ because })], { rules: [says("found")], touched });
    expect(event?.locations.map(({ line }) => line)).toEqual([3, 1, 2]);
  });

  test("a deleted line leads where nothing else was touched", () => {
    const because = [at("a.yaml", 1, "after"), at("a.yaml", 2, "before")];
    const touched = { touches: ({ side }: Location) => side === "before" };
    const [event] = findSecurityEvents([change({ because })], { rules: [says("found")], touched });
    expect(event?.locations[0]?.line).toBe(2);
  });

  test("an event is never without a place", () => {
    expect(find([change({ because: [] })], [says("found")])[0]?.locations).toHaveLength(1);
  });

  test("the severest comes first, then theme, rule and place", () => {
    const rules = [says("b", "low"), says("a", "low"), says("c", "high")];
    expect(find([change({})], rules).map(({ rule }) => rule)).toEqual(["c", "a", "b"]);
  });

  test("the order of changes never shows", () => {
    const some = fc.record({
      view: fc.constantFrom("", "prod", "staging"),
      effect: fc.integer({ min: 0, max: 3 }),
      because: fc.array(fc.record({ file: fc.constantFrom("a", "b"), line: fc.integer({ min: 1, max: 3 }) }), {
        maxLength: 2,
      }),
    });
    const changes = fc
      .array(some, { maxLength: 6 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(changes, ([one, other]) => {
        const [a, b] = [one, other].map((list) =>
          find(
            list.map((it) => change({ ...it, because: it.because.map(({ file, line }) => at(file, line, "after")) })),
            [says("found"), says("also", "high")],
          ).map((event) => ({
            ...event,
            locations: new Set(event.locations.map(({ file, line }) => `${file}:${line}`)),
          })),
        );
        expect(a).toEqual(b);
      }),
    );
  });
});

function find(changes: readonly AnyChange[], rules: readonly Rule[]) {
  return findSecurityEvents(changes, { rules });
}

function says(id: string, severity: "low" | "high" = "low") {
  return defineRule({
    id,
    title: id,
    topic: "coverage",
    severity,
    pci: [],
    why: "Because.",
    whatToDo: "This.",
    check: (): string | Finding | readonly Finding[] | undefined => id,
    examples: [],
  });
}

function fail(): never {
  throw new Error("out of luck");
}

function change(given: Partial<Unrendered>): Unrendered {
  return {
    topic: "coverage",
    kind: "unrendered",
    concern: "routing",
    view: "",
    direction: "unknown",
    resource: { apiVersion: "", kind: "Chart", namespace: null, name: "shop" },
    details: [],
    files: [],
    effect: "effect",
    before: null,
    after: null,
    because: [at("a.yaml", 1, "after")],
    ...given,
  };
}

function at(file: string, line: number, side: Location["side"]): Location {
  return { file, line, column: 1, endLine: line, endColumn: 1, side, text: "" };
}
