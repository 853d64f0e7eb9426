import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { FieldPath } from "./resource.ts";
import { type Place, placeOf } from "./source-place.ts";
import type { SourceDocument } from "./split-documents.ts";
import type { YamlDocument } from "./yaml-source.ts";

/** The place of a field with its key, or of its nearest ancestor that stands in the text. */
export function locateIn(document: YamlDocument, source: SourceDocument, path: FieldPath): Place {
  let node: unknown = document.contents;
  let range = rangeOf(node) ?? [0, source.text.length];
  for (const segment of path) {
    const step = stepInto(resolve(node, document), segment, document);
    if (!step) break;
    node = step.node;
    range = step.range ?? range;
  }
  return placeOf(source.text, source.linesBefore, range[0], range[1]);
}

type Range = readonly [number, number];
interface Step {
  readonly node: unknown;
  readonly range: Range | undefined;
}

function stepInto(node: unknown, segment: string | number, document: YamlDocument): Step | undefined {
  if (isSeq(node)) {
    const item = typeof segment === "number" ? node.items[segment] : undefined;
    return item === undefined ? undefined : { node: item, range: rangeOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pairs = node.items as Pair[];
  // Of duplicate keys the last one wins, so that is the one to show.
  const pair = pairs.findLast(({ key }) => keyOf(key, document) === String(segment));
  return pair ? { node: pair.value, range: pairRange(pair) } : throughMerge(pairs, segment, document);
}

function throughMerge(pairs: readonly Pair[], segment: string | number, document: YamlDocument): Step | undefined {
  for (const { key, value } of pairs) {
    if (keyOf(key, document) !== "<<") continue;
    const target = resolve(value, document);
    for (const source of isSeq(target) ? target.items : [target]) {
      const step = stepInto(resolve(source, document), segment, document);
      if (step) return step;
    }
  }
  return undefined;
}

/** An alias to something that contains it would never end; plainFromYaml refuses such documents before we come here. */
function resolve(node: unknown, document: YamlDocument): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function keyOf(key: unknown, document: YamlDocument): string | undefined {
  const node = resolve(key, document);
  if (!isScalar(node)) return undefined;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}

function pairRange({ key, value }: Pair): Range | undefined {
  const from = rangeOf(key);
  const to = rangeOf(value) ?? from;
  return from && to ? [from[0], Math.max(from[1], to[1])] : to;
}

function rangeOf(node: unknown): Range | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], endOf(node) ?? range[1]] : undefined;
}

/** The range of a block collection goes on over comments; its content ends with its last value. */
function endOf(node: unknown): number | undefined {
  if (isPair(node)) return endOf(node.value) ?? endOf(node.key);
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return (node as Node | null | undefined)?.range?.[1];
}
