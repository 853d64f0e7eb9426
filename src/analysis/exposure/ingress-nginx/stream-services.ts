import type { Resource } from "../../../kubernetes/resource.ts";
import type { PortProtocol } from "../host-pattern.ts";
import { asObject } from "../plain-fields.ts";
import type { Aspect, Route } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { World } from "../world.ts";
import { configMapOf, installationsIn } from "./controller-configmap.ts";

/** Raw ports that ingress-nginx opens: each entry of its ConfigMaps for TCP and UDP is `port: namespace/service:port[:PROXY[:PROXY]]`. */
export function streamRoutes(world: World): {
  readonly routes: readonly Route[];
  readonly problems: readonly RouteProblem[];
} {
  const read = [...streamConfigMaps(world)].flatMap(([resource, protocol]) =>
    Object.entries(asObject(resource.data.data) ?? {}).map(([port, value]) =>
      entryOf(resource, protocol, port, typeof value === "string" ? value : ""),
    ),
  );
  return {
    routes: read.flatMap((entry) => ("text" in entry ? [] : [entry])),
    problems: read.flatMap((entry) => ("text" in entry ? [entry] : [])),
  };
}

function streamConfigMaps(world: World): Map<Resource, PortProtocol> {
  const flags = [
    ["tcp-services-configmap", "TCP"],
    ["udp-services-configmap", "UDP"],
  ] as const;
  const named = installationsIn(world).containers.flatMap((container) =>
    flags.flatMap(([flag, protocol]) => {
      const resource = configMapOf(container, flag, world);
      return resource ? [[resource, protocol] as const] : [];
    }),
  );
  const conventional = world.of("", "ConfigMap").flatMap((resource) => {
    const protocol = /^(?:.*-)?(?:(tcp|udp)-services|ingress-nginx-(tcp|udp))$/
      .exec(resource.name)
      ?.slice(1)
      .find(Boolean);
    const other = /haproxy|kong|traefik|contour/.test(`${resource.namespace ?? ""} ${JSON.stringify(resource.labels)}`);
    return protocol === undefined || other ? [] : [[resource, protocol === "tcp" ? "TCP" : "UDP"] as const];
  });
  return new Map<Resource, PortProtocol>([...conventional, ...named]);
}

function entryOf(resource: Resource, protocol: PortProtocol, port: string, text: string): Route | RouteProblem {
  const owner = [resource.namespace, resource.name].filter(Boolean).join("/");
  const path = ["data", port];
  const found = /^([^/:\s]+)\/([^/:\s]+):([^/:\s]+)((?::(?:PROXY)?){0,2})$/.exec(text.trim());
  const [, namespace, name, targetPort, proxy] = found ?? [];
  if (namespace === undefined || name === undefined || targetPort === undefined)
    return {
      resource,
      text: `the entry for ${protocol} port ${port} is not understood`,
      path,
      subject: { port, entry: text },
    };
  const from = proxy?.startsWith(":PROXY") ? "proxy-protocol" : "socket";
  return {
    resource,
    entry: { class: `ingress-nginx ${owner}`, controller: "ingress-nginx", reach: "unknown" },
    host: { kind: "port", protocol, port, door: `ingress-nginx ${owner}` },
    via: "rule",
    path: { kind: "any" },
    conditions: [],
    priority: 0,
    backends: [{ kind: "Service", namespace, name, port: targetPort }],
    controls: { clientIp: { from, by: "" } },
    annotations: {},
    weigh: () => "none",
    assumptions: ["the ports of the controller's own Service are opened for it"],
    where: (): Aspect[] => [{ resource, path }],
  };
}
