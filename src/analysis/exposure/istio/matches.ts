import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { scalarText, textsOf } from "../plain-items.ts";
import { labelTexts } from "./fields.ts";

/** One entry of `match` of an HTTP rule; a rule without any answers everything. */
export interface HttpMatch {
  readonly path: PathPattern;
  /** See `Route.conditions`. */
  readonly conditions: readonly string[];
  readonly port: string | undefined;
  /** The Gateways that it counts for, undefined for all of the VirtualService. */
  readonly gateways: readonly string[] | undefined;
  readonly field: FieldPath;
}

export function readMatches(rule: PlainObject, field: FieldPath): readonly HttpMatch[] {
  const list = asList(rule.match) ?? [];
  if (list.length === 0)
    return [{ path: { kind: "any" }, conditions: [], port: undefined, gateways: undefined, field }];
  return list.flatMap((entry, index) => {
    const match = asObject(entry);
    return match ? [readMatch(match, [...field, "match", index])] : [];
  });
}

function readMatch(match: PlainObject, field: FieldPath): HttpMatch {
  return {
    path: pathOf(asObject(match.uri), match.ignoreUriCase === true),
    conditions: conditionsOf(match),
    port: scalarText(match.port),
    gateways: asList(match.gateways) ? textsOf(match.gateways) : undefined,
    field,
  };
}

function pathOf(uri: PlainObject | undefined, caseless: boolean): PathPattern {
  const { exact, prefix, regex } = uri ?? {};
  const literal = asText(exact);
  if (literal !== undefined) return caseless ? pathPattern("opaque", `(?i)${literal}`) : pathPattern("exact", literal);
  const start = asText(prefix);
  if (start !== undefined) return pathPattern(caseless ? "caseless" : "characters", start);
  const expression = asText(regex);
  return expression === undefined ? { kind: "any" } : pathPattern("opaque", expression);
}

function conditionsOf(match: PlainObject): string[] {
  const source = labelTexts(match.sourceLabels);
  const namespace = asText(match.sourceNamespace);
  return [
    ...one("method", match.method, " "),
    ...one("scheme", match.scheme, " "),
    ...one("authority", match.authority, " "),
    ...each("header", match.headers),
    ...each("not header", match.withoutHeaders),
    ...each("query", match.queryParams, false),
    ...(source.length > 0 ? [`source ${source.join(", ")}`] : []),
    ...(namespace === undefined ? [] : [`source namespace ${namespace}`]),
  ].sort();
}

function each(word: string, value: Plain | undefined, caseless = true): string[] {
  return Object.entries(asObject(value) ?? {}).map(([key, match]) => {
    const name = `${word} ${caseless ? key.toLowerCase() : key}`;
    return one(name, match, ": ")[0] ?? name;
  });
}

function one(name: string, value: Plain | undefined, join: string): string[] {
  const match = asObject(value);
  if (!match) return [];
  const exact = asText(match.exact);
  if (exact !== undefined) return [`${name}${join}${exact}`];
  const [prefix, regex] = [asText(match.prefix), asText(match.regex)];
  if (prefix !== undefined) return [`${name}${join}${prefix}*`];
  return regex === undefined ? [] : [`${name}${join}~${regex}`];
}
