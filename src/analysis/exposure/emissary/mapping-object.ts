import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { HostPattern } from "../host-pattern.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import { scalarText, specOf } from "../plain-items.ts";
import { stableText } from "../route.ts";
import { hostPattern, installationOf, type Target, targetOf } from "./names.ts";

/** A Mapping in one shape, whatever its API version. */
export interface MappingObject {
  readonly resource: Resource;
  readonly spec: PlainObject;
  readonly installation: string;
  readonly host: HostPattern;
  readonly path: PathPattern;
  readonly conditions: readonly string[];
  readonly precedence: number;
  readonly target: Target;
  /** The share of requests that it takes from the Mappings for the same requests; undefined: what the others leave. */
  readonly weight: number | undefined;
  /** Whether it only gets copies of requests. */
  readonly isShadow: boolean;
}

/** Undefined where the Mapping has no prefix or no service: then Emissary refuses it. */
export function readMapping(resource: Resource): MappingObject | undefined {
  const spec = specOf(resource);
  const [prefix, service] = [asText(spec.prefix), asText(spec.service)];
  if (prefix === undefined || service === undefined) return undefined;
  return {
    resource,
    spec,
    installation: installationOf(resource),
    host: hostPattern(asText(spec.hostname) ?? asText(spec.host) ?? "*", spec.host_regex === true),
    path: pathOf(spec, prefix),
    conditions: conditionsOf(spec),
    precedence: typeof spec.precedence === "number" ? spec.precedence : 0,
    target: targetOf(service, resource),
    weight: typeof spec.weight === "number" ? spec.weight : undefined,
    isShadow: spec.shadow === true,
  };
}

/** Prefixes are characters, not segments. */
function pathOf(spec: PlainObject, prefix: string): PathPattern {
  if (spec.prefix_regex === true) return pathPattern("opaque", prefix);
  if (spec.prefix_exact === true) return pathPattern("exact", prefix);
  return pathPattern(spec.case_sensitive === false ? "caseless" : "characters", prefix);
}

function conditionsOf(spec: PlainObject): readonly string[] {
  const method = asText(spec.method);
  return [
    ...(method === undefined ? [] : [`method ${spec.method_regex === true ? `~ ${method}` : method}`]),
    ...pairsOf(spec.headers).map(([name, value]) => `header ${name.toLowerCase()}${valueText(value, ": ")}`),
    ...pairsOf(spec.regex_headers).map(([name, value]) => `header ${name.toLowerCase()}: ~ ${shown(value)}`),
    ...pairsOf(spec.query_parameters).map(([name, value]) => `query ${name}${valueText(value, "=")}`),
    ...pairsOf(spec.regex_query_parameters).map(([name, value]) => `query ${name}=~ ${shown(value)}`),
  ].sort();
}

// `true` asks for the name with any value.
function valueText(value: Plain, separator: string): string {
  return value === true ? "" : separator + shown(value);
}

function shown(value: Plain): string {
  return scalarText(value) ?? stableText(value);
}

export function pairsOf(value: Plain | undefined): readonly (readonly [string, Plain])[] {
  return Object.entries(asObject(value) ?? {});
}
