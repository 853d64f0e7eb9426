import type { Atom } from "./atom.ts";
import { atomKey, opaqueKey, resourceKey, urlKey } from "./atom.ts";

/**
 * Atoms by key, to find one that covers another. Because every `*` ranges over an open set (future groups, verbs, names),
 * a union of atoms covers an atom only if a single one does, so these look-ups decide coverage exactly.
 */
export class AtomSet {
  readonly #keys = new Map<string, Atom>();
  #hasNames = false;
  #hasWildcards = false;

  add(atom: Atom): void {
    this.#keys.set(atomKey(atom), atom);
    if (atom.kind !== "resource") return;
    if (atom.name !== null) this.#hasNames = true;
    if (atom.group === "*" || atom.verb === "*" || atom.resource.startsWith("*")) this.#hasWildcards = true;
  }

  values(): Iterable<Atom> {
    return this.#keys.values();
  }

  /** Whether one atom of the set grants all that `atom` does; with `except`, one other than the equal atom. */
  covers(atom: Atom, except?: "equal"): boolean {
    const own = except === "equal" ? atomKey(atom) : undefined;
    const holds = (key: string) => key !== own && this.#keys.has(key);
    if (atom.kind === "resource") return this.#coversResource(atom, holds);
    if (atom.kind === "url") return this.#coversUrl(atom, holds);
    return holds(opaqueKey(atom.role)) || (holds(resourceKey("*", "*", "*", null)) && holds(urlKey("/*", "*")));
  }

  #coversResource(atom: Extract<Atom, { kind: "resource" }>, holds: (key: string) => boolean): boolean {
    const names = atom.name === null || !this.#hasNames ? [null] : [null, atom.name];
    if (!this.#hasWildcards)
      return names.some((name) => holds(resourceKey(atom.group, atom.resource, atom.verb, name)));
    for (const group of withStar(atom.group))
      for (const resource of coveringResources(atom.resource))
        for (const verb of withStar(atom.verb))
          for (const name of names) if (holds(resourceKey(group, resource, verb, name))) return true;
    return false;
  }

  #coversUrl(atom: Extract<Atom, { kind: "url" }>, holds: (key: string) => boolean): boolean {
    const path = atom.url.replace(/\*$/, "");
    for (const verb of withStar(atom.verb)) {
      if (holds(urlKey(atom.url, verb))) return true;
      for (let length = 1; length <= path.length; length++)
        if (holds(urlKey(`${path.slice(0, length)}*`, verb))) return true;
    }
    return false;
  }
}

function withStar(value: string): readonly string[] {
  return value === "*" ? ["*"] : [value, "*"];
}

function coveringResources(resource: string): readonly string[] {
  if (resource === "*") return ["*"];
  const slash = resource.indexOf("/");
  const anyParent = slash === -1 ? resource : `*${resource.slice(slash)}`;
  return anyParent === resource ? [resource, "*"] : [resource, anyParent, "*"];
}
