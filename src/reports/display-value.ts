import type { Plain } from "../kubernetes/resource.ts";

/** A value before or after, as short text for people. Still untrusted: escape it for where it goes. */
export function displayValue(value: Plain): string {
  if (value === null) return "nothing";
  if (typeof value === "string") return value === "" ? '""' : value;
  if (isListOfText(value)) return value.length === 0 ? "nothing" : value.join(", ");
  return JSON.stringify(value);
}

function isListOfText(value: Plain): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
