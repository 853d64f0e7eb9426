import type { View } from "../../kubernetes/desired-state.ts";
import { topicOf } from "../../kubernetes/kinds.ts";
import type { Location } from "../../kubernetes/location.ts";
import {
  type FieldPath,
  identityOf,
  type Plain,
  type PlainObject,
  type Resource,
  refOf,
} from "../../kubernetes/resource.ts";
import type { ProtectedKind } from "../coverage/coverage-change.ts";
import { type Difference, differencesOf, keyOf, own, samePlain } from "../plain-differences.ts";
import { mayShareHost } from "./hosts.ts";
import { projectionOf, unexposedProjectionOf } from "./projection.ts";

/**
 * Changes to objects of protected kinds that no analysis models yet: each is an unknown that names what differs.
 * Objects that changed alike are one change that lists them. An API version bump with equal content is nothing.
 */
export function opaqueChanges(
  view: View,
  understood: (resource: Resource) => boolean = () => false,
): readonly ProtectedKind[] {
  const before = opaqueResources(view.before, understood);
  const after = opaqueResources(view.after, understood);
  const groups = new Map<string, ObjectChange[]>();
  for (const identity of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(identity), after.get(identity)];
    // A file that nobody touched is parsed once for both sides: most objects end here.
    if (one?.data === other?.data) continue;
    const change = changeOf(...besideEachOther(one, other), view);
    if (!change) continue;
    const group = groups.get(change.alike);
    if (group) group.push(change);
    else groups.set(change.alike, [change]);
  }
  return [...groups.values()].map((group) => foldAlike(group, view.name));
}

interface OpaqueObject {
  readonly resource: Resource;
  readonly projection: PlainObject;
}

interface ObjectChange {
  readonly what: ProtectedKind["what"];
  readonly before: OpaqueObject | undefined;
  readonly after: OpaqueObject | undefined;
  readonly differences: readonly Difference[];
  readonly narrows: boolean;
  /** Equal for changes that are told as one. */
  readonly alike: string;
}

// An object of a routing kind that became part of a route or scope is compared there.
function opaqueResources(
  resources: readonly Resource[],
  understood: (resource: Resource) => boolean,
): ReadonlyMap<string, Resource> {
  const opaque = resources.filter((resource) => {
    const topic = topicOf(resource.group, resource.kind);
    return topic === "opaque" || (topic === "exposure" && !understood(resource));
  });
  return new Map(opaque.map((resource) => [identityOf({ ...resource, group: currentGroup(resource) }), resource]));
}

/** An object of which nothing mattered on one side was there all the same. */
function besideEachOther(one: Resource | undefined, other: Resource | undefined) {
  const [before, after] = [projected(one), projected(other)];
  const standIn = (resource: Resource | undefined, beside: OpaqueObject | undefined) =>
    resource && beside ? { resource, projection: unexposedProjectionOf(resource) } : undefined;
  return [before ?? standIn(one, after), after ?? standIn(other, before)] as const;
}

function projected(resource: Resource | undefined): OpaqueObject | undefined {
  const projection = resource ? projectionOf(resource) : null;
  return resource && projection ? { resource, projection } : undefined;
}

/** Groups that were renamed with equal meaning: moving on is no change. */
function currentGroup({ group, kind }: Resource): string {
  if (group === "" && kind === "Route") return "route.openshift.io";
  if (group === "" && kind !== "Service") return "authorization.openshift.io";
  return renamedGroups[group] ?? group;
}

const renamedGroups: Readonly<Record<string, string>> = {
  "traefik.containo.us": "traefik.io",
  extensions: "networking.k8s.io",
};

function changeOf(
  before: OpaqueObject | undefined,
  after: OpaqueObject | undefined,
  view: View,
): ObjectChange | undefined {
  if (samePlain(before?.projection, after?.projection)) return undefined;
  const what = before && after ? "altered" : after ? "added" : "removed";
  const differences = differencesOf(before?.projection, after?.projection);
  const narrows = what === "removed" && before !== undefined && removalNarrows(before.resource, view.after);
  const present = after ?? before;
  if (!present) return undefined;
  const { group, kind } = present.resource;
  // A new object is worth an event of its own; so is a removed restriction.
  const own = what === "altered" ? effectOf(differences) : narrows ? null : keyOf(present.projection);
  const identity = what === "altered" || narrows ? "" : identityOf(present.resource);
  return { what, before, after, differences, narrows, alike: keyOf([group, kind, what, narrows, own, identity]) };
}

