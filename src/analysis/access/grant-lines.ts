import { type Atom, ownNamespace, resourceKey } from "./atom.ts";
import { groupBy } from "./group-by.ts";

/** Atoms put together again, as short as they can be said. The order inside and between lines depends on the atoms alone. */
export type GrantLine =
  | {
      readonly verbs: readonly string[];
      readonly groups: readonly string[];
      readonly resources: readonly string[];
      /** Null: every name. */
      readonly names: readonly string[] | null;
    }
  | { readonly verbs: readonly string[]; readonly urls: readonly string[] }
  | { readonly role: string };

export function grantLines(atoms: Iterable<Atom>): readonly GrantLine[] {
  const resources: ResourceAtom[] = [];
  const urls: UrlAtom[] = [];
  const opaque: string[] = [];
  for (const atom of atoms) {
    if (atom.kind === "resource") resources.push(atom);
    else if (atom.kind === "url") urls.push(atom);
    else opaque.push(atom.role);
  }
  return [...resourceLines(resources), ...urlLines(urls), ...sorted(opaque).map((role) => ({ role }))];
}

type ResourceAtom = Extract<Atom, { kind: "resource" }>;
type UrlAtom = Extract<Atom, { kind: "url" }>;

/** A line as the end of "can now …". */
export function sayLine(line: GrantLine): string {
  if ("role" in line) return `do whatever ${sayRole(line.role)} allows`;
  const verbs = line.verbs.includes("*") ? "do everything with" : line.verbs.join(", ");
  if ("urls" in line) return `${verbs} the URLs ${listed(line.urls, maxSaid)}`;
  const resources = line.resources.includes("*") ? "every resource" : listed(line.resources, maxSaid);
  const named =
    line.names === null
      ? ""
      : line.names.includes(ownNamespace)
        ? " (only that one)"
        : ` named ${listed(
            line.names.map((name) => `\`${name}\``),
            maxSaid,
          )}`;
  return `${verbs} ${resources}${sayGroups(line.groups, line.resources)}${named}`;
}

/** A role by its key, for a message. */
export function sayRole(key: string): string {
  return key.replace(/^(\w+)\/+(.*)$/s, "$1 `$2`");
}

function sayGroups(groups: readonly string[], resources: readonly string[]): string {
  if (groups.includes("*")) return " of every API group";
  if (groups.length === 1 && groups[0] === "") return resources.includes("*") ? " of the core API group" : "";
  return ` of ${groups.map((group) => (group === "" ? "the core API group" : group)).join(", ")}`;
}

/** Joins words for a sentence and counts what is left out. */
export function listed(items: readonly string[], max: number, separator = ", "): string {
  if (items.length > max) return `${items.slice(0, max).join(separator)} and ${items.length - max} more`;
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(separator)} and ${last}`;
}

const maxSaid = 6;

const verbOrder = ["*", "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

interface Row {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[] | null;
}

function resourceLines(atoms: readonly ResourceAtom[]): readonly GrantLine[] {
  let rows = rowsByVerbs(atoms);
  rows = merge(rows, "resources", sorted);
  rows = merge(rows, "groups", sorted);
  rows = merge(rows, "names", sorted);
  if (rows.length < 2) return rows;
  return rows
    .map((row): [string, Row] => [JSON.stringify([row.groups, row.resources, row.names, row.verbs]), row])
    .sort(([a], [b]) => compare(a, b))
    .map(([, row]) => row);
}

/** The first step by hand: it is the one that sees every atom. */
function rowsByVerbs(atoms: readonly ResourceAtom[]): readonly Row[] {
  const verbs = new Map<string, Set<string>>();
  const firsts: ResourceAtom[] = [];
  let last: ResourceAtom | undefined;
  let known: Set<string> | undefined;
  for (const atom of atoms) {
    // Mostly the verbs of one resource follow each other, and then no key is needed.
    if (!last || !known || atom.resource !== last.resource || atom.name !== last.name || atom.group !== last.group) {
      const key = resourceKey(atom.group, atom.resource, "", atom.name);
      known = verbs.get(key);
      if (!known) {
        known = new Set();
        verbs.set(key, known);
        firsts.push(atom);
      }
    }
    known.add(atom.verb);
    last = atom;
  }
  const orders = new Map<string, readonly string[]>();
  return [...verbs.values()].flatMap((set, index) => {
    const first = firsts[index];
    if (!first) return [];
    const names = first.name === null ? null : [first.name];
    return [{ verbs: ordered(set, orders), groups: [first.group], resources: [first.resource], names }];
  });
}

/** The same verbs come with hundreds of resources: they are sorted once, and are one list. */
function ordered(verbs: ReadonlySet<string>, known: Map<string, readonly string[]>): readonly string[] {
  const key = [...verbs].join(separator);
  const found = known.get(key);
  if (found) return found;
  const list = sorted([...verbs], byVerb);
  const same = known.get(list.join(separator)) ?? list;
  known.set(key, same);
  known.set(same.join(separator), same);
  return same;
}

const separator = "\u0000";

/** Joins the rows that differ in one field only. Rows of the same verbs share the list of them. */
function merge(
  rows: readonly Row[],
  field: "groups" | "resources" | "names",
  order: (values: readonly string[]) => readonly string[],
): readonly Row[] {
  if (rows.length < 2) return rows;
  const others = (["groups", "resources", "names"] as const).filter((one) => one !== field);
  const numbers = new Map<readonly string[], number>();
  const keyOf = (row: Row) => {
    const number = numbers.get(row.verbs) ?? numbers.size;
    numbers.set(row.verbs, number);
    return [number, row[field] === null, ...others.map((one) => partOf(row[one]))].join(separator);
  };
  const groups = groupBy(rows, keyOf);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || group.length === 1 || first[field] === null) return first ? [first] : [];
    return [{ ...first, [field]: order([...new Set(group.flatMap((row) => row[field] ?? []))]) }];
  });
}

function partOf(values: readonly string[] | null): string {
  return values === null ? "null" : `${values.length}${separator}${values.join(separator)}`;
}

function urlLines(urls: readonly UrlAtom[]): readonly GrantLine[] {
  if (urls.length === 0) return [];
  const verbsByUrl = [...groupBy(urls, (atom) => atom.url)].map(([url, group]) => {
    return { url, verbs: sorted([...new Set(group.map((atom) => atom.verb))], byVerb) };
  });
  const byVerbs = groupBy(verbsByUrl, ({ verbs }) => JSON.stringify(verbs));
  const lines = [...byVerbs.values()].map((group) => {
    return { verbs: group[0]?.verbs ?? [], urls: sorted(group.map(({ url }) => url)) };
  });
  return lines.sort((a, b) => compare(JSON.stringify(a.urls), JSON.stringify(b.urls)));
}

function sorted(values: readonly string[], order: (a: string, b: string) => number = compare): readonly string[] {
  return [...values].sort(order);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byVerb(a: string, b: string): number {
  const rank = (verb: string) => (verbOrder.includes(verb) ? verbOrder.indexOf(verb) : verbOrder.length);
  return rank(a) - rank(b) || compare(a, b);
}
