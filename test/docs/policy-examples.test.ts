import { describe, expect, test } from "@jest/globals";
import { parsePolicy } from "../../src/review/parse-policy.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { firstColumn, pages, read, section } from "./documents.ts";

const knownRules = new Set(allRules.map(({ id }) => id));

const examples = pages.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ language, code }) => language === "yaml" && code.startsWith("version:"))
    .map(({ code }) => [path, code] as const),
);

describe("policies that people will copy", () => {
  test("stand in the README and in the guide", () => {
    expect(new Set(examples.map(([path]) => path))).toEqual(new Set(["README.md", "docs/guide/policy.md"]));
  });

  test.each(examples)("%s: the example is valid", (path, code) => {
    expect(parsePolicy(code, path, { knownRules })).toMatchObject({ kind: "policy" });
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

test("the guide explains exactly the keys that a policy may have", () => {
  const schema = JSON.parse(read("docs/policy.schema.json")) as Schema;
  expect(firstColumn(section("docs/guide/policy.md", "Every key")).sort()).toEqual(keysOf(schema).sort());
});

/** `reviews.*.when.theme` and so on; `*` stands for an index or a name of the author's choice. */
function keysOf({ properties = {}, additionalProperties, items }: Schema, prefix = ""): string[] {
  const named = Object.entries(properties).flatMap(([key, value]) => [
    prefix + key,
    ...keysOf(value, `${prefix}${key}.`),
  ]);
  const free = [items, additionalProperties].filter((inner) => typeof inner === "object");
  return [...named, ...free.flatMap((inner) => keysOf(inner, `${prefix}*.`))];
}
