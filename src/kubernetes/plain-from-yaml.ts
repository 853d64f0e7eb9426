import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";
import { booleanFields, goBoolean, goInteger, textMappings } from "./go-scalars.ts";
import type { Plain } from "./resource.ts";
import type { YamlDocument } from "./yaml-source.ts";

export interface PlainDocument {
  readonly value: Plain;
  /** Keys that one mapping holds twice, with the offset of the later one, which wins. */
  readonly duplicateKeys: readonly { readonly key: string; readonly offset: number }[];
  /** Offset of a key that is itself a mapping or list: no manifest has one, but `{{ x }}` reads as one. */
  readonly complexKey: number | undefined;
  /** Offset of a merge that kubectl and kustomize would resolve to different values. */
  readonly disputedMerge: number | undefined;
  /** Whether such a merge decides what object the document is: its kind, its version, or the items of a list. */
  readonly disputesIdentity: boolean;
}

export type PlainProblem = {
  readonly problem: "too-many-aliases" | "not-yaml";
  readonly detail: string;
  readonly offset: number;
};

/** Turns a document into frozen plain data. Aliases share what they point to; expanding them is bounded, never done. */
export function plainFromYaml(document: YamlDocument): PlainDocument | PlainProblem {
  const reader = new PlainReader();
  try {
    const value = reader.read(document.contents, 0);
    const { duplicateKeys, complexKey, disputedMerge, disputesIdentity } = reader;
    return { value, duplicateKeys, complexKey, disputedMerge, disputesIdentity };
  } catch (error) {
    if (error instanceof Unreadable) return error.problem;
    if (error instanceof RangeError) return { problem: "not-yaml", detail: tooDeep, offset: 0 };
    throw error;
  }
}

/** Values that aliases would add if they were expanded. A 4,000-line values file that merges defaults everywhere needs about 10,000. */
const maxAliasedValues = 100_000;
const maxDepth = 200;
const tooDeep = `The document is nested more than ${maxDepth} levels deep.`;

class Unreadable extends Error {
  readonly problem: PlainProblem;
  constructor(problem: PlainProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface Anchored {
  value: Plain;
  /** How many values it would be if every alias were expanded; undefined while it is being read. */
  size: number | undefined;
}

class PlainReader {
  readonly duplicateKeys: { key: string; offset: number }[] = [];
  complexKey: number | undefined;
  disputedMerge: number | undefined;
  disputesIdentity = false;
  readonly #anchors = new Map<string, Anchored>();
  #size = 0;
  #aliased = 0;
  /** The key whose value is being read. */
  #under = "";

  read(node: unknown, depth: number): Plain {
    if (depth > maxDepth) throw new Unreadable({ problem: "not-yaml", detail: tooDeep, offset: offsetOf(node) });
    this.#size++;
    if (isAlias(node)) return this.#alias(node.source, offsetOf(node));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.#content(node, depth);
    const anchored: Anchored = { value: null, size: undefined };
    this.#anchors.set(anchor, anchored);
    const sizeBefore = this.#size;
    anchored.value = this.#content(node, depth);
    anchored.size = this.#size - sizeBefore + 1;
    return anchored.value;
  }

  #content(node: unknown, depth: number): Plain {
    if (isScalar(node)) return plainScalar(node);
    if (isSeq(node)) return Object.freeze(node.items.map((item) => this.#item(item, depth + 1)));
    if (isMap(node)) return this.#map(node.items as Pair[], depth + 1);
    return null;
  }

  #item(item: unknown, depth: number): Plain {
    // `- a: b` inside `[ ]` is a pair of its own in the syntax tree.
    return isPair(item) ? this.#map([item], depth + 1) : this.read(item, depth);
  }

  #alias(name: string, offset: number): Plain {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined)
      throw new Unreadable({ problem: "not-yaml", detail: `The alias *${name} has no anchor before it.`, offset });
    if (anchored.size === undefined)
      throw new Unreadable({ problem: "too-many-aliases", detail: `The alias *${name} contains itself.`, offset });
    this.#size += anchored.size;
    this.#aliased += anchored.size;
    if (this.#aliased > maxAliasedValues) {
      const detail = `The aliases of the document stand for more than ${maxAliasedValues} values.`;
      throw new Unreadable({ problem: "too-many-aliases", detail, offset });
    }
    return anchored.value;
  }

  #map(pairs: readonly Pair[], depth: number): Plain {
    const own = new Map<string, Plain>();
    const around = this.#under;
    let merges: MergeOrder | undefined;
    for (const { key, value } of pairs) {
      if (isMergeKey(key)) {
        merges ??= new MergeOrder(own);
        merges.add(this.read(value, depth), offsetOf(key));
        continue;
      }
      const name = this.#key(key, depth);
      if (own.has(name)) this.duplicateKeys.push({ key: name, offset: offsetOf(key) });
      this.#under = name;
      const read = this.read(value, depth);
      const plain = textMappings.has(around) ? read : inField(name, value, read);
      own.set(name, plain);
      merges?.set(name, plain);
    }
    this.#under = around;
    const disputed = merges?.disputed(own) ?? [];
    if (disputed.length > 0) this.disputedMerge ??= merges?.offset;
    this.disputesIdentity ||= disputed.some((key) => ["apiVersion", "kind", "items"].includes(key));
    return freezeObject(merges ? [...merges.inherited(own), ...own] : own);
  }

