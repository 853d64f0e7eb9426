import type { FieldPath } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { dnsAssumptions, dnsOfService } from "../dns/external-dns.ts";
import type { Entry, Route } from "../route.ts";
import { loadBalancerReach, reachOfAddress } from "./load-balancer-reach.ts";
import { readServiceAccessLog } from "./read-access-log.ts";
import { readServiceClientIp } from "./read-client-ip.ts";
import { readServiceSourceRange } from "./read-source-range.ts";
import { readServiceTls } from "./read-tls.ts";
import { serviceFields } from "./service-fields.ts";
import type { ServiceObject, ServicePort } from "./service-object.ts";
import { serviceSettings, weighServiceSetting } from "./service-settings.ts";

/** What opens the ports of a Service to others than pods: its type, or one external address. */
interface Opening {
  readonly entry: Entry;
  /** What names the ports from outside. */
  readonly door: string;
  readonly field: FieldPath;
}

// More doors than anybody opens by hand are not compared one by one, and each carries the texts of its Service.
const mostDoors = 2000;
const mostCharacters = 20_000_000;

/** Every port of a Service that leaves the cluster. */
export function serviceRoutes(service: ServiceObject): readonly Route[] {
  if (hasTooManyDoors(service)) return [];
  return openingsOf(service).flatMap((opening) => service.ports.map((port) => routeOf(service, opening, port)));
}

/** Whether the ports of a Service are open at more places than are compared. */
export function hasTooManyDoors(service: ServiceObject): boolean {
  const doors = openingsOf(service).length * service.ports.length;
  if (doors < 50) return false;
  return doors > mostDoors || doors * JSON.stringify(service.resource.annotations).length > mostCharacters;
}

function openingsOf(service: ServiceObject): readonly Opening[] {
  const { door, type, externalIps } = service;
  const field = ["spec", "type"];
  const shared = { class: door } as const;
  const ofType: Opening[] =
    type === "LoadBalancer"
      ? [{ entry: { ...shared, controller: balancer(service), ...loadBalancerReach(service) }, door, field }]
      : type === "NodePort"
        ? [{ entry: { ...shared, controller: "NodePort", reach: "node" }, door, field }]
        : [];
  // An address that stands twice is one door.
  const addresses = [...new Map(externalIps.map((one) => [one.address, one])).values()];
  return [
    ...ofType,
    ...addresses.map((one) => ({
      entry: { ...shared, controller: "externalIPs", reach: reachOfAddress(one.address) },
      door: `${door} at ${one.address}`,
      field: one.field,
    })),
  ];
}

// A load balancer takes a port of every node as well, unless it is told not to.
function balancer({ spec }: ServiceObject): string {
  return spec.allocateLoadBalancerNodePorts === false ? "LoadBalancer without NodePorts" : "LoadBalancer";
}

function routeOf(service: ServiceObject, { entry, door, field }: Opening, port: ServicePort): Route {
  const { resource } = service;
  const settings = serviceSettings(service, port);
  return {
    resource,
    entry,
    host: { kind: "port", protocol: port.protocol, port: port.port, door },
    via: "rule",
    path: { kind: "any" },
    conditions: [],
    priority: 0,
    backends: [port.backend],
    controls: controlsOf(service, entry, port),
    annotations: settings.texts,
    weigh: weighServiceSetting,
    assumptions: [...assumptionsOf(service, entry), ...dnsAssumptions(resource)],
    where: (facet) => (facet === "annotation" ? settings.aspects : serviceFields(service, port, field, facet)),
  };
}

function controlsOf(service: ServiceObject, { controller }: Entry, port: ServicePort): ControlValues {
  const balanced = controller.startsWith("LoadBalancer");
  return {
    ...(balanced ? readServiceTls(service, port) : { tls: "none" }),
    sourceRange: controller === "externalIPs" ? { kind: "every" } : readServiceSourceRange(service),
    accessLog: balanced ? readServiceAccessLog(service) : 0,
    clientIp: readServiceClientIp(service),
    dns: dnsOfService(service.resource),
  };
}

function assumptionsOf({ spec }: ServiceObject, { controller, reach, stated }: Entry): readonly string[] {
  if (!controller.startsWith("LoadBalancer")) return [];
  const ranges = spec.loadBalancerSourceRanges;
  return [
    ...(stated === false && reach !== "unknown"
      ? ["who reaches the load balancer is not stated and follows from the default of its cloud"]
      : []),
    ...(Array.isArray(ranges) && ranges.length > 0 ? ["the load balancer observes `loadBalancerSourceRanges`"] : []),
  ];
}
