import type { FieldPath } from "../../kubernetes/resource.ts";

/** Annotations of load balancers that were renamed, and are still read under the old name as well. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["io.cilium/lb-ipam-ips", "lbipam.cilium.io/ips"],
  ["io.cilium/lb-ipam-sharing-key", "lbipam.cilium.io/sharing-key"],
  ["io.cilium/lb-ipam-sharing-cross-namespace", "lbipam.cilium.io/sharing-cross-namespace"],
  ["metallb.universe.tf/loadBalancerIPs", "metallb.io/loadBalancerIPs"],
  ["metallb.universe.tf/address-pool", "metallb.io/address-pool"],
  ["metallb.universe.tf/allow-shared-ip", "metallb.io/allow-shared-ip"],
]);

/** A path whose last step is an annotation, under the annotation's present name. */
export function presentPath(path: FieldPath): FieldPath {
  const last = path.at(-1);
  const present = typeof last === "string" ? renamed.get(last) : undefined;
  return present === undefined ? path : [...path.slice(0, -1), present];
}
