import type { Atom } from "./atom.ts";
import type { AtomSet } from "./atom-set.ts";

/** Of what a principal holds, the part that concerns the same resources as the given atoms: what a reader compares. */
export function heldOfSameResources(held: AtomSet, atoms: Iterable<Atom>): readonly Atom[] {
  const kinds = new Set<string>();
  const byGroup = new Map<string, Set<string>>();
  const resources = new Set<string>();
  for (const atom of atoms) {
    kinds.add(atom.kind);
    if (atom.kind !== "resource") continue;
    const known = byGroup.get(atom.group);
    if (known) known.add(atom.resource);
    else byGroup.set(atom.group, new Set([atom.resource]));
    resources.add(atom.resource);
  }
  const isIn = (set: ReadonlySet<string> | undefined, resource: string) =>
    set !== undefined && (resource === "*" || set.has(resource) || set.has("*"));
  const isSame = (group: string, resource: string) => {
    if (group === "*") return isIn(resources, resource) && kinds.has("resource");
    return isIn(byGroup.get(group), resource) || isIn(byGroup.get("*"), resource);
  };
  return held.values(isSame).filter(({ kind }) => kind === "resource" || kinds.has(kind));
}
