import { identityOf, type PlainObject } from "../../../kubernetes/resource.ts";
import { type HostPattern, showHost } from "../host-pattern.ts";
import type { Aspect } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { World } from "../world.ts";
import type { Door, Doors } from "./doors.ts";
import { commonHost, mayShareHosts } from "./hosts.ts";
import type { Listener } from "./listener.ts";
import { gatewayGroup, gatewayGroups, qualified } from "./names.ts";
import { acceptsNamespace } from "./namespaces.ts";
import type { Parent, RouteObject } from "./route-object.ts";

/** A route object at one listener, for one of its hosts. */
export interface Attachment {
  readonly door: Door;
  /** Undefined where the listeners are not in the repository. */
  readonly listener: Listener | undefined;
  readonly parent: Parent;
  readonly host: HostPattern;
  readonly hostAspects: readonly Aspect[];
  readonly assumptions: readonly string[];
}

export interface Attachments {
  readonly attachments: readonly Attachment[];
  readonly problems: readonly RouteProblem[];
  /** Parents of other kinds, such as the Services of a mesh. */
  readonly foreign: readonly Parent[];
}

// Every host of a route is tried at every listener of its Gateway: so often at most, over all routes.
const mostTrials = 2_000_000;

/** Finds where route objects are attached, by the rules of their Gateways (routing.md 4.2). */
export function attachmentReader(doors: Doors, world: World): (object: RouteObject) => Attachments {
  let trials = 0;
  const isTooMuch = (object: RouteObject, { listeners = [] }: Found) => {
    trials += listeners.length * Math.max(1, object.hostnames.length);
    return trials > mostTrials;
  };
  return (object) => attachmentsOf(object, doors, world, isTooMuch);
}

function attachmentsOf(
  object: RouteObject,
  doors: Doors,
  world: World,
  isTooMuch: (object: RouteObject, found: Found) => boolean,
): Attachments {
  const attachments: Attachment[] = [];
  const problems: RouteProblem[] = [];
  const foreign: Parent[] = [];
  for (const parent of object.parents) {
    const found = listenersOf(parent, doors, world);
    if (found === undefined) foreign.push(parent);
    else if (typeof found === "string") problems.push(problemOf(object, parent, found));
    else if (isTooMuch(object, found))
      problems.push(problemOf(object, parent, "its listeners are too many to be compared"));
    else if (found.listeners === undefined) attachments.push(...ownHosts(object, parent, found.door));
    else {
      const admitted = admittedBy(found.listeners, object, parent, world);
      const attached = typeof admitted === "string" ? admitted : sharedHosts(object, parent, found.door, admitted);
      if (typeof attached === "string") problems.push(problemOf(object, parent, attached));
      else attachments.push(...attached);
    }
  }
  return { attachments, problems, foreign };
}

interface Found {
  readonly door: Door;
  readonly listeners: readonly Listener[] | undefined;
}

/** The listeners that a parent reference may mean; a sentence where nothing can be attached to it. */
function listenersOf(parent: Parent, doors: Doors, world: World): Found | string | undefined {
  const { ref } = parent;
  if (ref.group === gatewayGroup && ref.kind === "Gateway") {
    const door = doors.at(ref);
    const own = door.gateway && door.listeners.filter(({ resource }) => door.variants.includes(resource));
    return { door, listeners: own };
  }
  if (!gatewayGroups.includes(ref.group) || !/^X?ListenerSet$/.test(ref.kind)) return undefined;
  const set = world.find(ref.group, ref.kind, ref.namespace, ref.name);
  const place = set && doors.ofSet(set);
  if (!set || !place) return { door: doorOfSet(parent), listeners: undefined };
  if (place.refused) return `Gateway ${place.door.name} does not accept the listeners of ${ref.kind} ${ref.name}`;
  return { door: place.door, listeners: place.door.listeners.filter(({ resource }) => resource === set) };
}

