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

/** Finds the Gateways of one state, and gives those that are missing from it a name. */
export function readDoors(world: World): Doors {
  const sets = [...world.of(gatewayGroups, "ListenerSet"), ...world.of(gatewayGroups, "XListenerSet")];
  const gateways = world.of(gatewayGroup, "Gateway");
  const parents = new Map(sets.map((set) => [set, parentOf(set)]));
  const doors = new Map<string, Door>();
  const joining = (gateway: Resource) => sets.filter((set) => isParent(gateway, parents.get(set)));
  for (const variants of grouped(gateways, identityOf).values()) {
    const gateway = variants[0] as Resource;
    const namespace = gateway.namespace ?? null;
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
  const chosen = chosenFor(namespace, [gateway.name, className], world);
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
  const chosen = chosenFor(namespace, [name], world);
  return {
    entry: {
      class: `Gateway ${qualified(namespace, name)}`,
      controller: chosen?.controller ?? "",
      reach: chosen?.reach ?? "unknown",
      missing: true,
    },
    namespace,
    name,
    gateway: undefined,
    variants: [],
    gatewayClass: undefined,
    listeners,
  };
}

/** What the policy says about a Gateway by its name, with or without its namespace, or by its class. */
function chosenFor(namespace: string | null, names: readonly string[], { controllers }: World) {
  const [name] = names;
  const full = namespace === null ? Object.keys(controllers).filter((key) => key.endsWith(`/${name}`)) : [];
  const found = [`${namespace}/${name}`, ...(full.length === 1 ? full : []), ...names].find((one) =>
    Object.hasOwn(controllers, one),
  );
  return found === undefined ? undefined : controllers[found];
}

/** The door as one of its routes names it: the manifest of a Gateway often leaves its namespace to the applier. */
export function entryFor({ entry, namespace, name, gateway }: Door, ref: Pick<Ref, "kind" | "namespace">): Entry {
  if (namespace !== null || ref.namespace === null || ref.kind !== "Gateway" || !gateway) return entry;
  return { ...entry, class: `Gateway ${qualified(ref.namespace, name)}` };
}
