import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { RouteObjectKind } from "./names.ts";

/** What a request must look like: one entry of `matches`. */
export interface Match {
  readonly field: FieldPath;
  readonly path: PathPattern;
  readonly conditions: readonly string[];
}

/** The entries of `matches` of a rule; a rule without any answers every request. */
export function readMatches(rule: PlainObject, field: FieldPath, kind: RouteObjectKind): readonly Match[] {
  const everything: Match = { field, path: { kind: "any" }, conditions: [] };
  if (kind !== "HTTPRoute" && kind !== "GRPCRoute") return [everything];
  const matches = asList(rule.matches) ?? [];
  if (matches.length === 0) return [everything];
  return matches.map((entry, index) => {
    const match = asObject(entry) ?? {};
    const path = kind === "HTTPRoute" ? httpPath(match) : grpcPath(match);
    const conditions = [
      ...(kind === "HTTPRoute" && asText(match.method) !== undefined ? [`method ${asText(match.method)}`] : []),
      ...valueConditions("header", match.headers, (name) => name.toLowerCase(), ": "),
      ...(kind === "HTTPRoute" ? valueConditions("query", match.queryParams, (name) => name, "=") : []),
    ];
    return { field: [...field, "matches", index], path, conditions: conditions.sort() };
  });
}

function httpPath(match: PlainObject): PathPattern {
  const path = asObject(match.path);
  const value = asText(path?.value) ?? "/";
  const type = asText(path?.type) ?? "PathPrefix";
  if (type === "PathPrefix") return pathPattern("segments", value);
  return type === "Exact" ? pathPattern("exact", value) : pathPattern("opaque", value);
}

// A call of a method is a request for `/service/method`.
function grpcPath(match: PlainObject): PathPattern {
  const method = asObject(match.method);
  const [service, name] = [asText(method?.service), asText(method?.method)];
  if (service === undefined && name === undefined) return { kind: "any" };
  if (asText(method?.type) === "RegularExpression" || service === undefined)
    return pathPattern("opaque", `/${service ?? "[^/]+"}/${name ?? "[^/]+"}`);
  return name === undefined ? pathPattern("segments", `/${service}`) : pathPattern("exact", `/${service}/${name}`);
}

// Of several entries for one name only the first counts.
function valueConditions(
  word: string,
  list: Plain | undefined,
  nameOf: (name: string) => string,
  equals: string,
): string[] {
  const texts = new Map<string, string>();
  for (const entry of asList(list) ?? []) {
    const one = asObject(entry);
    const name = nameOf(asText(one?.name) ?? "");
    const isExact = (asText(one?.type) ?? "Exact") === "Exact";
    const text = `${word} ${name}${isExact ? equals : " ~ "}${asText(one?.value) ?? ""}`;
    if (one && !texts.has(name)) texts.set(name, text);
  }
  return [...texts.values()];
}
