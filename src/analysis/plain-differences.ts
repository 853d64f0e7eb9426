import type { FieldPath, Plain, PlainObject } from "../kubernetes/resource.ts";
import { alignItems } from "./align-items.ts";

/** One leaf that differs. `undefined` on a side where it does not exist. */
export interface Difference {
  readonly path: FieldPath;
  /** The same path, with `[name]` in place of the index of a list item that has a name. */
  readonly label: FieldPath;
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
  /** The mappings and lists around the leaf, from the outermost to the one that holds it. */
  readonly around?: readonly Enclosing[];
}

/** A mapping or list around a leaf, as it is on both sides, and the key that leads from it towards the leaf. */
export interface Enclosing {
  readonly key: string | number;
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
}

/**
 * The leaves that differ between two plain values. Lists are compared as people read them: objects with a name of their own
 * are matched by it, equal items are left out wherever they stand, the rest is matched with what it resembles most, and what
 * resembles nothing in order. Only order differs: no leaf.
 */
export function differencesOf(before: Plain | undefined, after: Plain | undefined): readonly Difference[] {
  const found: Difference[] = [];
  compare(before, after, { path: [], label: [], around: [] }, found);
  return found;
}

export function isPlainObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at the end of a way through mappings; undefined where it leads nowhere. */
export function valueAt(data: PlainObject, path: FieldPath): Plain | undefined {
  let value: Plain | undefined = data;
  for (const step of path) value = isPlainObject(value) ? own(value, String(step)) : undefined;
  return value;
}

export function isPlainList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** A scalar as text; empty for what is no scalar, such as a name that somebody wrote as a mapping. */
export function scalarText(value: Plain | undefined): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}

/** Whether two plain values are equal, whatever the order of keys. */
export function samePlain(a: Plain | undefined, b: Plain | undefined): boolean {
  return a === b || keyOf(a) === keyOf(b);
}

function compare(before: Plain | undefined, after: Plain | undefined, at: Steps, found: Difference[]): void {
  if (before === after) return;
  if (hasChildren(before, after, isPlainObject)) compareObjects(before, after, at, found);
  else if (hasChildren(before, after, isPlainList)) compareLists(before ?? [], after ?? [], at, found);
  else if (!samePlain(before, after)) {
    // A mapping that became a scalar: both sides are leaves, but what stands inside the mapping must show.
    const inner = [isScalar(before) ? undefined : before, isScalar(after) ? undefined : after] as const;
    if (isScalar(before) || isScalar(after)) found.push({ ...at, before: scalar(before), after: scalar(after) });
    if (inner[0] !== undefined) compare(inner[0], undefined, at, found);
    if (inner[1] !== undefined) compare(undefined, inner[1], at, found);
  }
}

interface Steps {
  readonly path: FieldPath;
  readonly label: FieldPath;
  readonly around: readonly Enclosing[];
}

function step({ path, label, around }: Steps, enclosing: Enclosing, item?: Plain): Steps {
  const name = shortNameOf(item);
  const { key } = enclosing;
  return {
    path: [...path, key],
    label: [...label, name === undefined ? key : `[${name}]`],
    around: [...around, enclosing],
  };
}

/** Both are of the type, or one is and the other does not exist; and an empty one counts as a leaf. */
function hasChildren<T extends Plain>(
  before: Plain | undefined,
  after: Plain | undefined,
  is: (value: Plain | undefined) => value is T,
): boolean {
  const fits = (value: Plain | undefined) => value === undefined || is(value);
  return (
    fits(before) &&
    fits(after) &&
    !(isEmpty(before) && after === undefined) &&
    !(isEmpty(after) && before === undefined)
  );
}

