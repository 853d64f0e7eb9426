import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { HostPattern } from "../host-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { readHostname } from "./hosts.ts";
import { gatewayGroup, type Ref, type RouteObjectKind, readRef, scalarText, specOf } from "./names.ts";
import { type Match, readMatches } from "./read-matches.ts";

/** An HTTPRoute, GRPCRoute, TLSRoute, TCPRoute or UDPRoute. */
export interface RouteObject {
  readonly resource: Resource;
  readonly kind: RouteObjectKind;
  readonly namespace: string | null;
  readonly parents: readonly Parent[];
  readonly hostnames: readonly { readonly host: HostPattern; readonly field: FieldPath }[];
  readonly rules: readonly Rule[];
}

/** An entry of `parentRefs`. */
export interface Parent {
  readonly ref: Ref;
  readonly section: string | undefined;
  readonly port: string;
  readonly field: FieldPath;
}

export interface Rule {
  readonly name: string | undefined;
  readonly field: FieldPath;
  readonly data: PlainObject;
  readonly matches: readonly Match[];
}

export function readRouteObject(resource: Resource, kind: RouteObjectKind): RouteObject {
  const spec = specOf(resource);
  const namespace = resource.namespace ?? null;
  const takesHosts = kind !== "TCPRoute" && kind !== "UDPRoute";
  return {
    resource,
    kind,
    namespace,
    parents: (asList(spec.parentRefs) ?? []).flatMap((entry, index): Parent[] => {
      const ref = readRef(entry, { group: gatewayGroup, kind: "Gateway", namespace });
      const data = asObject(entry);
      if (!ref || !data) return [];
      const field = ["spec", "parentRefs", index];
      return [{ ref, section: asText(data.sectionName), port: scalarText(data.port), field }];
    }),
    hostnames: (takesHosts ? (asList(spec.hostnames) ?? []) : []).flatMap((entry, index) => {
      const text = asText(entry);
      return text === undefined ? [] : [{ host: readHostname(text), field: ["spec", "hostnames", index] }];
    }),
    rules: rulesOf(spec).map(({ data, field }) => ({
      name: asText(data.name),
      field,
      data,
      matches: readMatches(data, field, kind),
    })),
  };
}

// The API fills in one rule for every path where an object has none; it has no backend.
function rulesOf(spec: PlainObject): { readonly data: PlainObject; readonly field: FieldPath }[] {
  const rules = asList(spec.rules) ?? [];
  if (rules.length === 0) return [{ data: {}, field: ["spec", "rules"] }];
  return rules.map((entry, index) => ({ data: asObject(entry) ?? {}, field: ["spec", "rules", index] }));
}
