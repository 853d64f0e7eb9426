import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import { recordsBehind } from "../dns/records.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import { asList, asText } from "../plain-fields.ts";
import { type Item, itemsOf, scalarText, specOf, textsOf } from "../plain-items.ts";
import type { Route } from "../route.ts";
import { type Binding, type IstioWorld, weighIstio } from "./binding.ts";
import { readDestinations } from "./destinations.ts";
import { claimable } from "./doors.ts";
import { type GatewayServer, type IstioGateway, isHttp, isPassthrough, isTls } from "./gateways.ts";
import { commonHost, istioHost } from "./hosts.ts";
import { ownSettings } from "./own-settings.ts";
import { terminatedTls } from "./server-tls.ts";

/** The `tls` rules of a VirtualService, which hand connections on by server name, and its `tcp` rules, which know only ports. */
export function connectionRoutes(
  resource: Resource,
  bindings: readonly Binding[],
  istio: IstioWorld,
): { routes: Route[]; tooMany: boolean } {
  const spec = specOf(resource);
  const rules = [
    ...itemsOf(spec.tls, ["spec", "tls"]).map((item) => ({ item, byName: true })),
    ...itemsOf(spec.tcp, ["spec", "tcp"]).map((item) => ({ item, byName: false })),
  ];
  const claims = rules.flatMap(({ item, byName }, index) =>
    matchesOf(item, textsOf(spec.hosts)).map((match) => ({ item, byName, match, priority: rules.length - index })),
  );
  const names = claims.reduce((sum, { match }) => sum + match.names.length, 0);
  const hosts = bindings.flatMap(({ gateway }) => gateway.servers.flatMap((server) => server.hosts)).length;
  if (names * Math.max(hosts, bindings.length) > mostPairs) return { routes: [], tooMany: true };
  const routes = claims.flatMap(({ item, byName, match, priority }) =>
    bindings
      .filter(({ name }) => match.gateways === undefined || match.gateways.includes(name))
      .flatMap(({ gateway }) =>
        serversFor(gateway, match, byName).flatMap((server) =>
          hostsAt(server, gateway, match, byName, resource.namespace).map((host) =>
            connectionRoute(resource, item, match, priority, host, server, gateway, istio),
          ),
        ),
      ),
  );
  return { routes, tooMany: false };
}

// The product of the names of rules and the hosts of servers must not explode.
const mostPairs = 100_000;

function serversFor(gateway: IstioGateway, match: ConnectionMatch, byName: boolean): readonly GatewayServer[] {
  if (!gateway.resource) return [unknownServer(match, byName)];
  return gateway.servers.filter(
    (server) => (byName ? isTls(server) : !isHttp(server)) && (match.port ?? server.port) === server.port,
  );
}

// Of a Gateway in another repository only what the rule itself asks for is known.
function unknownServer({ port }: ConnectionMatch, byName: boolean): GatewayServer {
  const hosts = [{ namespace: "*", host: { kind: "any" } as const }];
  return { port: port ?? "", protocol: byName ? "TLS" : "TCP", hosts, tls: undefined, field: [] };
}

function hostsAt(
  server: GatewayServer,
  gateway: IstioGateway,
  { names }: ConnectionMatch,
  byName: boolean,
  namespace: string | undefined,
): readonly HostPattern[] {
  if (!byName && !isTls(server))
    return [{ kind: "port", protocol: "TCP", port: server.port, door: `Istio Gateway ${gateway.id}` }];
  const hosts = claimable(server, gateway, namespace).flatMap(({ host }) =>
    names.flatMap((name) => commonHost(istioHost(name), host) ?? []),
  );
  return [...new Map(hosts.map((host) => [hostKey(host), host])).values()];
}

interface ConnectionMatch {
  readonly names: readonly string[];
  readonly port: string | undefined;
  readonly gateways: readonly string[] | undefined;
  readonly conditions: readonly string[];
  readonly field: FieldPath;
}

function matchesOf({ value, field }: Item, hosts: readonly string[]): ConnectionMatch[] {
  if ((asList(value.match) ?? []).length === 0)
    return [{ names: hosts, port: undefined, gateways: undefined, conditions: [], field }];
  return itemsOf(value.match, [...field, "match"]).map((match) => ({
    names: asList(match.value.sniHosts) ? textsOf(match.value.sniHosts) : hosts,
    port: scalarText(match.value.port),
    gateways: asList(match.value.gateways) ? textsOf(match.value.gateways) : undefined,
    conditions: conditionsOf(match.value),
    field: match.field,
  }));
}

function conditionsOf(match: PlainObject): string[] {
  const source = asText(match.sourceSubnet);
  const namespace = asText(match.sourceNamespace);
  const destinations = [...textsOf(match.destinationSubnets)].sort();
  return [
    ...(destinations.length > 0 ? [`destination ${destinations.join(", ")}`] : []),
    ...(source === undefined ? [] : [`source ${source}`]),
    ...(namespace === undefined ? [] : [`source namespace ${namespace}`]),
  ];
}

function connectionRoute(
  resource: Resource,
  item: Item,
  match: ConnectionMatch,
  priority: number,
  host: HostPattern,
  server: GatewayServer,
  gateway: Binding["gateway"],
  { world, hop }: IstioWorld,
): Route {
  const destinations = readDestinations(item.value, item.field, resource.namespace, world);
  const hops = destinations.map((one) => hop(one.host, one.backend.port, one.subset));
  const left = fieldSettings(resource, item.field, ["match", "route"]);
  const backends = new Map(destinations.map(({ backend }) => [JSON.stringify(backend), backend]));
  const shares = destinations
    .map(({ share }) => share)
    .filter(Boolean)
    .sort()
    .join(", ");
  const key = `spec.${String(item.field[1])}[].route`;
  const own = ownSettings(resource);
  const records = recordsBehind(resource, gateway.resource && [gateway.resource]);
  const tlsField = { resource: gateway.resource ?? resource, path: [...server.field, "tls", "mode"] };
  return {
    resource,
    entry: gateway.entry,
    host,
    via: "rule",
    path: { kind: "any" },
    conditions: match.conditions,
    priority,
    backends: [...backends].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, backend]) => backend),
    controls: {
      dns: records.dns,
      ...(gateway.resource ? connectionControls(server) : {}),
      ...(hops[0] && !isPassthrough(server) ? { backendTls: hops[0].value } : {}),
    },
    annotations: mergedTexts(own.texts, left.texts, shares === "" ? {} : { [key]: shares }),
    weigh: weighIstio,
    assumptions: records.assumptions,
    where(facet) {
      if (facet === "dns") return records.aspects;
      if (facet === "annotation")
        return [...own.aspects, ...left.aspects, { resource, path: [...item.field, "route"] }];
      if (facet === "host" || facet === "path" || facet === "condition")
        return [
          { resource, path: match.field },
          { resource, path: ["spec", "gateways"] },
        ];
      if (facet === "backend") return destinations.map((one) => ({ resource, path: one.item.field }));
      if (facet === "backendTls") return hops.flatMap(({ aspects }) => aspects);
      return [tlsField, { resource, path: item.field }];
    },
  };
}

function connectionControls(server: GatewayServer): ControlValues {
  if (isPassthrough(server)) return { ...blind, tls: "passthrough", passthrough: "on" };
  return server.tls && isTls(server)
    ? { ...blind, ...terminatedTls(server.tls), redirect: "closed" }
    : { ...blind, tls: "none", passthrough: "off" };
}

// The edge sees no request in such a connection, so that nothing can be asked of one.
const blind: ControlValues = { auth: noAuth, redirect: "closed", rateLimit: noLimit, certificate: [] };
