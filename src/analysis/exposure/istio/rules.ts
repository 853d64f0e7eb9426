import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { pathContained } from "../path-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, specOf, textsOf } from "../plain-items.ts";
import type { World } from "../world.ts";
import { networkingGroup } from "./fields.ts";
import { type HttpMatch, readMatches } from "./matches.ts";

/** An HTTP rule of a VirtualService, or of one that it delegates to. */
export interface HttpRule {
  /** The object that holds the rule. */
  readonly resource: Resource;
  readonly rule: PlainObject;
  readonly field: FieldPath;
  readonly matches: readonly HttpMatch[];
  /** The first match wins, so that earlier rules have larger numbers. Counted from the end: a rule in front leaves the others as they are. */
  readonly priority: number;
  /** The VirtualService that the rule is left to and that is not in the repository. */
  readonly missing?: string;
}

/** The rules in the order in which they are tried, those of delegates in place of the rule that delegates. */
export function httpRules(resource: Resource, world: World): readonly HttpRule[] {
  const rules = itemsOf(specOf(resource).http, ["spec", "http"]).flatMap(({ value, field }) =>
    expand({ resource, rule: value, field, matches: readMatches(value, field), priority: 0 }, world),
  );
  return rules.map((rule, index) => ({ ...rule, priority: rules.length - index }));
}

/** Whether the object only holds rules that another VirtualService delegates to. */
export function isDelegate(resource: Resource): boolean {
  return textsOf(specOf(resource).hosts).length === 0;
}

/** Whether the object counts for calls inside the mesh and at no Gateway. */
export function isMeshOnly(resource: Resource): boolean {
  return textsOf(specOf(resource).gateways).every((name) => name === "mesh");
}

// Delegates do not delegate again (networking/v1alpha3/virtual_service.proto).
function expand(parent: HttpRule, world: World): readonly HttpRule[] {
  const delegate = asObject(parent.rule.delegate);
  if (!delegate) return [parent];
  const name = asText(delegate.name) ?? "";
  const namespace = asText(delegate.namespace) ?? parent.resource.namespace;
  const target = world.find(networkingGroup, "VirtualService", namespace, name);
  if (!target || !isDelegate(target)) return [{ ...parent, missing: name }];
  const rules = itemsOf(specOf(target).http, ["spec", "http"]);
  const size = rules.reduce((sum, { value, field }) => sum + readMatches(value, field).length, 0);
  if (size * parent.matches.length > mostMatches) return [{ ...parent, missing: name }];
  world.use(target);
  return rules.map(({ value, field }) => ({
    resource: target,
    rule: value,
    field,
    matches: parent.matches.flatMap((outer) =>
      readMatches(value, field).flatMap((inner) => bothOf(outer, inner) ?? []),
    ),
    priority: 0,
  }));
}

// More than a proxy's configuration holds: what is behind the delegate is then not understood.
const mostMatches = 20_000;

// The delegate's path lies inside the root's; where both are the same kind of text the narrower one counts.
function bothOf(outer: HttpMatch, inner: HttpMatch): HttpMatch | undefined {
  const outside = pathContained(outer.path, inner.path) === true;
  if (!outside && pathContained(inner.path, outer.path) === false) return undefined;
  return {
    path: outside ? outer.path : inner.path,
    conditions: [...new Set([...outer.conditions, ...inner.conditions])].sort(),
    port: inner.port ?? outer.port,
    gateways: outer.gateways,
    field: inner.field,
  };
}
