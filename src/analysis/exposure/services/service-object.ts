import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { PortProtocol } from "../host-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import type { Backend } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";

/** A Service in one shape, with the defaults of the API. */
export interface ServiceObject {
  readonly resource: Resource;
  readonly spec: PlainObject;
  readonly type: "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";
  /** What names its ports from outside: `Service namespace/name`. */
  readonly door: string;
  readonly ports: readonly ServicePort[];
  /** The addresses outside the cluster that it answers on every node. */
  readonly externalIps: readonly { readonly address: string; readonly field: FieldPath }[];
}

export interface ServicePort {
  readonly protocol: PortProtocol;
  readonly port: string;
  readonly name: string;
  readonly backend: Backend;
  readonly field: FieldPath;
}

export interface ServiceReading {
  readonly service: ServiceObject;
  readonly problems: readonly RouteProblem[];
}

/** What the API server would refuse of a Service that leaves the cluster is a problem. */
export function readService(resource: Resource): ServiceReading {
  const spec = asObject(resource.data.spec) ?? {};
  const problems: RouteProblem[] = [];
  const report = (text: string, path: FieldPath) => problems.push({ resource, text, path, subject: spec });
  const type = typeOf(spec, report);
  const externalIps = addressesOf(spec, report);
  const leaves = type === "NodePort" || type === "LoadBalancer" || externalIps.length > 0;
  const ports = readPorts(resource, spec, report);
  if (leaves && ports.length === 0) report("it has no ports", ["spec", "ports"]);
  return {
    service: { resource, spec, type, door: doorOf(resource), ports, externalIps },
    problems: leaves ? problems : [],
  };
}

/** The name of an object as a door. */
export function doorOf({ kind, namespace, name }: Pick<Resource, "kind" | "namespace" | "name">): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

type Report = (text: string, path: FieldPath) => void;

function typeOf(spec: PlainObject, report: Report): ServiceObject["type"] {
  const type = spec.type ?? "ClusterIP";
  if (type === "ClusterIP" || type === "NodePort" || type === "LoadBalancer" || type === "ExternalName") return type;
  report(`the type ${shown(type)} of Service is not known`, ["spec", "type"]);
  // A template may become any type: the widest one is what has to be approved.
  return "LoadBalancer";
}

function addressesOf(spec: PlainObject, report: Report): ServiceObject["externalIps"] {
  if (spec.externalIPs === undefined || spec.externalIPs === null) return [];
  const list = asList(spec.externalIPs);
  if (!list) report("its externalIPs are not a list", ["spec", "externalIPs"]);
  return (list ?? [spec.externalIPs]).map((value, index) => ({
    address: asText(value) ?? JSON.stringify(value),
    field: list ? ["spec", "externalIPs", index] : ["spec", "externalIPs"],
  }));
}

function readPorts(resource: Resource, spec: PlainObject, report: Report): ServicePort[] {
  const list = asList(spec.ports);
  if (spec.ports !== undefined && spec.ports !== null && !list) report("its ports are not a list", ["spec", "ports"]);
  return (list ?? []).flatMap((value, index): ServicePort[] => {
    const field = ["spec", "ports", index];
    const item = asObject(value);
    const port = portText(item?.port);
    if (!item || port === undefined) {
      report("a port has no number", field);
      return [];
    }
    const protocol = item.protocol ?? "TCP";
    if (protocol !== "TCP" && protocol !== "UDP" && protocol !== "SCTP")
      report(`the protocol ${shown(protocol)} of a port is not known`, [...field, "protocol"]);
    return [
      {
        protocol: protocol === "UDP" || protocol === "SCTP" ? protocol : "TCP",
        port,
        name: asText(item.name) ?? "",
        backend: backendOf(resource, spec, portText(item.targetPort) ?? port),
        field,
      },
    ];
  });
}

// Without a selector somebody writes the endpoints by hand, and they may be anywhere.
function backendOf({ namespace, name }: Resource, spec: PlainObject, port: string): Backend {
  const selector = Object.entries(asObject(spec.selector) ?? {}).map(([key, value]) => `${key}=${shown(value)}`);
  const shared = { namespace: namespace ?? null };
  if (selector.length === 0) return { kind: "Endpoints", ...shared, name, port };
  return { kind: "Pods", ...shared, name: selector.sort().join(","), port };
}

function portText(value: Plain | undefined): string | undefined {
  if (typeof value === "number") return String(value);
  return asText(value)?.trim() || undefined;
}

function shown(value: Plain): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
