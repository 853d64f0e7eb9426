import type { IngressObject } from "../ingress/ingress-object.ts";
import type { Reach } from "../route.ts";
import { loadBalancerReach, reachAnnotations } from "../services/load-balancer-reach.ts";
import { ciliumPrefix, ciliumReader } from "./annotations.ts";

/**
 * Who reaches the Service that Cilium makes of an Ingress: annotations with these prefixes are copied to it. In shared mode there is
 * one Service for all, which no Ingress describes.
 */
export function ciliumReach({ resource }: IngressObject): { readonly reach: Reach; readonly stated: boolean } {
  const values = ciliumReader.of(resource.annotations);
  if (values.text("loadbalancer-mode") === "shared") return { reach: "unknown", stated: false };
  const type = values.text("service-type") ?? "LoadBalancer";
  if (type === "NodePort") return { reach: "node", stated: true };
  if (type === "ClusterIP") return { reach: "cluster", stated: true };
  if (type !== "LoadBalancer") return { reach: "unknown", stated: true };
  const copied = Object.entries(resource.annotations).filter(([key]) => isCopied(key));
  const loadBalancerClass = values.text("loadbalancer-class");
  return loadBalancerReach({
    resource: { ...resource, annotations: Object.fromEntries(copied) },
    spec: loadBalancerClass === undefined ? {} : { loadBalancerClass },
    type: "LoadBalancer",
    door: "",
    ports: [],
    externalIps: [],
  });
}

/** The annotations that decide it, the most telling first. */
export const ciliumReachAnnotations: readonly string[] = [
  ...reachAnnotations.filter(isCopied),
  ...["service-type", "loadbalancer-mode", "loadbalancer-class"].map((key) => ciliumPrefix + key),
];

// What else these two say, such as which controller serves the Service, is not told by the reach.
const alsoText = /aws-load-balancer-type$|\/(ips|loadbalancer-class|loadbalancer-mode)$/;

/** Whether the reach tells everything about an annotation. */
export function isReachOnly(annotation: string): boolean {
  return reachOnly.has(annotation);
}

const reachOnly: ReadonlySet<string> = new Set(ciliumReachAnnotations.filter((key) => !alsoText.test(key)));

function isCopied(annotation: string): boolean {
  return /^(service\.beta\.kubernetes\.io|service\.kubernetes\.io|cloud\.google\.com|lbipam\.cilium\.io|nodeipam\.cilium\.io)\//.test(
    annotation,
  );
}
