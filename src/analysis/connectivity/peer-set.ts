import type { AddressSet } from "../exposure/address-set.ts";
import type { LabelBox } from "./label-box.ts";

/**
 * Pods whose namespace has labels in one box and which have labels in the other themselves. The name of a namespace is its label
 * `kubernetes.io/metadata.name`, as Kubernetes sets it. The ServiceAccount of a pod is its label `serviceAccountLabel`.
 */
export interface PodBox {
  readonly namespace: LabelBox;
  readonly pod: LabelBox;
}

/** Union of boxes. Not canonical: compare with the functions of `peer-algebra.ts`. */
export type PodSet = readonly PodBox[];

/**
 * Peers that are neither pods nor addresses, one text each: `entity:host`, `entity:kube-apiserver`, `name:*.example.com` (a DNS
 * name), `unknown:…` (a selector that nobody here can evaluate, by its canonical text). `everyName`: all of them, except for those of
 * `allBut`; `names` count besides.
 */
export interface NameSet {
  readonly everyName: boolean;
  readonly allBut?: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Who may be at the other end of a connection: pods of the cluster, addresses outside of it, and what only has a name. */
export interface PeerSet {
  readonly pods: PodSet;
  readonly addresses: AddressSet;
  readonly named: NameSet;
}

export const namespaceNameLabel = "kubernetes.io/metadata.name";
export const serviceAccountLabel = "(serviceAccount)";