/**
 * A removed route takes reachability away, unless another route then answers for its hosts, perhaps with less protection. What only
 * ever lets in or grants takes that away. Removing any other kind (a NetworkPolicy, a middleware, a gateway) may open something.
 */
function removalNarrows(removed: Resource, remaining: readonly Resource[]): boolean {
  if (kindsThatOnlyAdd.has(removed.kind)) return true;
  if (!routeKinds.has(removed.kind)) return false;
  return !remaining.some(
    (other) => (routeKinds.has(other.kind) || other.kind === "Ingress") && mayShareHost(removed, other),
  );
}

const kindsThatOnlyAdd = new Set([
  "Service",
  "Endpoints",
  "EndpointSlice",
  "ReferenceGrant",
  "ReferencePolicy",
  "DNSEndpoint",
  "RoleBinding",
  "ClusterRoleBinding",
  "AccessEntry",
  "PodIdentityAssociation",
  "IAMIdentityMapping",
  "AzureIdentity",
  "AzureIdentityBinding",
]);

const routeKinds = new Set([
  "HTTPRoute",
  "GRPCRoute",
  "TLSRoute",
  "TCPRoute",
  "UDPRoute",
  "Route",
  "IngressRoute",
  "IngressRouteTCP",
  "IngressRouteUDP",
  "HTTPProxy",
  "VirtualService",
  "VirtualServer",
  "VirtualServerRoute",
  "TransportServer",
  "Mapping",
  "TCPMapping",
  "AmbassadorMapping",
  "AmbassadorTCPMapping",
  "DomainMapping",
]);

function foldAlike(group: readonly ObjectChange[], view: string): ProtectedKind {
  const sorted = [...group].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const [first] = sorted as [ObjectChange, ...ObjectChange[]];
  const effect = effectOf(first.differences);
  const { group: apiGroup, kind } = resourceOf(first);
  const shared = {
    kind,
    group: apiGroup,
    what: first.what,
    ...(first.what === "removed" ? {} : { differences: effect }),
  };
  const fields = fieldsOf(first.differences);
  return {
    topic: "coverage",
    kind: "protected-kind",
    view,
    direction: first.narrows ? "narrowed" : "unknown",
    resource: refOf(resourceOf(first)),
    objects: sorted.map((change) => refOf(resourceOf(change))),
    what: first.what,
    fields,
    effect: first.what === "altered" ? shared : { ...shared, objects: sorted.map(nameOf) },
    parts: sorted.map((change) => ({ ...shared, object: nameOf(change), differences: effectOf(change.differences) })),
    before: shown(first.before, fields),
    after: shown(first.after, fields),
    because: sorted.flatMap((change) => placesOf(change, fields)),
  };
}

function resourceOf({ before, after }: ObjectChange): Resource {
  return (after ?? before)?.resource as Resource;
}

function nameOf(change: ObjectChange): string {
  const { namespace, name } = resourceOf(change);
  return `${namespace ?? ""}/${name}`;
}

function effectOf(differences: readonly Difference[]): Plain {
  // Indexes are left out: an item that moves within a list is the same effect.
  return differences
    .map(({ path, before, after }) => ({
      path: path.map((step) => (typeof step === "number" ? "*" : step)),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    }))
    .map((difference) => ({ difference, key: keyOf(difference) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ difference }) => difference);
}

function fieldsOf(differences: readonly Difference[]): readonly string[] {
  return [...new Set(differences.map(({ path }) => String(path[0] ?? "content")))].sort();
}

/** Values for display: only the fields that differ, and only where they are short. */
function shown(object: OpaqueObject | undefined, fields: readonly string[]): Plain {
  if (!object) return null;
  const entries = fields.flatMap((field): [string, Plain][] => {
    const value = own(object.projection, field);
    return value === undefined ? [] : [[field, value]];
  });
  const value = Object.fromEntries(entries);
  return keyOf(value).length > 1000 ? null : value;
}

function placesOf({ before, after }: ObjectChange, fields: readonly string[]): readonly Location[] {
  const paths = before && after ? fields.map(pathOfField) : [[]];
  const sides = [after, before].filter((side) => side !== undefined);
  return sides.flatMap((side) => paths.map((path) => side.resource.locate(inSource(side.resource, path))));
}

function pathOfField(field: string): FieldPath {
  return field === "annotations" || field === "labels" ? ["metadata", field] : [field];
}

/** The projection shows the fields of `spec` beside the object's own: look where the source has them. */
function inSource({ data }: Resource, path: FieldPath): FieldPath {
  const [first] = path;
  return first === undefined || first === "metadata" || Object.hasOwn(data, first) ? path : ["spec", ...path];
}
