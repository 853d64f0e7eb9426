import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { dnsAssumptions } from "../dns/external-dns.ts";
import { recordsBehind } from "../dns/records.ts";
import { type HostPattern, showHost } from "../host-pattern.ts";
import { specOf, textsOf } from "../plain-items.ts";
import { joinedReadings, type Places, type Reading } from "../reading.ts";
import type { Backend, Route } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";
import { type Binding, type IstioWorld, weighIstio } from "./binding.ts";
import { connectionRoutes } from "./connection-routes.ts";
import { type Destination, readDestinations } from "./destinations.ts";
import { type Door, doorsOf } from "./doors.ts";
import type { IstioGateway } from "./gateways.ts";
import { istioHost } from "./hosts.ts";
import { readRule } from "./http-rule.ts";
import type { HttpMatch } from "./matches.ts";
import { ownSettings } from "./own-settings.ts";
import { type HttpRule, httpRules } from "./rules.ts";
import { tlsFields } from "./server-tls.ts";

interface VirtualServiceReading {
  readonly routes: Route[];
  readonly problems: RouteProblem[];
  /** Beside what Gateways serve it has hosts or rules that only callers in the mesh meet. */
  readonly isMeshToo?: boolean;
}

/** The routes of a VirtualService at the Gateways that it names; in the mesh it publishes nothing. */
export function virtualServiceRoutes(resource: Resource, istio: IstioWorld): VirtualServiceReading {
  const spec = specOf(resource);
  const bindings = [...new Set(textsOf(spec.gateways))]
    .filter((name) => name !== "mesh")
    .map((name) => ({ name, gateway: istio.gatewayNamed(name, resource.namespace) }));
  if (bindings.length === 0) return { routes: [], problems: [] };
  const rules = httpRules(resource, istio.world);
  const matches = rules.reduce((sum, rule) => sum + rule.matches.length, 0);
  const claims = textsOf(spec.hosts).map((text, index) => ({ host: istioHost(text), field: ["spec", "hosts", index] }));
  const connections = connectionRoutes(resource, bindings, istio);
  if (connections.tooMany || claims.length * bindings.length > mostRoutes)
    return { routes: [], problems: [tooMany(resource, spec)] };
  const placed = bindings.flatMap((binding) =>
    claims.map(({ host, field }) => ({ binding, field, host, doors: doorsFor(binding, host, resource) })),
  );
  if (placed.reduce((sum, { doors }) => sum + doors.length, 0) * matches > mostRoutes)
    return { routes: [], problems: [tooMany(resource, spec)] };
  const shared = ownSettings(resource);
  const routes = placed.flatMap(({ binding, field, doors }) => {
    const { gateway } = binding;
    const records = recordsBehind(resource, gateway.resource && [gateway.resource]);
    const places: Places = {
      host: [
        { resource, path: field },
        { resource, path: ["spec", "gateways"] },
      ],
      entry: [{ resource, path: ["spec", "gateways"] }],
      annotation: shared.aspects,
      dns: records.aspects,
    };
    const own = { controls: { dns: records.dns }, texts: shared.texts, places };
    return httpRoutes(resource, binding, doors, rules, own, istio);
  });
  const closed = placed.filter(({ binding, doors }) => binding.gateway.resource && doors.length === 0);
  // A host for callers in the mesh needs no server of a Gateway.
  const namesMesh = textsOf(spec.gateways).includes("mesh");
  const problems =
    !namesMesh && rules.length > 0 && connections.routes.length === 0
      ? closed.map((one) => noServer(resource, one))
      : [];
  const isMeshToo = namesMesh && (closed.length > 0 || rules.some(isForMeshOnly));
  return { routes: [...routes, ...connections.routes], problems, isMeshToo };
}

function isForMeshOnly({ matches }: HttpRule): boolean {
  return matches.some(({ gateways }) => gateways?.every((name) => name === "mesh") === true);
}

// Such a host is not published, whatever the rules say.
function noServer(resource: Resource, { binding, field, host }: Placed): RouteProblem {
  const text = `no server of Istio Gateway ${binding.gateway.id} serves ${showHost(host)} for this VirtualService`;
  return { resource, text, path: field, subject: { gateway: binding.gateway.id, host: showHost(host) } };
}

interface Placed {
  readonly binding: Binding;
  readonly field: FieldPath;
  readonly host: HostPattern;
}

// More than a Gateway serves in practice; the product of three lists must not explode.
const mostRoutes = 20_000;

