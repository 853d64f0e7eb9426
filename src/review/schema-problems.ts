import { z } from "zod";
import { didYouMean } from "./did-you-mean.ts";
import { policyFileSchema } from "./policy-schema.ts";
import type { PathInFile, PlacedMessage, PolicyText } from "./policy-text.ts";

type Issue = z.core.$ZodIssue;

/** Says what the schema does not accept, in the words of the file and at its places. */
export function schemaProblems(issues: readonly Issue[], text: PolicyText): PlacedMessage[] {
  return issues.flatMap((issue) => problemsOf(issue, [], text));
}

function problemsOf(issue: Issue, prefix: PathInFile, text: PolicyText): PlacedMessage[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "invalid_union") {
    const branch = deepestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => problemsOf(inner, path, text));
  }
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      ...text.placeOfKey(path, key),
      message: `unknown key \`${key}\`${within(path)}${didYouMean(key, keysAt(path))}`,
    }));
  if (issue.code === "invalid_key") {
    const message = `the name \`${String(path.at(-1))}\` ${issue.issues[0]?.message ?? "is not valid"}`;
    return [{ ...text.placeOfKey(path.slice(0, -1), String(path.at(-1))), message }];
  }
  return [{ ...text.placeOf(path), message: `${spelled(path)} ${expectation(issue, valueAt(text.data, path))}` }];
}

/** Of the alternatives that were tried, the one that got furthest is the one the author meant. */
function deepestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((branch) => branch.every((issue) => issue.path.length > 0) && branch.length > 0);
}

function expectation(issue: Issue, value: unknown): string {
  if (value === undefined) return "is missing";
  if (issue.code === "invalid_value") return oneOf(issue.values.map(String), value);
  if (issue.code === "invalid_union") return oneOf([...new Set(issue.errors.flat().flatMap(valuesOf))], value);
  if (issue.code === "invalid_type" && issue.expected in typeNames)
    return `must be ${typeNames[issue.expected]}, not ${describeType(value)}`;
  return issue.message;
}

function oneOf(values: readonly string[], value: unknown): string {
  if (values.length === 0) return `must be text or a list of texts, not ${describeType(value)}`;
  const expected = values.length === 1 ? `\`${values[0]}\`` : `one of ${values.join(", ")}`;
  return `must be ${expected}${typeof value === "string" ? didYouMean(value, values) : ""}`;
}

function valuesOf(issue: Issue): string[] {
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys and values",
  record: "a map of names and values",
};

function describeType(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "text" : `\`${JSON.stringify(value)}\``;
}

function keysAt(path: PathInFile): string[] {
  let schema: unknown = policyFileSchema;
  for (const step of path) schema = inside(unwrapped(schema), step);
  const found = unwrapped(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function inside(schema: unknown, step: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapped(schema.unwrap());
  return schema;
}

function valueAt(data: unknown, path: PathInFile): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

function within(path: PathInFile): string {
  return path.length === 0 ? "" : ` in ${spelled(path)}`;
}

function spelled(path: PathInFile): string {
  if (path.length === 0) return "the policy";
  return `\`${path.map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`)).join("")}\``;
}
