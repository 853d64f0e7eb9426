import type { FieldPath, Plain, PlainObject } from "../../kubernetes/resource.ts";

/** The value at a path, undefined if there is none. */
export function fieldAt(data: Plain, path: FieldPath): Plain | undefined {
  let value: Plain | undefined = data;
  for (const key of path) {
    if (value === null || typeof value !== "object") return undefined;
    if (Array.isArray(value)) value = typeof key === "number" ? (value[key] as Plain | undefined) : undefined;
    else value = Object.hasOwn(value, key) ? (value as PlainObject)[key] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

export function asObject(value: Plain | undefined): PlainObject | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as PlainObject) : undefined;
}

export function asList(value: Plain | undefined): readonly Plain[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function asText(value: Plain | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
