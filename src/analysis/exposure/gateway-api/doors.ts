import { identityOf, type Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { asText } from "../plain-fields.ts";
import type { Entry } from "../route.ts";
import type { World } from "../world.ts";
import { type Listener, readListeners } from "./listener.ts";
import { gatewayGroup, gatewayGroups, mayBeSameNamespace, qualified, type Ref, readRef, specOf } from "./names.ts";
import { acceptsNamespace } from "./namespaces.ts";
import { gatewayReach } from "./reach.ts";

/** A Gateway as routes see it, whether the repository has it or not. */
export interface Door {
  readonly entry: Entry;
  readonly namespace: string | null;
  readonly name: string;
  /** Undefined where the Gateway is not in the repository: then only the listeners of its ListenerSets are known. */
  readonly gateway: Resource | undefined;
  /** The Gateway, and further manifests of the same name: of two variants nobody here knows which one is applied where. */
  readonly variants: readonly Resource[];
  readonly gatewayClass: Resource | undefined;
  readonly listeners: readonly Listener[];
}

export interface Doors {
  readonly all: readonly Door[];
  /** The door that a reference to a Gateway means. */
  at(ref: Pick<Ref, "namespace" | "name">): Door;
  /** The door of a ListenerSet; `refused` where its Gateway does not accept it. */
  ofSet(set: Resource): { readonly door: Door; readonly refused: boolean } | undefined;
  readonly sets: readonly Resource[];
}

/** `namespaceSaid` names the namespace of a Gateway whose manifest leaves it out and to which routes refer with one. */
export function readDoors(world: World, namespaceSaid: (name: string) => string | null): Doors {
  const sets = [...world.of(gatewayGroups, "ListenerSet"), ...world.of(gatewayGroups, "XListenerSet")];
  const gateways = world.of(gatewayGroup, "Gateway");
  const parents = new Map(sets.map((set) => [set, parentOf(set)]));
  const doors = new Map<string, Door>();
  const joining = (gateway: Resource) => sets.filter((set) => isParent(gateway, parents.get(set)));
  for (const variants of grouped(gateways, identityOf).values()) {
    const gateway = variants[0] as Resource;
    const namespace = gateway.namespace ?? namespaceSaid(gateway.name);
    const accepted = joining(gateway).filter((set) => acceptsSet(gateway, set, world));
    doors.set(identityOf(gateway), {
      entry: entryOf(gateway, namespace, world),
      namespace,
      name: gateway.name,
      gateway,
      variants,
      gatewayClass: classOf(gateway, world),
      listeners: [...variants, ...accepted].flatMap(readListeners),
    });
  }
  const unknown = new Map<string, Door>();
  const at = ({ namespace, name }: Pick<Ref, "namespace" | "name">): Door => {
    const gateway = world.find(gatewayGroup, "Gateway", namespace, name);
    const known = gateway && doors.get(identityOf(gateway));
    if (known) return known;
    const key = qualified(namespace, name);
    const members = sets.filter((set) => isNamed(parents.get(set), namespace, name));
    const door = unknown.get(key) ?? unknownDoor(namespace, name, members.flatMap(readListeners), world);
    unknown.set(key, door);
    return door;
  };
  return {
    all: [...doors.values()],
    at,
    sets,
    ofSet(set) {
      const parent = parents.get(set);
      if (!parent) return undefined;
      const door = at(parent);
      return { door, refused: door.gateway !== undefined && !acceptsSet(door.gateway, set, world) };
    },
  };
}

function parentOf(set: Resource): Ref | undefined {
  const defaults = { group: gatewayGroup, kind: "Gateway", namespace: set.namespace ?? null };
  return readRef(specOf(set).parentRef, defaults);
}

function isParent(gateway: Resource, parent: Ref | undefined): boolean {
  return (
    parent !== undefined &&
    parent.name === gateway.name &&
    mayBeSameNamespace(parent.namespace, gateway.namespace ?? null)
  );
}

function isNamed(parent: Ref | undefined, namespace: string | null, name: string): boolean {
  return parent !== undefined && parent.name === name && parent.namespace === namespace;
}

function acceptsSet(gateway: Resource, set: Resource, world: World): boolean {
  return acceptsNamespace(specOf(gateway).allowedListeners, "none", gateway, set, world) !== false;
}

function classOf(gateway: Resource, world: World): Resource | undefined {
  const name = asText(specOf(gateway).gatewayClassName);
  return name === undefined ? undefined : world.of(gatewayGroup, "GatewayClass").find((one) => one.name === name);
}

function entryOf(gateway: Resource, namespace: string | null, world: World): Entry {
  const className = asText(specOf(gateway).gatewayClassName) ?? "";
  const gatewayClass = classOf(gateway, world);
  const declared = asText(gatewayClass && specOf(gatewayClass).controllerName);
  const chosen = chosenFor([qualified(namespace, gateway.name), gateway.name, className], world);
  return {
    class: `Gateway ${qualified(namespace, gateway.name)}`,
    controller: chosen?.controller ?? declared ?? className,
    reach:
      chosen?.reach !== undefined && chosen.reach !== "unknown"
        ? chosen.reach
        : gatewayReach(gateway, gatewayClass, world),
  };
}

function unknownDoor(namespace: string | null, name: string, listeners: readonly Listener[], world: World): Door {
  const chosen = chosenFor([qualified(namespace, name), name], world);
  return {
    entry: {
      class: `Gateway ${qualified(namespace, name)}`,
      controller: chosen?.controller ?? "",
      reach: chosen?.reach ?? "unknown",
    },
    namespace,
    name,
    gateway: undefined,
    variants: [],
    gatewayClass: undefined,
    listeners,
  };
}

function chosenFor(names: readonly string[], { controllers }: World) {
  const name = names.find((one) => Object.hasOwn(controllers, one));
  return name === undefined ? undefined : controllers[name];
}
