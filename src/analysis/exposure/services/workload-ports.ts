import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { PortProtocol } from "../host-pattern.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Entry, Route } from "../route.ts";
import { reachOfAddress } from "./load-balancer-reach.ts";
import { doorOf } from "./service-object.ts";

/** The kinds that make pods, with their API groups. */
export const workloadKinds: readonly (readonly [groups: readonly string[], kind: string])[] = [
  [["apps", "extensions"], "Deployment"],
  [["apps", "extensions"], "DaemonSet"],
  [["apps"], "StatefulSet"],
  [["apps", "extensions"], "ReplicaSet"],
  [[""], "ReplicationController"],
  [[""], "Pod"],
  [["batch"], "Job"],
  [["batch"], "CronJob"],
  [["apps.openshift.io"], "DeploymentConfig"],
  [["argoproj.io"], "Rollout"],
];

/** A port of the node that a workload takes. */
interface Taken {
  readonly protocol: PortProtocol;
  readonly port: string;
  /** The port inside the container. */
  readonly target: string;
  readonly address: string;
  readonly controller: "hostPort" | "hostNetwork";
  readonly field: FieldPath;
}

/** Every port of a node that the pods of a workload answer on. */
export function nodePortsOf(resource: Resource): readonly Route[] {
  const path = podSpecPath(resource.kind);
  const spec = asObject(fieldAt(resource.data, path));
  if (!spec) return [];
  const taken = spec.hostNetwork === true ? networkPorts(spec, path) : declaredPorts(spec, path);
  const open = taken.filter(({ address }) => reachOfAddress(address) !== "cluster");
  // Two containers cannot share a port, and init containers may declare it again.
  const distinct = new Map(open.map((one) => [`${one.protocol} ${one.port} ${one.address}`, one]));
  return [...distinct.values()].map((one) => routeOf(resource, one, path));
}

function podSpecPath(kind: string): FieldPath {
  if (kind === "Pod") return ["spec"];
  const template = ["spec", "template", "spec"];
  return kind === "CronJob" ? ["spec", "jobTemplate", ...template] : template;
}

// Whatever listens in such a pod listens on the node; the declared ports are what is known of it.
function networkPorts(spec: PlainObject, path: FieldPath): readonly Taken[] {
  const declared = declaredPorts(spec, path, "containerPort").map((one) => ({
    ...one,
    controller: "hostNetwork" as const,
  }));
  if (declared.length > 0) return declared;
  const field = [...path, "hostNetwork"];
  return [{ protocol: "TCP", port: "any", target: "any", address: "", controller: "hostNetwork", field }];
}

function declaredPorts(spec: PlainObject, path: FieldPath, opens: "hostPort" | "containerPort" = "hostPort"): Taken[] {
  return ["containers", "initContainers"].flatMap((list) =>
    (asList(spec[list]) ?? []).flatMap((container, at) =>
      (asList(asObject(container)?.ports) ?? []).flatMap((value, index): Taken[] => {
        const item = asObject(value) ?? {};
        const port = portText(item[opens]);
        // 0 is the value of no port.
        if (port === undefined || port === "0") return [];
        const target = portText(item.containerPort) ?? port;
        const field = [...path, list, at, "ports", index];
        const protocol = item.protocol === "UDP" || item.protocol === "SCTP" ? item.protocol : "TCP";
        return [{ protocol, port, target, address: asText(item.hostIP) ?? "", controller: "hostPort", field }];
      }),
    ),
  );
}

function portText(value: Plain | undefined): string | undefined {
  return typeof value === "number" ? String(value) : asText(value)?.trim() || undefined;
}

function routeOf(resource: Resource, taken: Taken, path: FieldPath): Route {
  const { protocol, port, target, address, controller, field } = taken;
  const door = doorOf(resource);
  const everywhere = address === "" || address === "0.0.0.0" || address === "::";
  const entry: Entry = { class: door, controller, reach: "node" };
  const whole = { resource, path: controller === "hostNetwork" ? [...path, "hostNetwork"] : field };
  return {
    resource,
    entry,
    host: { kind: "port", protocol, port, door: everywhere ? door : `${door} at ${address}` },
    via: "rule",
    path: { kind: "any" },
    conditions: [],
    priority: 0,
    backends: [{ kind: resource.kind, namespace: resource.namespace ?? null, name: resource.name, port: target }],
    controls: {},
    annotations: {},
    weigh: () => "none",
    assumptions: port === "any" ? ["which ports its containers listen on is not declared"] : [],
    where: (facet) => (facet === "backend" ? [{ resource, path: field }] : [whole, { resource, path: field }]),
  };
}
