import type { Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { isPlainObject, own, scalarText } from "../plain-differences.ts";
import { accountObject } from "./objects-by-name.ts";
import type { Pods } from "./pod.ts";

/** Who pods are to a cloud, by how that is said. */
export interface CloudIdentity {
  /** The annotation or label that says it. */
  readonly key: string;
  readonly field: "annotations" | "labels";
  /** What the value names, such as "the AWS role". */
  readonly noun: string;
  readonly value: string;
}

const ofAccounts: ReadonlyMap<string, string> = new Map([
  ["eks.amazonaws.com/role-arn", "the AWS role"],
  ["iam.gke.io/gcp-service-account", "the Google Cloud service account"],
  ["azure.workload.identity/client-id", "the Azure client"],
  ["pod-identity.alibabacloud.com/role-name", "the Alibaba Cloud role"],
]);

/** kiam and kube2iam; AAD Pod Identity. */
const ofPods = [
  { field: "annotations", key: "iam.amazonaws.com/role", noun: "the AWS role" },
  { field: "labels", key: "aadpodidbinding", noun: "the Azure identity bound to" },
] as const;

/** Which roles the pods of a namespace may ask for: kiam, kube2iam. */
const ofNamespaces: ReadonlyMap<string, string> = new Map([
  ["iam.amazonaws.com/permitted", "any AWS role that fits"],
  ["iam.amazonaws.com/allowed-roles", "any AWS role of"],
]);

const clientId = "azure.workload.identity/client-id";
/** Asks for the client of the ServiceAccount. */
export const azureUse = "azure.workload.identity/use";

/** The identities that an annotation of the object itself gives to its pods. */
export function identitiesOf({ group, kind, annotations }: Resource): readonly CloudIdentity[] {
  if (group !== "" || (kind !== "ServiceAccount" && kind !== "Namespace")) return [];
  const known = kind === "Namespace" ? ofNamespaces : ofAccounts;
  return [...known].flatMap(([key, noun]) => {
    const value = own(annotations, key);
    return typeof value === "string" && value.trim() !== ""
      ? [{ key, field: "annotations" as const, noun, value: value.trim() }]
      : [];
  });
}

/** The identities that pods ask for themselves. */
export function identitiesOfPods(pods: Pods, resources: readonly Resource[]): readonly CloudIdentity[] {
  const asked = ofPods.flatMap(({ field, key, noun }) => {
    const value = scalarText(own(pods[field], key)).trim();
    return value === "" ? [] : [{ key, field, noun, value }];
  });
  if (!usesAzure(pods)) return asked;
  // Without the label, the webhook of Azure Workload Identity gives pods no token of their account's client.
  const account = accountObject(resources, pods.account);
  const value = account && isPlainObject(account.annotations) ? scalarText(own(account.annotations, clientId)) : "";
  return [...asked, { key: azureUse, field: "labels", noun: "the Azure client", value: value || "of its account" }];
}

/** What the account of pods brings with it. */
export function identitiesByAccount(pods: Pods, resources: readonly Resource[]): readonly CloudIdentity[] {
  const account = accountObject(resources, pods.account);
  return account ? identitiesOf(account).filter(({ key }) => key !== clientId || usesAzure(pods)) : [];
}

/** An identity as the end of "act in the cloud as …". */
export function sayIdentity({ noun, value }: CloudIdentity): string {
  return `${noun} \`${value.length > 160 ? `${value.slice(0, 159)}…` : value}\``;
}

export function plainIdentities(identities: readonly CloudIdentity[]): Plain {
  return identities.length === 0 ? null : identities.map(({ key, value }): PlainObject => ({ [key]: value }));
}

function usesAzure({ labels }: Pods): boolean {
  return scalarText(own(labels, azureUse)) === "true";
}
