import type { Atom } from "./atom.ts";
import { urlKey } from "./atom.ts";

type ResourceAtom = Extract<Atom, { kind: "resource" }>;

/** What a set holds of one resource, by verb. */
interface Verbs {
  readonly all: Map<string, ResourceAtom>;
  readonly named: Map<string, Map<string, ResourceAtom>>;
}

/**
 * Atoms by their parts, to find one that covers another. Because every `*` ranges over an open set (future groups, verbs,
 * names), a union of atoms covers an atom only if a single one does, so these look-ups decide coverage exactly.
 */
export class AtomSet {
  readonly #groups = new Map<string, Map<string, Verbs>>();
  readonly #urls = new Map<string, Atom>();
  readonly #opaque = new Map<string, Atom>();
  #size = 0;

  /** Whether the atom was not in the set yet. */
  add(atom: Atom): boolean {
    const isNew = this.#add(atom);
    if (isNew) this.#size++;
    return isNew;
  }

  #add(atom: Atom): boolean {
    if (atom.kind === "url") return addTo(this.#urls, urlKey(atom.url, atom.verb), atom);
    if (atom.kind === "opaque") return addTo(this.#opaque, atom.role, atom);
    const { all, named } = at(at(this.#groups, atom.group, newMap<Verbs>), atom.resource, newVerbs);
    if (atom.name === null) return addTo(all, atom.verb, atom);
    return addTo(at(named, atom.verb, newMap<ResourceAtom>), atom.name, atom);
  }

  get size(): number {
    return this.#size;
  }

  /** With `isWanted`: of the atoms on resources, those on which it is true. */
  values(isWanted: (group: string, resource: string) => boolean = () => true): readonly Atom[] {
    const found: Atom[] = [];
    for (const [group, resources] of this.#groups)
      for (const [resource, { all, named }] of resources)
        if (isWanted(group, resource)) {
          for (const atom of all.values()) found.push(atom);
          for (const byName of named.values()) for (const atom of byName.values()) found.push(atom);
        }
    for (const atom of this.#urls.values()) found.push(atom);
    for (const atom of this.#opaque.values()) found.push(atom);
    return found;
  }

  /** The names for which the set holds what the atom grants for all. */
  namesOf({ group, resource, verb }: ResourceAtom): Iterable<string> {
    return this.#groups.get(group)?.get(resource)?.named.get(verb)?.keys() ?? [];
  }

  /** Whether one atom of the set grants all that `atom` does; with `except`, one other than the equal atom. */
  covers(atom: Atom, except?: "equal"): boolean {
    if (atom.kind === "resource") return this.#coversResource(atom, except === "equal");
    if (atom.kind === "url") return this.#coversUrl(atom, except === "equal");
    if (except !== "equal" && this.#opaque.has(atom.role)) return true;
    return this.#coversResource(everything, false) && this.#urls.has(urlKey("/*", "*"));
  }

  #coversResource(atom: ResourceAtom, isOther: boolean): boolean {
    const { group, resource } = atom;
    const anyParent = anyParentOf(resource);
    for (const g of group === "*" ? star : [group, "*"]) {
      const resources = this.#groups.get(g);
      if (!resources) continue;
      if (coversVerb(resources.get(resource), atom, isOther && g === group)) return true;
      if (resource !== "*" && coversVerb(resources.get("*"), atom, false)) return true;
      if (anyParent !== undefined && coversVerb(resources.get(anyParent), atom, false)) return true;
    }
    return false;
  }

  #coversUrl({ url, verb }: Extract<Atom, { kind: "url" }>, isOther: boolean): boolean {
    if (this.#urls.size === 0) return false;
    const path = url.replace(/\*$/, "");
    const own = isOther ? urlKey(url, verb) : undefined;
    const holds = (key: string) => key !== own && this.#urls.has(key);
    for (const one of verb === "*" ? star : [verb, "*"]) {
      if (holds(urlKey(url, one))) return true;
      for (let length = 1; length <= path.length; length++)
        if (holds(urlKey(`${path.slice(0, length)}*`, one))) return true;
    }
    return false;
  }
}

const star: readonly string[] = ["*"];

const everything: ResourceAtom = { kind: "resource", group: "*", resource: "*", verb: "*", name: null };

/** `isOwn`: the atom itself may be among these. */
function coversVerb(verbs: Verbs | undefined, { verb, name }: ResourceAtom, isOwn: boolean): boolean {
  if (!verbs) return false;
  if (coversName(verbs, verb, name, isOwn)) return true;
  return verb !== "*" && coversName(verbs, "*", name, false);
}

function coversName({ all, named }: Verbs, verb: string, name: string | null, isOwn: boolean): boolean {
  if (all.has(verb) && !(isOwn && name === null)) return true;
  return name !== null && !isOwn && named.get(verb)?.has(name) === true;
}

/** `*` + `/scale` covers the subresource of every resource. */
function anyParentOf(resource: string): string | undefined {
  const slash = resource.indexOf("/");
  return slash === -1 || (slash === 1 && resource.startsWith("*")) ? undefined : `*${resource.slice(slash)}`;
}

function addTo(map: Map<string, Atom>, key: string, atom: Atom): boolean;
function addTo(map: Map<string, ResourceAtom>, key: string, atom: ResourceAtom): boolean;
function addTo<T>(map: Map<string, T>, key: string, atom: T): boolean {
  if (map.has(key)) return false;
  map.set(key, atom);
  return true;
}

function at<T>(map: Map<string, T>, key: string, create: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}

function newMap<T>(): Map<string, T> {
  return new Map();
}

function newVerbs(): Verbs {
  return { all: new Map(), named: new Map() };
}
