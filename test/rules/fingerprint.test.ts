import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Plain } from "../../src/kubernetes/resource.ts";
import { canonicalText, fingerprintOf, fingerprintOfAll } from "../../src/rules/fingerprint.ts";

test("a fingerprint is permanent: approvals and the audit trail quote it", () => {
  expect(fingerprintOf("tls-removed", "prod", { host: "shop.example.com" })).toBe(
    "022a1bbe6f961fc21715d7c2f431f483b4586fa16c2e3d1ff9f68099a919852c",
  );
});

test("rule, view and effect each change the fingerprint", () => {
  const prints = [
    fingerprintOf("a", "v", 1),
    fingerprintOf("b", "v", 1),
    fingerprintOf("a", "w", 1),
    fingerprintOf("a", "v", 2),
    fingerprintOf("a", "v", "1"),
    fingerprintOf("a", "v", null),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

test("the order of keys does not", () => {
  expect(fingerprintOf("a", "v", { x: 1, y: [{ p: 1, q: 2 }] })).toBe(
    fingerprintOf("a", "v", { y: [{ q: 2, p: 1 }], x: 1 }),
  );
});

test("what JSON cannot hold but YAML can has a spelling of its own", () => {
  expect(canonicalText([Number.NaN, Number.POSITIVE_INFINITY, 1])).toBe(
    '[{"not-finite":"NaN"},{"not-finite":"Infinity"},1]',
  );
});

test("several fingerprints have one name, in whatever order", () => {
  expect(fingerprintOfAll(["b", "a"])).toBe(fingerprintOfAll(["a", "b"]));
  expect(fingerprintOfAll(["a", "b"])).not.toBe(fingerprintOfAll(["a"]));
});

test("canonical text is JSON of an equal value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalText(value as Plain))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
