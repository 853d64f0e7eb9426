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
  const list = [...atoms];
  const opaque = sorted(list.flatMap((atom) => (atom.kind === "opaque" ? [atom.role] : [])));
  return [...resourceLines(list), ...urlLines(list), ...opaque.map((role) => ({ role }))];
}

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

function resourceLines(atoms: readonly Atom[]): readonly GrantLine[] {
  let rows = rowsByVerbs(atoms);
  rows = merge(rows, "resources", sorted);
  rows = merge(rows, "groups", sorted);
  rows = merge(rows, "names", sorted);
  return [...rows].sort((a, b) =>
    compare(
      JSON.stringify([a.groups, a.resources, a.names, a.verbs]),
      JSON.stringify([b.groups, b.resources, b.names, b.verbs]),
    ),
  );
}

/** The first step by hand: it is the one that sees every atom. */
function rowsByVerbs(atoms: readonly Atom[]): readonly Row[] {
  const resources = atoms.filter((atom) => atom.kind === "resource");
  const groups = groupBy(resources, (atom) => resourceKey(atom.group, atom.resource, "", atom.name));
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const verbs = sorted([...new Set([first.verb, ...others.map(({ verb }) => verb)])], byVerb);
    const names = first.name === null ? null : [first.name];
    return [{ verbs, groups: [first.group], resources: [first.resource], names }];
  });
}

/** Joins the rows that differ in one field only. */
function merge(
  rows: readonly Row[],
  field: keyof Row,
  order: (values: readonly string[]) => readonly string[],
): readonly Row[] {
  const groups = groupBy(rows, (row) =>
    row[field] === null ? `null ${JSON.stringify(row)}` : JSON.stringify({ ...row, [field]: [] }),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first || first[field] === null) return first ? [first] : [];
    return [{ ...first, [field]: order([...new Set(group.flatMap((row) => row[field] ?? []))]) }];
  });
}

function urlLines(atoms: readonly Atom[]): readonly GrantLine[] {
  const urls = atoms.flatMap((atom) => (atom.kind === "url" ? [atom] : []));
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
