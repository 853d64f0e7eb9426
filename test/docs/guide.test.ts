import { expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { controllers } from "../../src/analysis/exposure/controllers/index.ts";
import { createMetrics } from "../../src/github/metrics.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { firstColumn, page, pages, read, section, unionIn } from "./documents.ts";

const manifest = parse(read("app.yml")) as {
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, string>>;
};
const install = section("docs/guide/install-as-a-github-app.md", "1. Create the App");
const reasons = unionIn("src/review/review-plan.ts", "RejectionReason");
const kinds = unionIn("src/audit/entry-v1.ts", "EntryKind");

test("the installation guide lists the events of app.yml", () => {
  const [, table = ""] = install.split("- Events:");
  expect(firstColumn(table).sort()).toEqual([...manifest.default_events].sort());
});

test("the installation guide lists the permissions of app.yml", () => {
  const rows = [...install.matchAll(/^\| `(\w+)` \| (read|write) \|/gm)].map(([, name, access]) => [name, access]);
  expect(Object.fromEntries(rows)).toEqual(manifest.default_permissions);
});

test("the settings in the operations guide are those that the server reads", () => {
  const source = read("src/github/settings.ts");
  const inCode = [...source.matchAll(/\benv\.([A-Z_]+)|\(env, "([A-Z_]+)"/g)].map(
    ([, one, other = ""]) => one ?? other,
  );
  expect(firstColumn(section("docs/guide/operations.md", "Settings")).sort()).toEqual([...new Set(inCode)].sort());
});

test("the defaults in the operations guide are those of the code", () => {
  const source = read("src/github/settings.ts").replaceAll("_", "");
  const rows = section("docs/guide/operations.md", "Settings").matchAll(/^\| `([A-Z_]+)` \|.*\| `([^`]+)` \|$/gm);
  const missing = [...rows].filter(([, , fallback = ""]) => !source.includes(fallback.replaceAll("_", "")));
  expect(missing).toEqual([]);
});

test("the shortest webhook secret is told as it is", () => {
  const [, shortest] = /shortestSecret = (\d+)/.exec(read("src/github/settings.ts")) ?? [];
  expect(page("docs/guide/operations.md").text).toContain(`at least ${shortest} characters`);
  expect(page("docs/guide/install-as-a-github-app.md").text).toContain(`less than ${shortest} characters`);
  expect(page("SECURITY.md").text).toContain(`at least ${shortest} characters`);
  expect(page("README.md").text).toContain(`fewer than ${shortest} are refused`);
});

test("the metrics in the operations guide are those that are served", () => {
  const text = createMetrics().render({
    gatewarden_work_waiting: 0,
    gatewarden_work_poisoned: 0,
    gatewarden_work_oldest_wait_seconds: 0,
  });
  const served = [...text.matchAll(/^# HELP (\w+)/gm)].map(([, name = ""]) => name);
  expect(firstColumn(section("docs/guide/operations.md", "Metrics")).sort()).toEqual(served.sort());
});

test("every reason why an approval does not count is explained", () => {
  expect(reasons.length).toBeGreaterThan(5);
  const explained = firstColumn(section("docs/guide/approvals.md", "Why an approval does not count"));
  expect(explained.sort()).toEqual(reasons);
});

test("every kind of audit entry is explained, and those called reserved are the ones that nothing writes", () => {
  const text = section("docs/guide/audit-trail.md", "An entry, version 1");
  const [fields = "", table = ""] = text.split("| kind | written when | actor |");
  expect(firstColumn(table).sort()).toEqual(kinds);
  const reserved = [...(/^\|(.*)\| reserved:/m.exec(table)?.[1] ?? "").matchAll(/`([\w-]+)`/g)].map(
    ([, kind = ""]) => kind,
  );
  const writer = read("src/github/audit-entries.ts");
  expect(reserved.sort()).toEqual(kinds.filter((kind) => !writer.includes(`"${kind}"`)));
  expect(firstColumn(fields).sort()).toEqual(fieldsOfEntry().sort());
});

test("the JSON sample keeps the contract", () => {
  const sample = page("docs/guide/command-line.md").blocks.find(({ language }) => language === "json");
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(read("docs/review-v1.schema.json")) as object,
  );
  validate(JSON.parse(sample?.code ?? "null"));
  expect(validate.errors).toBeNull();
});

test("words in kebab-case are rules, reasons, kinds or values that exist", () => {
  const inPolicy = [...read("docs/policy.schema.json").matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, word]) => word);
  const contracts = ["review", "diagram", "inventory"].map((name) => read(`docs/${name}-v1.schema.json`)).join();
  const inContract = [...contracts.matchAll(/"([a-z]+(?:-[a-z]+)+)"/g)].map(([, word]) => word);
  const profiles = controllers.map(({ name }) => name);
  const ids = allRules.map(({ id }) => id);
  const known = new Set([...ids, ...reasons, ...kinds, ...inPolicy, ...inContract, ...profiles]);
  const used = pages
    // What kinds.md names are fields and annotations: see kinds.test.ts.
    .filter(({ path }) => !path.startsWith("docs/decisions/") && path !== "docs/kinds.md")
    .flatMap(({ path, spans }) =>
      spans.filter((span) => /^[a-z]+(-[a-z]+)+$/.test(span)).map((span) => ({ path, span })),
    );
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter(({ span }) => !known.has(span))).toEqual([]);
});

function fieldsOfEntry(): string[] {
  const source = read("src/audit/entry-v1.ts");
  return [...source.matchAll(/^ {2}readonly (\w+):/gm)].map(([, name = ""]) => name);
}
