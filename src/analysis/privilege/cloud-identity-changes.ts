import type { View } from "../../kubernetes/desired-state.ts";
import { type Plain, type Resource, refOf } from "../../kubernetes/resource.ts";
import { azureUse, type CloudIdentity, identitiesOf, identitiesOfPods, sayIdentity } from "./cloud-identity.ts";
import { objectKey, type Pair, placesOf, present } from "./pairs.ts";
import { podsIn } from "./pod.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { podsOfObject } from "./say-object.ts";
import { workloadsOf } from "./workloads-of.ts";

/** Pods that came to act in a cloud as somebody, as somebody else, or as nobody. */
export function cloudIdentityChanges(pair: Pair, view: View): readonly PrivilegeChange[] {
  const resource = present(pair);
  if (!resource) return [];
  const before = pair.before ? read(pair.before, view.before) : [];
  const after = pair.after ? read(pair.after, view.after) : [];
  const keys = new Set([...after, ...before].map(({ key }) => key));
  return [...keys].flatMap((key) => {
    const one = before.find((identity) => identity.key === key);
    const other = after.find((identity) => identity.key === key);
    // Of whom the account makes them is told of the account.
    if (one?.value === other?.value || (key === azureUse && one && other)) return [];
    return [changeOf(pair, resource, one, other, view)];
  });
}

function read(resource: Resource, resources: readonly Resource[]): readonly CloudIdentity[] {
  const pods = podsIn(resource);
  return pods ? identitiesOfPods(pods, resources) : identitiesOf(resource);
}

function changeOf(
  pair: Pair,
  resource: Resource,
  before: CloudIdentity | undefined,
  after: CloudIdentity | undefined,
  view: View,
): PrivilegeChange {
  const { key, field } = (after ?? before) as CloudIdentity;
  const path = [...(podsIn(resource)?.path ?? []), "metadata", field, key];
  const values = { before: before?.value ?? null, after: after?.value ?? null };
  const effect: Plain = { kind: "cloud-identity", object: objectKey(resource), key, ...values };
  const { kind, namespace, name } = resource;
  const workloads = kind === "ServiceAccount" ? workloadsOf(view.after, { namespace, name }) : [];
  return privilegeChange(view.name, resource, {
    kind: "cloud-identity",
    // Which of two roles of a cloud may do more is not known here.
    direction: !after ? "narrowed" : before ? "unknown" : "widened",
    weight: !after ? "removed" : resource.kind === "Namespace" ? "permitted" : before ? "changed" : "bound",
    sentence: sentenceOf(podsOfObject(resource, workloads), kind === "Namespace", before, after),
    ...(workloads.length > 0 ? { workloads: workloads.map(refOf) } : {}),
    effect,
    ...values,
    because: placesOf(pair, path),
  });
}

function sentenceOf(
  who: string,
  isNamespace: boolean,
  before: CloudIdentity | undefined,
  after: CloudIdentity | undefined,
): string {
  const act = isNamespace ? "may act in the cloud as" : "act in the cloud as";
  if (!after) return before ? `${who} no longer ${act} ${sayIdentity(before)}` : who;
  return `${who} now ${act} ${sayIdentity(after)}${before ? `, no longer as ${sayIdentity(before)}` : ""}`;
}
