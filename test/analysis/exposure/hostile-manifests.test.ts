import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { allRules } from "../../../src/rules/all-rules.ts";
import { findSecurityEvents } from "../../../src/rules/find-security-events.ts";
import { changesBetween, ingress } from "./ingress-texts.ts";

const oddValue = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.constantFrom("", "/", "*", "*.", "a.*.b", "~(", "::", "10.0.0.0/8", "{{ x }}", "any", "constructor", "__proto__"),
  fc.constant([]),
  fc.constant({}),
  fc.constant([null, 1, "x", { host: 1 }, { http: { paths: [null, { path: 1 }, { backend: {} }] } }]),
);

const fields = [
  ["apiVersion"],
  ["spec"],
  ["spec", "ingressClassName"],
  ["spec", "defaultBackend"],
  ["spec", "backend"],
  ["spec", "tls"],
  ["spec", "tls", "0"],
  ["spec", "tls", "0", "hosts"],
  ["spec", "tls", "0", "secretName"],
  ["spec", "rules"],
  ["spec", "rules", "0"],
  ["spec", "rules", "0", "host"],
  ["spec", "rules", "0", "http"],
  ["spec", "rules", "0", "http", "paths"],
  ["spec", "rules", "0", "http", "paths", "0", "path"],
  ["spec", "rules", "0", "http", "paths", "0", "pathType"],
  ["spec", "rules", "0", "http", "paths", "0", "backend"],
  ["spec", "rules", "0", "http", "paths", "0", "backend", "service", "name"],
  ["spec", "rules", "0", "http", "paths", "0", "backend", "service", "port"],
  ...[
    "constructor",
    "__proto__",
    "satisfy",
    "auth-url",
    "auth-type",
    "server-alias",
    "limit-rps",
    "use-regex",
    "canary",
  ].map((key) => ["metadata", "annotations", key === "constructor" ? key : `nginx.ingress.kubernetes.io/${key}`]),
];

const base = ingress({
  tls: [{ hosts: ["shop.example.com"], secret: "tls" }],
  annotations: { "auth-url": "https://login.io" },
});
const mutated = fc
  .array(fc.tuple(fc.constantFrom(...fields), oddValue), { minLength: 1, maxLength: 3 })
  .map((edits) => {
    const manifest = JSON.parse(base);
    for (const [path, value] of edits) set(manifest, path, structuredClone(value));
    return JSON.stringify(manifest);
  });

function set(target: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined || target === null || typeof target !== "object") return;
  if (rest.length === 0) target[key] = value;
  else set(target[key] as Record<string, unknown>, rest, value);
}

test("no manifest, however wrong, breaks the analysis or a rule", () => {
  fc.assert(
    fc.property(mutated, mutated, (before, after) => {
      for (const changes of [changesBetween([before], [after]), changesBetween([base], [after])]) {
        const events = findSecurityEvents(changes, { rules: allRules });
        expect(events.filter(({ rule }) => rule === "rule-failed")).toEqual([]);
        expect(events.length > 0).toBe(changes.length > 0);
        for (const { because } of changes) expect(because.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 400 },
  );
});

test("an annotation named like a property of every object is compared as any other", () => {
  const before = ingress({ annotations: { "haproxy.org/x": "1" } });
  expect(changesBetween([before], [before])).toEqual([]);
  const named = before.replace('"haproxy.org/x"', '"constructor"');
  const [change] = changesBetween([ingress()], [named]);
  expect(change).toMatchObject({ facet: "annotation", changed: [{ key: "constructor", from: null, to: "1" }] });
});

test("more aliases than can be compared are a question, not millions of routes", () => {
  const numbered = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}${index}`);
  const aliases = numbered(500, "alias").join(",");
  const many = numbered(300, "i").map((name) =>
    ingress({ name, paths: [[`/${name}`]], annotations: { "server-alias": aliases } }),
  );
  const changes = changesBetween([], many);
  expect(changes.filter(({ facet }) => facet === "problem").length).toBeGreaterThan(0);
  expect(changesBetween(many, many)).toEqual([]);
});
