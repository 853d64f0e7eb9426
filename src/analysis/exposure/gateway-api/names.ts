import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { asList, asObject, asText } from "../plain-fields.ts";

export const gatewayGroup = "gateway.networking.k8s.io";
/** Where kinds of Gateway API stand before they are agreed on. */
export const gatewayGroups = [gatewayGroup, "gateway.networking.x-k8s.io"];

export const envoyGroup = "gateway.envoyproxy.io";

export const httpRouteKinds = ["HTTPRoute", "GRPCRoute"] as const;
export const routeKinds = [...httpRouteKinds, "TLSRoute", "TCPRoute", "UDPRoute"] as const;
export type RouteObjectKind = (typeof routeKinds)[number];

/** A reference to another object with the defaults of its kind filled in. */
export interface Ref {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export interface RefDefaults {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
}

/** Reads a reference; undefined if it names nothing. */
export function readRef(value: Plain | undefined, defaults: RefDefaults): Ref | undefined {
  const ref = asObject(value);
  const name = asText(ref?.name);
  if (!ref || name === undefined || name === "") return undefined;
  return {
    group: asText(ref.group) ?? defaults.group,
    kind: asText(ref.kind) ?? defaults.kind,
    namespace: asText(ref.namespace) ?? defaults.namespace,
    name,
  };
}

/** `namespace/name`, or the name alone where nobody says the namespace. */
export function qualified(namespace: string | null | undefined, name: string): string {
  return namespace === null || namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;
}

/** A Secret by its name alone, anything else with its kind. */
export function showRef({ kind, namespace, name }: Ref, usual: string): string {
  return kind === usual ? qualified(namespace, name) : `${kind} ${qualified(namespace, name)}`;
}

export function specOf(resource: Resource): PlainObject {
  return asObject(resource.data.spec) ?? {};
}

/** A number or a text as text, the empty text for anything else. */
export function scalarText(value: Plain | undefined): string {
  return typeof value === "string" || typeof value === "number" ? plainText(value) : "";
}

/** A text as it is, any other value as JSON. */
export function plainText(value: Plain): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Whether two namespaces may be one: an applier fills in a missing one. */
export function mayBeSameNamespace(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

/** The objects of a list. */
export function objectsIn(value: Plain | undefined): PlainObject[] {
  return (asList(value) ?? []).flatMap((entry): PlainObject[] => {
    const object = asObject(entry);
    return object ? [object] : [];
  });
}
