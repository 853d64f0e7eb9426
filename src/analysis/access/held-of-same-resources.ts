import type { Atom } from "./atom.ts";

/** Of what a principal holds, the part that concerns the same resources as the given atoms: what a reader compares. */
export function heldOfSameResources(held: Iterable<Atom>, atoms: Iterable<Atom>): readonly Atom[] {
  const kinds = new Set<string>();
  const byGroup = new Map<string, Set<string>>();
  const resources = new Set<string>();
  for (const atom of atoms) {
    kinds.add(atom.kind);
    if (atom.kind !== "resource") continue;
    const known = byGroup.get(atom.group) ?? new Set();
    byGroup.set(atom.group, known.add(atom.resource));
    resources.add(atom.resource);
  }
  const isIn = (set: ReadonlySet<string> | undefined, resource: string) =>
    set !== undefined && (resource === "*" || set.has(resource) || set.has("*"));
  return [...held].filter((atom) => {
    if (atom.kind !== "resource") return kinds.has(atom.kind);
    const { group, resource } = atom;
    if (group === "*") return isIn(resources, resource) && kinds.has("resource");
    return isIn(byGroup.get(group), resource) || isIn(byGroup.get("*"), resource);
  });
}
