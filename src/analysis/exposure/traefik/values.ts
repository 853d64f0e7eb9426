import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { asList, asObject } from "../plain-fields.ts";

/** A number, also where YAML or a template made it a text; undefined for anything else. */
export function numberOf(value: Plain | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d{1,12}$/.test(value.trim()) ? Number(value) : undefined;
}

/** The texts of a list; what is no text stands as its JSON, so that it is not read as something else. */
export function textsOf(value: Plain | undefined): string[] {
  if (typeof value === "string") return [value];
  return (asList(value) ?? []).map(wordsOf);
}

/** A value as text. */
export function wordsOf(value: Plain | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** True for a boolean or Go's spellings of one. */
export function isTrue(value: Plain | undefined): boolean {
  return (
    value === true || (typeof value === "string" && ["1", "t", "T", "TRUE", "true", "True"].includes(value.trim()))
  );
}

/** The objects of a list with their indexes. */
export function objectsOf(value: Plain | undefined): { readonly item: PlainObject; readonly index: number }[] {
  return (asList(value) ?? []).flatMap((entry, index) => {
    const item = asObject(entry);
    return item ? [{ item, index }] : [];
  });
}

/** `namespace/name`, or the name where nothing says in which namespace. */
export function qualified(namespace: string | null | undefined, name: string): string {
  return namespace === null || namespace === undefined || name.includes("/") ? name : `${namespace}/${name}`;
}