  #key(node: unknown, depth: number): string {
    const key = isAlias(node) || isScalar(node) ? this.read(node, depth) : null;
    if (isScalar(node)) return typeof key === "string" ? key : (node.source ?? "");
    if (isAlias(node) && (key === null || typeof key !== "object"))
      return typeof key === "string" ? key : JSON.stringify(key);
    if (node !== null) this.complexKey ??= offsetOf(node);
    return node === null ? "" : `? ${offsetOf(node)}`;
  }
}

/**
 * Keeps apart the two ways in which merges are resolved. YAML and kustomize: a mapping's own keys win, then the earlier
 * merge. kubectl (go-yaml 2): in order of the text, so that a merge after a key overrides it.
 */
class MergeOrder {
  readonly #merged = new Map<string, Plain>();
  readonly #inOrder: Map<string, Plain>;
  offset = 0;

  constructor(own: ReadonlyMap<string, Plain>) {
    this.#inOrder = new Map(own);
  }

  add(value: Plain, offset: number): void {
    this.offset ||= offset;
    const sources = Array.isArray(value) ? (value as readonly Plain[]) : [value];
    const step = new Map<string, Plain>();
    for (const source of sources) {
      if (source === null || typeof source !== "object" || Array.isArray(source)) continue;
      for (const [key, plain] of Object.entries(source)) {
        if (!step.has(key)) step.set(key, plain);
        if (!this.#merged.has(key)) this.#merged.set(key, plain);
      }
    }
    for (const [key, plain] of step) this.#inOrder.set(key, plain);
  }

  set(key: string, value: Plain): void {
    this.#inOrder.set(key, value);
  }

  inherited(own: ReadonlyMap<string, Plain>): [string, Plain][] {
    return [...this.#merged].filter(([key]) => !own.has(key));
  }

  /** The keys that the two ways give different values. */
  disputed(own: ReadonlyMap<string, Plain>): readonly string[] {
    return [...this.#inOrder].flatMap(([key, value]) => {
      const other = own.has(key) ? own.get(key) : this.#merged.get(key);
      return other !== value && JSON.stringify(other) !== JSON.stringify(value) ? [key] : [];
    });
  }
}

function isMergeKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  return key.tag === "tag:yaml.org,2002:merge" || (key.source === "<<" && key.type === "PLAIN");
}

/** `yes` in the field of a boolean. */
function inField(name: string, node: unknown, read: Plain): Plain {
  if (typeof read !== "string" || !booleanFields.has(name)) return read;
  const isPlain = isAlias(node) || (isScalar(node) && node.type === "PLAIN" && node.tag === undefined);
  return (isPlain ? goBoolean(read) : undefined) ?? read;
}

function plainScalar(node: Scalar): Plain {
  const { value } = node;
  if (node.tag === "tag:yaml.org,2002:binary") return decodeBinary(node);
  const integer = node.type === "PLAIN" && node.tag === undefined ? goInteger(node.source ?? "") : undefined;
  if (integer !== undefined) return integer;
  if (typeof value === "string") return wellFormed(value);
  if (value === null || value === undefined || typeof value === "boolean") return value ?? null;
  // Numbers that a double cannot hold exactly would compare equal although they differ: keep them as written.
  const isExact = typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return isExact ? value : (node.source ?? "");
}

function decodeBinary(node: Scalar): string {
  const { value } = node;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return Buffer.from(typeof value === "string" ? value : (node.source ?? ""), "base64").toString("utf8");
}

/** Canonical JSON refuses lone surrogates, which `"\ud800"` can spell. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** A plain assignment to `__proto__` would replace the prototype instead of adding a key. */
function freezeObject(entries: Iterable<readonly [string, Plain]>): Plain {
  const object: Record<string, Plain> = {};
  for (const [key, value] of entries) {
    if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true });
    else object[key] = value;
  }
  return Object.freeze(object);
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
