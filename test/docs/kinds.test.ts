import { readdirSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { controllers } from "../../src/analysis/exposure/controllers/index.ts";
import { controls } from "../../src/analysis/exposure/controls/index.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { firstColumn, page, read, root, section } from "./documents.ts";

const kindsPage = page("docs/kinds.md").text;
const rules: readonly string[] = allRules.map(({ id }) => id);
const names: readonly string[] = controls.map(({ name }) => name);

test("every kind that routes or guards traffic is on the page of kinds", () => {
  const kinds = [
    ...["exposure", "privilege", "connectivity", "routing-support", "opaque"].flatMap(kindsIn),
    ...traefikKinds(),
  ];
  expect(kinds.length).toBeGreaterThan(100);
  expect(kinds.filter((kind) => !new RegExp(`\\b${kind}\\b`).test(kindsPage))).toEqual([]);
});

test("fields and annotations that the page of kinds names are in the code", () => {
  const code = ["src/analysis/exposure", "src/analysis/privilege", "src/analysis/connectivity"]
    .flatMap(sourcesBelow)
    .join("\n");
  const spans = page("docs/kinds.md").spans.filter((span) => /^[a-z][\w-]*$/i.test(span) && !rules.includes(span));
  expect(spans.length).toBeGreaterThan(80);
  expect(spans.filter((span) => !new RegExp(`\\b${span}\\b`).test(code))).toEqual([]);
});

test("every control is explained, with rules that exist", () => {
  const table = section("docs/exposure.md", "Controls");
  expect(firstColumn(table).sort()).toEqual([...names].sort());
  const told = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, rule = ""]) => rule);
  expect(told.filter((rule) => !rules.includes(rule))).toEqual([]);
});

test("the policy guide names every controller that a policy can name", () => {
  const [, listed = ""] =
    /These are understood, (.*?)\. All names/s.exec(section("docs/guide/policy.md", "Controllers")) ?? [];
  const named = [...listed.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  expect(named.sort()).toEqual(controllers.flatMap(({ name }) => (name === "unrecognized" ? [] : [name])).sort());
});

test("every entry of the first catalogue is carried by rules that exist", () => {
  const rows = read("docs/decisions/0011-rules-say-what-happened.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  const carried = rows.map((row) => [...row.matchAll(/\[([\w-]+)\]\(\.\.\/rules\/([\w-]+)\.md\)/g)]);
  expect(new Set(rows.map((row) => row.split("|")[1])).size).toBe(70);
  expect(carried.filter((found) => found.length === 0)).toEqual([]);
  const wrong = carried.flat().filter(([, name = "", target]) => name !== target || !rules.includes(name));
  expect(wrong.map(([link]) => link)).toEqual([]);
});

function kindsIn(topic: string): string[] {
  const [, block = ""] =
    new RegExp(`^  "?${topic}"?: \\{\\n(.*?)^  \\},`, "ms").exec(read("src/kubernetes/kinds.ts")) ?? [];
  return [...block.matchAll(/"([A-Z]\w+)"/g)].map(([, kind = ""]) => kind);
}

function traefikKinds(): string[] {
  const [, block = ""] = /function traefikKinds\(\)[^{]*\{(.*?)^\}/ms.exec(read("src/kubernetes/kinds.ts")) ?? [];
  return [...block.matchAll(/"([A-Z]\w+)"/g)].map(([, kind = ""]) => kind);
}

function sourcesBelow(folder: string): string[] {
  const entries = readdirSync(new URL(folder, root), { withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isDirectory() ? sourcesBelow(`${folder}/${entry.name}`) : [read(`${folder}/${entry.name}`)],
  );
}
