import { isProtectedObject } from "./kinds.ts";
import type { Plain, PlainObject } from "./resource.ts";

/** Objects of protected kinds that stand inside an object of a kind that is not read: another program applies them, somewhere. */
export interface CarriedObjects {
  readonly kinds: readonly string[];
  /** Equal for equal objects, whatever else their carrier says. */
  readonly content: string;
}

/** What a template, a work order or a request for objects in another cluster carries; undefined where that is nothing protected. */
export function carriedObjects(carrier: PlainObject): CarriedObjects | undefined {
  const found: PlainObject[] = [];
  const open: { readonly value: Plain; readonly depth: number }[] = [{ value: carrier, depth: 0 }];
  let looked = 0;
  for (let one = open.pop(); one; one = open.pop()) {
    if (++looked > mostValues) break;
    const { value, depth } = one;
    if (value === null || typeof value !== "object" || depth > mostDepth) continue;
    if (depth > 0 && isCarried(value)) found.push(value);
    else
      for (const inner of Object.values<Plain>(value as Readonly<Record<string, Plain>>))
        open.push({ value: inner, depth: depth + 1 });
  }
  if (found.length === 0) return undefined;
  const contents = found.map((object) => JSON.stringify(object)).sort();
  return {
    kinds: [...new Set(found.flatMap(({ kind }) => (typeof kind === "string" ? [kind] : [])))].sort(),
    content: contents.join("\n"),
  };
}

// Larger ones are lists of something else.
const mostValues = 20_000;
const mostDepth = 20;

function isCarried(value: Plain): value is PlainObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const { apiVersion, kind, metadata } = value as PlainObject;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return false;
  // A reference to an object has a name instead.
  if (metadata === null || typeof metadata !== "object" || Array.isArray(metadata)) return false;
  const group = apiVersion.includes("/") ? (apiVersion.split("/", 1)[0] ?? "") : "";
  return isProtectedObject({ group, kind }) && kind !== "Service";
}
