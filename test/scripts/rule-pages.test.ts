import { expect, test } from "@jest/globals";
import { textOfExample } from "../../src/rules/example-files.ts";
import { defineRule } from "../../src/rules/rule.ts";

// The scripts are plain JavaScript, so that they run before anything is built.
const script: string = new URL("../../scripts/generate/rule-pages.js", import.meta.url).href;
const { rulePages } = (await import(script)) as { rulePages: (source: unknown) => Map<string, string> };

const rule = defineRule({
  id: "tls-removed",
  title: "A public host stops using TLS",
  topic: "exposure",
  severity: "high",
  cases: { inside: { severity: "low", when: "Only the cluster | reaches it" } },
  pci: ["4.2.1"],
  why: "Clear text.",
  whatToDo: "Keep it.",
  check: () => undefined,
  examples: [
    { title: "Deleted", events: ["gone"], diff: "\n      kind: Ingress\n     -tls: []" },
    { title: "Renamed", events: [], diff: "\n     -a: 1\n     +b: 1" },
  ],
});
const pages = rulePages({
  rules: [rule],
  pciTitles: { "4.2.1": "Cryptography" },
  modifiers: { exposure: ["One step up."] },
  textOfExample,
});

test("a page shows the diff and the message that it causes", () => {
  expect(pages.get("docs/rules/tls-removed.md")).toContain("```diff\n kind: Ingress\n-tls: []\n```\n\n> gone\n");
});

test("a near miss says so", () => {
  expect(pages.get("docs/rules/tls-removed.md")).toContain(
    "```diff\n-a: 1\n+b: 1\n```\n\nNot reported by this rule.\n",
  );
});

test("cases are a table, and their text cannot break it", () => {
  expect(pages.get("docs/rules/tls-removed.md")).toContain("| inside | low | Only the cluster \\| reaches it |");
});

test("the matrix lists the rules of a requirement", () => {
  expect(pages.get("docs/rules/README.md")).toContain("| 4.2.1 | Cryptography | [tls-removed](tls-removed.md) |");
});

test("a page of a rule of routes says what moves its severity", () => {
  expect(pages.get("docs/rules/tls-removed.md")).toContain("- One step up.\n");
});