function compareObjects(before: Plain | undefined, after: Plain | undefined, at: Steps, found: Difference[]): void {
  const a = isPlainObject(before) ? before : {};
  const b = isPlainObject(after) ? after : {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    compare(own(a, key), own(b, key), step(at, { key, before, after }), found);
}

function compareLists(before: Plain, after: Plain, at: Steps, found: Difference[]): void {
  const into = (key: number, item?: Plain) => step(at, { key, before, after }, item);
  const a = isPlainList(before) ? [...before.entries()] : [];
  const b = isPlainList(after) ? [...after.entries()] : [];
  const leftA = withoutEqual(a, b);
  const leftB = withoutEqual(b, a);
  const byName = new Map(leftB.flatMap(([index, item]) => (nameOf(item) === undefined ? [] : [[nameOf(item), index]])));
  const taken = new Set<number>();
  const rest: [number, Plain][] = [];
  for (const [index, item] of leftA) {
    const match = byName.get(nameOf(item) ?? "");
    if (nameOf(item) === undefined || (match !== undefined && taken.has(match))) rest.push([index, item]);
    else if (match === undefined) compare(item, undefined, into(index, item), found);
    else {
      taken.add(match);
      compare(item, isPlainList(after) ? after[match] : undefined, into(match, item), found);
    }
  }
  const others = leftB.filter(([index]) => !taken.has(index));
  const named = others.filter(([, item]) => nameOf(item) !== undefined);
  const unnamed = others.filter(([, item]) => nameOf(item) === undefined);
  for (const [index, item] of named) compare(undefined, item, into(index, item), found);
  for (const [left, right] of alignItems(rest, unnamed))
    compare(left?.[1], right?.[1], into(right?.[0] ?? left?.[0] ?? 0), found);
}

/** The items of `list` that have no equal partner in `other`, each partner used once. */
function withoutEqual(list: readonly [number, Plain][], other: readonly [number, Plain][]): [number, Plain][] {
  const available = new Map<string, number>();
  for (const [, item] of other) available.set(keyOf(item), (available.get(keyOf(item)) ?? 0) + 1);
  return list.filter(([, item]) => {
    const count = available.get(keyOf(item)) ?? 0;
    if (count > 0) available.set(keyOf(item), count - 1);
    return count === 0;
  });
}

/** What people call an item of a list: an object's identity, or its `name`, `key` or `id`. */
function nameOf(item: Plain | undefined): string | undefined {
  if (!isPlainObject(item)) return undefined;
  const metadata = own(item, "metadata");
  if (isPlainObject(metadata) && nameIn(metadata) !== undefined)
    return JSON.stringify([own(item, "kind"), own(metadata, "namespace"), nameIn(metadata)]);
  const name = own(item, "name") ?? own(item, "key") ?? own(item, "id");
  return typeof name === "string" ? name : undefined;
}

function nameIn(metadata: PlainObject): Plain | undefined {
  return own(metadata, "name") ?? own(metadata, "generateName");
}

function shortNameOf(item: Plain | undefined): string | undefined {
  if (!isPlainObject(item)) return undefined;
  const metadata = own(item, "metadata");
  const name = isPlainObject(metadata) ? nameIn(metadata) : (own(item, "name") ?? own(item, "key") ?? own(item, "id"));
  return typeof name === "string" ? name : undefined;
}

/** A field that the object itself has: `constructor` is a key like any other. */
export function own(object: PlainObject, key: string): Plain | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isEmpty(value: Plain | undefined): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function isScalar(value: Plain | undefined): boolean {
  return value !== undefined && (value === null || typeof value !== "object" || isEmpty(value));
}

function scalar(value: Plain | undefined): Plain | undefined {
  return isScalar(value) ? value : undefined;
}

/** A text that is equal for equal values. Keys are sorted, because their order means nothing in YAML. */
export function keyOf(value: Plain | undefined): string {
  if (value === undefined) return "";
  if (value === null || typeof value !== "object")
    return typeof value === "number" ? `${value}` : JSON.stringify(value);
  if (isPlainList(value)) return `[${value.map(keyOf).join(",")}]`;
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${keyOf(own(value as PlainObject, key))}`).join(",")}}`;
}
