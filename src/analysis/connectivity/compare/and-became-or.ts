import type { Plain, Resource } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, keyOf } from "../../plain-differences.ts";
import type { TrafficDirection } from "../traffic-policy.ts";

/** Whether a peer of a NetworkPolicy that asked for a namespace and for pods in it became two peers, each with one of them. */
export function andBecameOr(before: Resource, after: Resource, traffic: TrafficDirection): boolean {
  const [was, is] = [peersOf(before, traffic), peersOf(after, traffic)];
  const isAlone = (field: string, value: Plain | undefined) =>
    is.some(
      (peer) => Object.keys(peer).length === 1 && Object.hasOwn(peer, field) && keyOf(peer[field]) === keyOf(value),
    );
  return was.some(
    (peer) =>
      isPlainObject(peer.namespaceSelector) &&
      isPlainObject(peer.podSelector) &&
      !is.some((other) => keyOf(other) === keyOf(peer)) &&
      isAlone("namespaceSelector", peer.namespaceSelector) &&
      isAlone("podSelector", peer.podSelector),
  );
}

function peersOf({ data }: Resource, traffic: TrafficDirection) {
  const spec = isPlainObject(data.spec) ? data.spec : {};
  const [rules, field] = traffic === "ingress" ? [spec.ingress, "from"] : [spec.egress, "to"];
  const lists = (isPlainList(rules) ? rules : []).map((rule) => (isPlainObject(rule) ? rule[field] : undefined));
  return lists.flatMap((list) => (isPlainList(list) ? list : [])).filter(isPlainObject);
}
