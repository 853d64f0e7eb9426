import type { AuditEntry } from "./entry-v1.ts";
import { UnreadableLine } from "./jsonl.ts";

export type ReadEntry =
  | { readonly kind: "entry"; readonly entry: AuditEntry }
  | { readonly kind: "malformed"; readonly why: string }
  | { readonly kind: "other-version"; readonly version: unknown };

/** Turns what an export or a store holds into an entry, or says why it is none. Fields beyond version 1 are refused. */
export function readEntry(value: unknown): ReadEntry {
  if (value instanceof UnreadableLine) return malformed(value.why);
  if (!isObject(value)) return malformed("it is not a JSON object");
  if ("version" in value && value.version !== 1) return { kind: "other-version", version: value.version };
  for (const [field, isRight] of Object.entries(fields)) {
    if (!Object.hasOwn(value, field)) return malformed(`\`${field}\` is missing`);
    if (!isRight(value[field])) return malformed(`\`${field}\` is not what version 1 puts there`);
  }
  const extra = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
  if (extra !== undefined) return malformed(`\`${extra}\` is no field of version 1`);
  return { kind: "entry", entry: value as unknown as AuditEntry };
}

const fields: Record<keyof AuditEntry, (value: unknown) => boolean> = {
  version: (value) => value === 1,
  sequence: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  previous: isSha256,
  hash: isSha256,
  // Any name passes: a trail may hold kinds that were added after this program was built.
  kind: (value) => typeof value === "string" && value !== "",
  time: isUtcMilliseconds,
  repository: (value) => typeof value === "string",
  pullRequest: (value) => value === null || Number.isSafeInteger(value),
  head: isTextOrNull,
  base: isTextOrNull,
  policySha: isTextOrNull,
  actor: (value) =>
    value === null || (isObject(value) && Number.isSafeInteger(value.id) && typeof value.login === "string"),
  details: (value) => value !== undefined,
};

function malformed(why: string): ReadEntry {
  return { kind: "malformed", why };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSha256(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isUtcMilliseconds(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}
