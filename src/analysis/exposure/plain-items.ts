import type { FieldPath, Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { asList, asObject, asText } from "./plain-fields.ts";

/** An object in a list, with its place. */
export interface Item {
  readonly value: PlainObject;
  readonly field: FieldPath;
}

/** The objects of a list; anything else in it the API server refuses. */
export function itemsOf(value: Plain | undefined, field: FieldPath): readonly Item[] {
  return (asList(value) ?? []).flatMap((entry, index) => {
    const object = asObject(entry);
    return object ? [{ value: object, field: [...field, index] }] : [];
  });
}

/** The texts of a list. */
export function textsOf(value: Plain | undefined): readonly string[] {
  return (asList(value) ?? []).flatMap((entry) => asText(entry) ?? []);
}

/** A number or text as text, undefined for anything else. */
export function scalarText(value: Plain | undefined): string | undefined {
  return typeof value === "number" ? String(value) : asText(value);
}

export function specOf(resource: Resource): PlainObject {
  return asObject(resource.data.spec) ?? {};
}

/** `namespace/name`, or the name where the applier fills in the namespace. */
export function qualifiedName(namespace: string | null | undefined, name: string): string {
  return namespace === undefined || namespace === null ? name : `${namespace}/${name}`;
}
