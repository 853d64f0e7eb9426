import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type AuthFormula, compareFormulas } from "../../../src/analysis/exposure/auth-formula.ts";

const ip = { kind: "network", by: "10.0.0.0/8" } as const;
const basic = { kind: "basic", by: "users" } as const;
const external = { kind: "external", by: "https://login.example.com" } as const;

test.each<[string, AuthFormula, AuthFormula, string]>([
  ["a second proof is stronger", [[ip]], [[ip, basic]], "stronger"],
  ["one of two instead of both is weaker", [[ip, basic]], [[ip], [basic]], "weaker"],
  ["nothing to prove is weaker than anything", [[external]], [[]], "weaker"],
  ["refusing everyone is stronger than anything", [[external]], [], "stronger"],
  ["another kind of check is neither", [[basic]], [[external]], "incomparable"],
  ["a smaller network is stronger", [[ip]], [[{ kind: "network", by: "10.1.0.0/16" }]], "stronger"],
  ["the order of proofs says nothing", [[ip, basic]], [[basic, ip]], "equal"],
])("%s", (_, before, after, order) => {
  expect(compareFormulas(before, after)).toBe(order);
});

const atoms = ["basic", "digest", "external", "client-certificate"] as const;
const way = fc.subarray([...atoms]);
const formula = fc.array(way, { maxLength: 4 });

test("the order of formulas is the order of the requests that they accept", () => {
  fc.assert(
    fc.property(formula, formula, (was, is) => {
      const asFormula = (ways: readonly (readonly (typeof atoms)[number][])[]): AuthFormula =>
        ways.map((kinds) => kinds.map((kind) => ({ kind, by: "x" })));
      const credentials = Array.from({ length: 16 }, (_, bits) => atoms.filter((_, index) => bits & (1 << index)));
      const accepted = (ways: readonly (readonly string[])[]) =>
        credentials.map((own) => ways.some((needed) => needed.every((kind) => own.includes(kind as "basic"))));
      const [before, after] = [accepted(was), accepted(is)];
      const fewer = after.every((yes, index) => !yes || before[index]);
      const more = before.every((yes, index) => !yes || after[index]);
      const expected = fewer && more ? "equal" : fewer ? "stronger" : more ? "weaker" : "incomparable";
      expect(compareFormulas(asFormula(was), asFormula(is))).toBe(expected);
    }),
  );
});
