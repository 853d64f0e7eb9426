import type { LabelSelector } from "../label-selector.ts";

/**
 * The values that one label may have: some listed ones, or all but some listed ones, and whether the label may be absent.
 * Labels are an open world: whatever nobody lists may exist.
 */
export interface LabelValues {
  readonly values: readonly string[];
  /** Every value but the listed ones. */
  readonly allBut: boolean;
  readonly orAbsent: boolean;
}

/** Label sets that satisfy every condition, by key and sorted; a key that is missing may have any value or none. */
export type LabelBox = ReadonlyMap<string, LabelValues>;

/** Every label set. */
export const anyLabels: LabelBox = new Map();

const anything: LabelValues = { values: [], allBut: true, orAbsent: true };

/** The label sets that a selector selects; undefined if its conditions contradict each other. */
export function boxOf(selector: LabelSelector): LabelBox | undefined {
  const conditions = new Map<string, LabelValues[]>();
  const add = (key: string, values: LabelValues) => {
    const known = conditions.get(key);
    if (known) known.push(values);
    else conditions.set(key, [values]);
  };
  for (const [key, value] of Object.entries(selector.matchLabels)) add(key, oneOf([value]));
  for (const { key, operator, values } of selector.matchExpressions) {
    if (operator === "In") add(key, oneOf(values));
    else if (operator === "NotIn") add(key, { values, allBut: true, orAbsent: true });
    else if (operator === "Exists") add(key, { values: [], allBut: true, orAbsent: false });
    else add(key, { values: [], allBut: false, orAbsent: true });
  }
  return boxFrom([...conditions].map(([key, values]) => [key, meetAll(values)]));
}

/** The label sets whose label `key` has one of the values; undefined if there is none. */
export function requirement(key: string, values: LabelValues): LabelBox | undefined {
  return boxFrom([[key, meetAll([values])]]);
}

/** What is in both boxes; undefined if nothing is. */
export function meet(a: LabelBox, b: LabelBox): LabelBox | undefined {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const entries: [string, LabelValues][] = [];
  for (const [key, values] of a) {
    const others = b.get(key);
    const both = others ? meetValues(values, others) : values;
    if (isNone(both)) return undefined;
    entries.push([key, both]);
  }
  for (const [key, values] of b) if (!a.has(key)) entries.push([key, values]);
  return boxFrom(entries);
}

/** Whether a pod or namespace with these labels is in the box. */
export function holdsLabels(box: LabelBox, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, values] of box) {
    if (!allows(values, Object.hasOwn(labels, key) ? labels[key] : undefined)) return false;
  }
  return true;
}

/** What is in `a` but not in `b`, as boxes without a common member. */
export function minusBox(a: LabelBox, b: LabelBox): readonly LabelBox[] {
  if (!meet(a, b)) return [a];
  const pieces: LabelBox[] = [];
  const rest = new Map(a);
  for (const [key, values] of b) {
    const own = rest.get(key) ?? anything;
    const piece = withValues(rest, key, meetValues(own, complement(values)));
    if (piece) pieces.push(piece);
    rest.set(key, meetValues(own, values));
  }
  return pieces;
}

/** Whether every member of `inner` is in `outer`. */
export function isWithinBox(inner: LabelBox, outer: LabelBox): boolean {
  for (const [key, values] of outer) {
    const own = inner.get(key);
    if (!own || !isNone(meetValues(own, complement(values)))) return false;
  }
  return true;
}

/** The box with other values for one label; undefined if it has no member then. */
export function withValues(box: LabelBox, key: string, values: LabelValues): LabelBox | undefined {
  const changed = new Map(box);
  changed.set(key, values);
  return boxFrom([...changed]);
}

/** The values that one of the two allows. */
export function joinValues(a: LabelValues, b: LabelValues): LabelValues {
  return complement(meetValues(complement(a), complement(b)));
}

/** Equal boxes have equal texts, and others different ones. */
export function boxText(box: LabelBox): string {
  return [...box].map(([key, values]) => valuesText(key, values)).join(", ");
}

/** A label set in the box with as few labels as possible. */
export function smallestLabels(box: LabelBox): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const [key, { values, allBut, orAbsent }] of box) {
    if (!orAbsent) labels[key] = allBut ? freshValue(values) : (values[0] ?? "");
  }
  return labels;
}

export function allows({ values, allBut, orAbsent }: LabelValues, value: string | undefined): boolean {
  return value === undefined ? orAbsent : values.includes(value) !== allBut;
}

/** The text of a condition, as selectors on the command line of Kubernetes have it. */
function valuesText(key: string, { values, allBut, orAbsent }: LabelValues): string {
  const name = quoted(key);
  const list = `(${values.map(quoted).join(",")})`;
  if (allBut && orAbsent) return `${name} notin ${list}`;
  if (allBut) return values.length === 0 ? name : `${name} exists notin ${list}`;
  if (values.length === 0) return `!${name}`;
  const only = values.length === 1 ? `${name}=${quoted(values[0] ?? "")}` : `${name} in ${list}`;
  return orAbsent ? `${only} or absent` : only;
}

/** Text with other signs than labels may have is set apart, so that no value can look like two. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(text) ? text : JSON.stringify(text);
}

// No label may have parentheses, so that no selector means this value.
function freshValue(excluded: readonly string[]): string {
  let value = "(any)";
  for (const known = new Set(excluded); known.has(value); ) value += "*";
  return value;
}

const oneOf = (values: readonly string[]): LabelValues => ({ values, allBut: false, orAbsent: false });

function complement({ values, allBut, orAbsent }: LabelValues): LabelValues {
  return { values, allBut: !allBut, orAbsent: !orAbsent };
}

const isNone = ({ values, allBut, orAbsent }: LabelValues) => !allBut && values.length === 0 && !orAbsent;
const isAnything = ({ values, allBut, orAbsent }: LabelValues) => allBut && values.length === 0 && orAbsent;

function boxFrom(entries: readonly (readonly [string, LabelValues])[]): LabelBox | undefined {
  if (entries.some(([, values]) => isNone(values))) return undefined;
  const conditions = entries.filter(([, values]) => !isAnything(values));
  return new Map(conditions.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function meetValues(a: LabelValues, b: LabelValues): LabelValues {
  return meetAll([a, b]);
}

// One pass over all lists: a hostile selector may have thousands of conditions on one key.
function meetAll(conditions: readonly LabelValues[]): LabelValues {
  let allowed: ReadonlySet<string> | undefined;
  const excluded = new Set<string>();
  for (const { values, allBut } of conditions) {
    if (allBut) for (const value of values) excluded.add(value);
    else allowed = new Set(values.filter((value) => allowed?.has(value) ?? true));
  }
  const values = allowed ? [...allowed].filter((value) => !excluded.has(value)) : [...excluded];
  return { values: values.sort(), allBut: !allowed, orAbsent: conditions.every(({ orAbsent }) => orAbsent) };
}
