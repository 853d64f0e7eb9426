import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { noEntry, seal } from "../../src/audit/chain.ts";
import { auditDraft } from "../support/audit-trails.ts";

test("the first entry has sequence 1 and 64 zeros before it", () => {
  expect(seal(auditDraft(), null)).toMatchObject({ version: 1, sequence: 1, previous: noEntry });
});

test("an entry continues the one before", () => {
  const first = seal(auditDraft(), null);
  expect(seal(auditDraft(), first)).toMatchObject({ sequence: 2, previous: first.hash });
});

test("the hash is what anyone computes from the canonical JSON of the other fields", () => {
  const text =
    '{"actor":{"id":7,"login":"mona"},"base":null,"details":{"a":1,"b":[true,"é"]},"head":null,"kind":"merged",' +
    `"policySha":null,"previous":"${noEntry}","pullRequest":3,"repository":"acme/gitops","sequence":1,` +
    '"time":"2026-05-04T10:00:00.000Z","version":1}';
  const draft = auditDraft({
    kind: "merged",
    pullRequest: 3,
    head: null,
    base: null,
    policySha: null,
    details: { b: [true, "é"], a: 1 },
  });
  expect(seal(draft, null).hash).toBe(createHash("sha256").update(text).digest("hex"));
});

test("the order in which the caller wrote the details does not matter", () => {
  const one = seal(auditDraft({ details: { a: 1, b: 2 } }), null);
  expect(seal(auditDraft({ details: { b: 2, a: 1 } }), null).hash).toBe(one.hash);
});

test("a number that JSON cannot say is recorded by its name", () => {
  const entry = seal(auditDraft({ details: { replicas: Number.POSITIVE_INFINITY } }), null);
  expect(entry.details).toEqual({ replicas: "Infinity" });
});

test("fields that are not part of version 1 do not slip in", () => {
  const draft = { ...auditDraft(), key: "internal" };
  expect(seal(draft, null)).not.toHaveProperty("key");
});