function tooMany(resource: Resource, subject: PlainObject): RouteProblem {
  return { resource, text: "its hosts, gateways and rules are too many to be compared", path: ["spec"], subject };
}

function doorsFor({ gateway }: Binding, claimed: HostPattern, { namespace }: Resource): readonly ClosedDoor[] {
  return gateway.resource
    ? doorsOf(gateway, claimed, namespace)
    : [{ host: claimed, server: undefined, plain: [], controls: {}, main: true, first: true }];
}

function httpRoutes(
  resource: Resource,
  { name, gateway }: Binding,
  doors: readonly ClosedDoor[],
  rules: readonly HttpRule[],
  own: Reading,
  istio: IstioWorld,
): Route[] {
  return rules.flatMap((rule) => {
    const destinations = readDestinations(rule.rule, rule.field, rule.resource.namespace, istio.world);
    return rule.matches
      .filter(({ gateways }) => gateways === undefined || gateways.includes(name))
      .flatMap((match) =>
        doors.flatMap((door) => {
          const conditions = conditionsAt(door, match);
          return conditions
            ? [routeOf(resource, gateway, door, rule, match, conditions, destinations, own, istio)]
            : [];
        }),
      );
  });
}

/** A door of a Gateway that is not in the repository has no server. */
type ClosedDoor = Omit<Door, "server"> & { readonly server: Door["server"] | undefined };

// A rule without a port answers at every main door; at one that is not the first, requests show its port.
function conditionsAt(door: ClosedDoor, match: HttpMatch): readonly string[] | undefined {
  const port = door.server?.port;
  if (match.port !== undefined && port !== undefined && match.port !== port) return undefined;
  if (match.port === undefined && !door.main) return undefined;
  const shown = door.first ? undefined : (port ?? match.port);
  return shown === undefined ? match.conditions : [...match.conditions, `port ${shown}`].sort();
}

function routeOf(
  resource: Resource,
  gateway: IstioGateway,
  door: ClosedDoor,
  rule: HttpRule,
  match: HttpMatch,
  conditions: readonly string[],
  destinations: readonly Destination[],
  own: Reading,
  { world, hop }: IstioWorld,
): Route {
  const hops = destinations.map(({ host, backend, subset }) => hop(host, backend.port, subset));
  const read = readRule(rule, match.path, destinations, hops, world);
  const { controls, texts, places } = joinedReadings(
    own,
    { controls: door.controls, places: doorPlaces(gateway, door) },
    read,
  );
  const fields: Places = {
    path: [
      { resource: rule.resource, path: [...match.field, "uri"] },
      { resource: rule.resource, path: match.field },
    ],
    condition: [{ resource: rule.resource, path: match.field }],
    backend: [
      ...destinations.map(({ item }) => ({ resource: rule.resource, path: item.field })),
      { resource: rule.resource, path: rule.field },
    ],
  };
  return {
    resource,
    entry: gateway.entry,
    host: door.host,
    via: "rule",
    path: match.path,
    conditions,
    priority: rule.priority,
    backends: backendsOf(rule, destinations),
    controls,
    annotations: texts,
    weigh: weighIstio,
    assumptions: [...assumptions, ...dnsAssumptions(resource)],
    where: (facet) => fields[facet] ?? places[facet] ?? [{ resource: rule.resource, path: rule.field }],
  };
}

const assumptions = ["AuthorizationPolicy and PeerAuthentication are compared on their own"];

function backendsOf(rule: HttpRule, destinations: readonly Destination[]): readonly Backend[] {
  if (rule.missing !== undefined)
    return [{ kind: "VirtualService", namespace: rule.resource.namespace ?? null, name: rule.missing, port: "" }];
  const distinct = new Map(destinations.map(({ backend }) => [JSON.stringify(backend), backend]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, backend]) => backend);
}

/** The fields of the Gateway behind what a door asks for. */
function doorPlaces({ resource }: IstioGateway, { server, plain }: ClosedDoor): Places {
  if (!resource || !server) return {};
  const at = (...path: FieldPath) => ({ resource, path: [...server.field, ...path] });
  const tls = Object.entries(tlsFields).map(([facet, keys]) => [facet, keys.map((key) => at("tls", key))]);
  return {
    ...Object.fromEntries(tls),
    tls: [at("tls", "mode"), at("port", "protocol"), at("tls")],
    redirect:
      plain.length > 0 ? plain.map((one) => ({ resource, path: [...one.field, "tls", "httpsRedirect"] })) : [at()],
    entry: [{ resource, path: ["spec", "selector"] }],
    host: [at("hosts")],
  };
}
