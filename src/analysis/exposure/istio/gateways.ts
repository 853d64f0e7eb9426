import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName, scalarText, specOf, textsOf } from "../plain-items.ts";
import type { Entry, Reach } from "../route.ts";
import { loadBalancerReach } from "../services/load-balancer-reach.ts";
import { readService } from "../services/service-object.ts";
import type { World } from "../world.ts";
import { labelTexts, networkingGroup } from "./fields.ts";
import { type ServerHost, serverHost } from "./hosts.ts";

/** One port of an Istio Gateway, with the hosts that it answers. */
export interface GatewayServer {
  readonly port: string;
  readonly protocol: string;
  readonly hosts: readonly ServerHost[];
  readonly tls: PlainObject | undefined;
  readonly field: FieldPath;
}

/** An Istio Gateway, or a name of one that is not in the repository: then nothing is known but the name. */
export interface IstioGateway {
  readonly id: string;
  readonly namespace: string | undefined;
  readonly resource: Resource | undefined;
  readonly servers: readonly GatewayServer[];
  readonly selector: readonly string[];
  readonly entry: Entry;
}

function readGateway(resource: Resource, world: World): IstioGateway {
  const spec = specOf(resource);
  const selector = labelTexts(spec.selector);
  const id = qualifiedName(resource.namespace, resource.name);
  return {
    id,
    namespace: resource.namespace,
    resource,
    servers: itemsOf(spec.servers, ["spec", "servers"]).map(({ value, field }) => {
      const port = asObject(value.port) ?? {};
      return {
        port: scalarText(port.number) ?? "",
        protocol: (asText(port.protocol) ?? "").toUpperCase(),
        hosts: textsOf(value.hosts).map(serverHost),
        tls: asObject(value.tls),
        field,
      };
    }),
    selector,
    entry: entryOf(id, chosenReach(world, [id, resource.name, ...valuesOf(selector)]) ?? servedReach(selector, world)),
  };
}

/** The Gateway that a VirtualService names: `namespace/name`, a name of its own namespace, or as long ago `name.namespace.svc.cluster.local`. */
function gatewayNamed(name: string, namespace: string | undefined): readonly [string | undefined, string] {
  const slash = name.indexOf("/");
  const owner = name.slice(0, Math.max(0, slash));
  if (slash >= 0) return [owner === "." ? namespace : owner, name.slice(slash + 1)];
  const [own, place] = name.split(".");
  return own && place && !hasPlaceholder(name) ? [place, own] : [namespace, name];
}

/** Reads each Gateway of a state once. */
export function gatewayReader(world: World) {
  const known = new Map<Resource, IstioGateway>();
  const read = (resource: Resource): IstioGateway => {
    const gateway = known.get(resource) ?? readGateway(resource, world);
    known.set(resource, gateway);
    return gateway;
  };
  const named = (name: string, namespace: string | undefined): IstioGateway => {
    const [owner, own] = gatewayNamed(name, namespace);
    const resource = world.find(networkingGroup, "Gateway", owner, own);
    if (resource) return read(resource);
    const id = qualifiedName(owner, own);
    const entry = entryOf(id, chosenReach(world, [id, own]) ?? "unknown");
    return { id, namespace: owner, resource: undefined, servers: [], selector: [], entry: { ...entry, missing: true } };
  };
  return { read, named };
}

export function isTls({ protocol }: GatewayServer): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

export function isHttp({ protocol }: GatewayServer): boolean {
  return ["HTTP", "HTTP2", "GRPC", "GRPC-WEB"].includes(protocol);
}

/** Whether connections are handed on unopened, by the server name that they ask for. */
export function isPassthrough({ tls }: GatewayServer): boolean {
  return tls?.mode === "PASSTHROUGH" || tls?.mode === "AUTO_PASSTHROUGH";
}

function entryOf(id: string, reach: Reach): Entry {
  return { class: `Istio Gateway ${id}`, controller: "istio", reach };
}

function chosenReach({ controllers }: World, names: readonly string[]): Reach | undefined {
  const known = names.flatMap((name) => [`Istio Gateway ${name}`, name]);
  const name = known.find((one) => Object.hasOwn(controllers, one) && controllers[one]?.reach !== undefined);
  return name === undefined ? undefined : controllers[name]?.reach;
}

function valuesOf(selector: readonly string[]): string[] {
  return selector.map((label) => label.slice(label.indexOf("=") + 1));
}

// The load balancer in front of the proxies that the Gateway selects: its Service selects the same pods.
function servedReach(selector: readonly string[], world: World): Reach {
  if (selector.length === 0) return "unknown";
  const reaches = world.of("", "Service").flatMap((resource): Reach[] => {
    const spec = specOf(resource);
    if (spec.type !== "LoadBalancer") return [];
    const labels = new Set(labelTexts(spec.selector));
    return selector.every((label) => labels.has(label)) ? [loadBalancerReach(readService(resource).service).reach] : [];
  });
  return (["internet", "unknown", "private-network"] as const).find((reach) => reaches.includes(reach)) ?? "unknown";
}
