import type { FieldPath, PlainObject } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import { type Item, itemsOf, scalarText } from "../plain-items.ts";
import type { Backend } from "../route.ts";
import { withExternalName } from "../services/external-name.ts";
import type { World } from "../world.ts";

/** A host of the mesh: a Service of the cluster, or a name outside. */
export type MeshHost =
  | { readonly kind: "service"; readonly namespace: string | null; readonly name: string }
  | { readonly kind: "external"; readonly name: string };

/**
 * Short names belong to the namespace of the object that uses them, `name.namespace.svc…` names a Service. Any other name is one
 * that a ServiceEntry brings from outside, unless a Service of that name and namespace is in the repository.
 */
export function meshHost(text: string, namespace: string | undefined, world: World): MeshHost {
  if (!text.includes(".")) return { kind: "service", namespace: namespace ?? null, name: text };
  const [name = "", owner = "", third] = text.split(".");
  const isService = third === "svc" || (third === undefined && world.find("", "Service", owner, name) !== undefined);
  return isService ? { kind: "service", namespace: owner, name } : { kind: "external", name: text };
}

export function meshHostKey(host: MeshHost): string {
  return host.kind === "external" ? host.name : `${host.namespace ?? ""}/${host.name}`;
}

/** The host that a destination or a DestinationRule names; before Istio 0.8 the field was `name`. */
export function hostNamedIn(value: PlainObject): string {
  return asText(value.host) ?? asText(value.name) ?? "";
}

/** A destination of a rule with its share of the requests. */
export interface Destination {
  readonly backend: Backend;
  readonly host: MeshHost;
  readonly subset: string | undefined;
  /** The subset and weight as written. */
  readonly share: string;
  readonly item: Item;
}

/** Where a rule sends requests; a destination that gets no share of them is none. */
export function readDestinations(
  rule: PlainObject,
  field: FieldPath,
  namespace: string | undefined,
  world: World,
): Destination[] {
  const list = itemsOf(rule.route, [...field, "route"]);
  return list.flatMap((item) => {
    const destination = asObject(item.value.destination);
    const weight = item.value.weight ?? (list.length > 1 ? 0 : 100);
    if (!destination || weight === 0) return [];
    const host = meshHost(hostNamedIn(destination), namespace, world);
    const backend = withExternalName(world, backendOf(host, destination));
    const subset = asText(destination.subset);
    const share = `${backend.name}${subset === undefined ? "" : ` ${subset}`} ${scalarText(weight) ?? ""}`;
    return [{ backend, host, subset, item, share: list.length > 1 || subset !== undefined ? share : "" }];
  });
}

export function backendOf(host: MeshHost, destination: PlainObject): Backend {
  const port = scalarText(asObject(destination.port)?.number) ?? "";
  if (host.kind === "external")
    return { kind: "ServiceEntry", namespace: null, name: host.name, port, external: host.name };
  return { kind: "Service", namespace: host.namespace, name: host.name, port };
}
