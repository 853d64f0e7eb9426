import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Reach } from "../route.ts";
import type { World } from "../world.ts";
import { envoyGroup, plainText, readRef, specOf } from "./names.ts";

/** Who can reach a Gateway, as far as its class and the annotations of its load balancer say. */
export function gatewayReach(gateway: Resource, gatewayClass: Resource | undefined, world: World): Reach {
  const spec = specOf(gateway);
  const infrastructure = asObject(spec.infrastructure);
  const proxy = envoyProxy(gateway, gatewayClass, world);
  const service = asObject(asObject(asObject(proxy?.provider)?.kubernetes)?.envoyService);
  return (
    reachOfAnnotations(asObject(infrastructure?.annotations)) ??
    reachOfAnnotations(gateway.annotations) ??
    reachOfService(asText(service?.type)) ??
    reachOfAnnotations(asObject(service?.annotations)) ??
    reachOfService(gateway.annotations["networking.istio.io/service-type"]) ??
    reachOfClass(asText(spec.gatewayClassName) ?? "") ??
    "unknown"
  );
}

// Envoy Gateway keeps the settings of the proxy's Service in an object that the Gateway or its class names.
function envoyProxy(gateway: Resource, gatewayClass: Resource | undefined, world: World) {
  const own = asObject(specOf(gateway).infrastructure)?.parametersRef;
  const ofClass = gatewayClass && specOf(gatewayClass).parametersRef;
  for (const [value, namespace] of [[own, gateway.namespace ?? null] as const, [ofClass, null] as const]) {
    const ref = readRef(value, { group: "", kind: "", namespace });
    const found =
      ref?.kind === "EnvoyProxy" ? world.find(envoyGroup, "EnvoyProxy", ref.namespace, ref.name) : undefined;
    if (found) return specOf(found);
  }
  return undefined;
}

const meanings: Readonly<Record<string, (value: string) => Reach | undefined>> = {
  "service.beta.kubernetes.io/aws-load-balancer-scheme": (value) =>
    value === "internal" ? "private-network" : value === "internet-facing" ? "internet" : undefined,
  "service.beta.kubernetes.io/aws-load-balancer-internal": (value) =>
    value === "true" || value === "0.0.0.0/0" ? "private-network" : value === "false" ? "internet" : undefined,
  "service.beta.kubernetes.io/azure-load-balancer-internal": (value) =>
    value === "true" ? "private-network" : value === "false" ? "internet" : undefined,
  "networking.gke.io/load-balancer-type": googleType,
  "cloud.google.com/load-balancer-type": googleType,
};

function googleType(value: string): Reach | undefined {
  return value === "internal" ? "private-network" : value === "external" ? "internet" : undefined;
}

function reachOfAnnotations(annotations: Readonly<Record<string, Plain>> | undefined): Reach | undefined {
  for (const [key, meaning] of Object.entries(meanings)) {
    const value = annotations && Object.hasOwn(annotations, key) ? annotations[key] : undefined;
    const reach = value === undefined ? undefined : meaning(plainText(value).toLowerCase());
    if (reach) return reach;
  }
  return undefined;
}

function reachOfService(type: string | undefined): Reach | undefined {
  return type === "ClusterIP" ? "cluster" : type === "NodePort" ? "node" : undefined;
}

function reachOfClass(name: string): Reach | undefined {
  if (/^gke-l7-(rilb|cross-regional-internal-managed)(-mc)?$/.test(name)) return "private-network";
  return /^gke-l7-((global|regional)-external-managed|gxlb)(-mc)?$/.test(name) ? "internet" : undefined;
}

/** The annotations of a Gateway that say who can reach it. */
export const reachAnnotations: readonly string[] = [...Object.keys(meanings), "networking.istio.io/service-type"];
