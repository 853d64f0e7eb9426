import type { Plain, PlainObject } from "../../kubernetes/resource.ts";
import { asObject, asText } from "./plain-fields.ts";
import { stableText } from "./route.ts";

/** The JSON of an annotation, undefined if it is none. */
export function jsonOf(text: string | undefined): Plain | undefined {
  if (text === undefined || text.length > longestText) return undefined;
  try {
    return JSON.parse(text) as Plain;
  } catch {
    return undefined;
  }
}

const longestText = 100_000;

/** A field by name in any case, as Go's decoder finds it. */
export function fieldOf(value: Plain | undefined, name: string): Plain | undefined {
  const object = asObject(value);
  if (!object) return undefined;
  if (Object.hasOwn(object, name)) return object[name];
  const key = Object.keys(object).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object[key];
}

/** A field as text; numbers and booleans as they are written. */
export function textOf(value: Plain | undefined, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === "number" || typeof field === "boolean" ? String(field) : asText(field);
}

/** What an object has beside some of its fields, their names in any case; empty if that is nothing. */
export function textWithout(value: Plain | undefined, names: readonly string[]): string {
  const rest = withoutFields(value, names);
  return Object.keys(rest).length === 0 ? "" : stableText(rest);
}

function withoutFields(value: Plain | undefined, names: readonly string[]): PlainObject {
  const left = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(asObject(value) ?? {}).filter(([key]) => !left.has(key.toLowerCase())));
}
