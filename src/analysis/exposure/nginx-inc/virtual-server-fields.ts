import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { ingressGroups } from "../ingress/ingress-groups.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Entry } from "../route.ts";
import type { World } from "../world.ts";
import { nginxGroup, type PolicyReference } from "./read-policies.ts";

/** An entry of a list, with where it stands. */
export interface Item {
  readonly value: PlainObject;
  readonly path: FieldPath;
}

/** The objects of a list. */
export function itemsAt({ data }: Resource, path: FieldPath): readonly Item[] {
  return (asList(fieldAt(data, path)) ?? []).flatMap((entry, index) => {
    const value = asObject(entry);
    return value ? [{ value, path: [...path, index] }] : [];
  });
}

export function policyReferencesAt(resource: Resource, path: FieldPath): readonly PolicyReference[] {
  return itemsAt(resource, path).flatMap(({ value, path: field }) => {
    const name = asText(value.name);
    const aspect = { resource, path: field };
    return name === undefined ? [] : [{ name, namespace: asText(value.namespace) ?? resource.namespace, aspect }];
  });
}

/**
 * The door of NGINX's controller. An object that names no class stands at the door of the only IngressClass of the controller,
 * so that it competes with the Ingresses there.
 */
export function nginxEntry(world: World, className: string | undefined): Entry {
  const classes = world.of(ingressGroups, "IngressClass");
  const own = classes.filter(({ data }) => fieldAt(data, ["spec", "controller"]) === "nginx.org/ingress-controller");
  const name = className ?? (own.length === 1 ? own[0]?.name : undefined) ?? "NGINX Ingress Controller";
  const reach = Object.hasOwn(world.controllers, name) ? world.controllers[name]?.reach : undefined;
  return { class: name, controller: "nginx-inc", reach: reach ?? "unknown" };
}

/** A port that the controller listens on, from a GlobalConfiguration. */
export interface Listener {
  readonly name: string;
  readonly port: string;
  readonly protocol: string;
  readonly resource: Resource;
  readonly path: FieldPath;
}

export function listenersOf(world: World): readonly Listener[] {
  return world.of(nginxGroup, "GlobalConfiguration").flatMap((resource) =>
    itemsAt(resource, ["spec", "listeners"]).map(({ value, path }) => ({
      name: asText(value.name) ?? "",
      port: textOf(value.port),
      protocol: asText(value.protocol) ?? "",
      resource,
      path,
    })),
  );
}

export function textOf(value: Plain | undefined): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}