// A set of listeners that is not in the repository belongs to a Gateway that nobody here knows.
function doorOfSet({ ref: { kind, namespace, name } }: Parent): Door {
  const entry = {
    class: `${kind} ${qualified(namespace, name)}`,
    controller: "",
    reach: "unknown",
    missing: true,
  } as const;
  return { entry, namespace, name, gateway: undefined, variants: [], gatewayClass: undefined, listeners: [] };
}

interface Admitted {
  readonly listener: Listener;
  readonly assumptions: readonly string[];
}

function admittedBy(
  listeners: readonly Listener[],
  object: RouteObject,
  parent: Parent,
  world: World,
): readonly Admitted[] | string {
  const { resource, kind } = object;
  const owner = `${parent.ref.kind} ${parent.ref.name}`;
  const meant = listeners.filter(
    ({ name, port }) =>
      (parent.section === undefined || name === parent.section) && (parent.port === "" || port === parent.port),
  );
  if (meant.length === 0) return `${owner} has no listener ${parent.section ?? `on port ${parent.port}`}`;
  const fitting = meant.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
  if (fitting.length === 0) return `${owner} has no listener for a ${kind}`;
  const admitted = fitting.flatMap((listener): Admitted[] => {
    const answer = acceptsNamespace(listener.data.allowedRoutes, "same", listener.resource, resource, world);
    if (answer === false) return [];
    const sentence = `listener ${listener.name} of ${owner} admits routes of ${namespaceText(object.namespace)}`;
    return [{ listener, assumptions: answer === undefined ? [sentence] : [] }];
  });
  return admitted.length > 0 ? admitted : `${owner} does not admit routes of ${namespaceText(object.namespace)}`;
}

function namespaceText(namespace: string | null): string {
  return namespace === null ? "the namespace of the route" : `namespace ${namespace}`;
}

function ownHosts(object: RouteObject, parent: Parent, door: Door): Attachment[] {
  return hostsOf(object).map(({ host, aspect }) => {
    return { door, listener: undefined, parent, host, hostAspects: [aspect], assumptions: [] };
  });
}

/** The hosts that route and listener have in common. */
function sharedHosts(
  object: RouteObject,
  parent: Parent,
  door: Door,
  admitted: readonly Admitted[],
): readonly Attachment[] | string {
  const hosts = hostsOf(object);
  const attached = (
    choose: (host: HostPattern, listener: Listener) => HostPattern | undefined,
    more: readonly string[],
  ) =>
    admitted.flatMap(({ listener, assumptions }) =>
      hosts.flatMap(({ host, aspect }): Attachment[] => {
        const common = choose(host, listener);
        const hostname: Aspect = { resource: listener.resource, path: [...listener.field, "hostname"] };
        const hostAspects = [aspect, hostname, { resource: object.resource, path: parent.field }];
        return common
          ? [{ door, listener, parent, host: common, hostAspects, assumptions: [...assumptions, ...more] }]
          : [];
      }),
    );
  const exact = attached((host, listener) => commonHost(host, listener.host), []);
  if (exact.length > 0) return exact;
  const assumption = "the hosts of the route are those of its listener once their templates are filled in";
  const assumed = attached((host, listener) => (mayShareHosts(host, listener.host) ? host : undefined), [assumption]);
  if (assumed.length > 0) return assumed;
  return `no listener of ${parent.ref.kind} ${parent.ref.name} serves ${hosts
    .map(({ host }) => showHost(host))
    .slice(0, 3)
    .join(", ")}`;
}

function hostsOf({ hostnames, resource }: RouteObject): { readonly host: HostPattern; readonly aspect: Aspect }[] {
  const named = hostnames.map(({ host, field }) => ({ host, aspect: { resource, path: field } }));
  return named.length > 0 ? named : [{ host: { kind: "any" }, aspect: { resource, path: ["spec", "hostnames"] } }];
}

function problemOf({ resource }: RouteObject, parent: Parent, reason: string): RouteProblem {
  const subject: PlainObject = {
    parent: identityOf({ ...parent.ref, namespace: parent.ref.namespace ?? undefined }),
    reason,
  };

  const text = `it is not attached to one of its parents, because ${reason}`;
  return { resource, text, path: parent.field, subject };
}
