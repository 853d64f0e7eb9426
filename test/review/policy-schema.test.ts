import { expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";
import { policyFileSchema } from "../../src/review/policy-schema.ts";

const jsonSchema = z.toJSONSchema(policyFileSchema, { io: "input" });

test("editors get a JSON Schema that accepts a policy and refuses an unknown key", () => {
  const validate = new Ajv2020({ strict: false }).compile(jsonSchema);
  const policy = { version: 1, maintainers: { edge: { teams: ["acme/edge"] } }, reviews: [{ from: ["edge"] }] };
  expect(validate(policy)).toBe(true);
  expect(validate({ ...policy, reveiws: [] })).toBe(false);
  expect(validate({ ...policy, reviews: [{ from: ["edge"], approvals: 0 }] })).toBe(false);
});

test("every key of the JSON Schema is described", () => {
  expect(undescribed(jsonSchema, "")).toEqual([]);
});

function undescribed(schema: unknown, at: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, ...rest } = schema as { properties?: Record<string, { description?: string }> };
  const missing = Object.entries(properties).flatMap(([key, value]) => [
    ...(value.description ? [] : [`${at}/${key}`]),
    ...undescribed(value, `${at}/${key}`),
  ]);
  return [...missing, ...Object.entries(rest).flatMap(([key, value]) => undescribed(value, `${at}/${key}`))];
}
