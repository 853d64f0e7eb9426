import type { Atom } from "./atom.ts";

/** Of what a principal holds, the part that concerns the same resources as the given atoms: what a reader compares. */
export function heldOfSameResources(held: Iterable<Atom>, atoms: readonly Atom[]): readonly Atom[] {
  const kinds = new Map(atoms.map((atom) => [kindKey(atom), atom]));
  const wildcards = [...kinds.values()].filter(hasWildcard);
  return [...held].filter((atom) => {
    if (kinds.has(kindKey(atom))) return true;
    const candidates = hasWildcard(atom) ? kinds.values() : wildcards;
    return [...candidates].some((other) => overlaps(atom, other));
  });
}

function kindKey(atom: Atom): string {
  return atom.kind === "resource" ? JSON.stringify([atom.group, atom.resource]) : atom.kind;
}

function hasWildcard(atom: Atom): boolean {
  return atom.kind === "resource" && (atom.group === "*" || atom.resource === "*");
}

function overlaps(a: Atom, b: Atom): boolean {
  if (a.kind !== "resource" || b.kind !== "resource") return false;
  const same = (one: string, other: string) => one === other || one === "*" || other === "*";
  return same(a.group, b.group) && same(a.resource, b.resource);
}
