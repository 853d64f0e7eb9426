import { createHash } from "node:crypto";
import canonicalizeModule from "canonicalize";
import type { Plain } from "../kubernetes/resource.ts";

/**
 * Identifies one effect in one view: sha256 (hex) over the canonical JSON (RFC 8785) of rule, view and effect.
 * Approvals are bound to it, so it must not move with line numbers, paths or commits, and must move with everything else.
 */
export function fingerprintOf(rule: string, view: string, effect: Plain): string {
  return sha256(canonicalText({ rule, view, effect }));
}

/** Identifies an event with several fingerprints. */
export function fingerprintOfAll(fingerprints: readonly string[]): string {
  return sha256(canonicalText([...fingerprints].sort()));
}

/** RFC 8785, with a spelling for what JSON cannot hold but YAML can (`.nan`, `.inf`). */
export function canonicalText(value: Plain): string {
  return canonicalize(withoutInfinities(value));
}

// The package's types describe an ES module, but it is a CommonJS one whose export is the function itself.
const canonicalize = canonicalizeModule as unknown as (value: Plain) => string;

function withoutInfinities(value: Plain): Plain {
  if (typeof value === "number") return Number.isFinite(value) ? value : { "not-finite": String(value) };
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(withoutInfinities);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutInfinities(inner)]));
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
