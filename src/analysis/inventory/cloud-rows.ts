import { identityOf, type Resource } from "../../kubernetes/resource.ts";
import { isReadable } from "../access/principal.ts";
import { azureUse, type CloudIdentity, identitiesOf, identitiesOfPods } from "../privilege/cloud-identity.ts";
import { podsIn } from "../privilege/pod.ts";
import { workloadsOf } from "../privilege/workloads-of.ts";
import { type GrantRow, objectName, placeOf } from "./inventory-row.ts";
import { type InventoryView, statedNamespaces } from "./inventory-view.ts";

/** Who acts in a cloud as whom: by an annotation of a ServiceAccount, of pods, or of the namespace that lets them ask. */
export function cloudRows(view: InventoryView): readonly GrantRow[] {
  return view.resources.flatMap((resource) =>
    identitiesIn(resource, view).map((identity) => rowOf(resource, identity, view)),
  );
}

function identitiesIn(resource: Resource, { resources }: InventoryView): readonly CloudIdentity[] {
  const pods = podsIn(resource);
  // What pods take from their account is told of the account.
  return pods ? identitiesOfPods(pods, resources).filter(({ key }) => key !== azureUse) : identitiesOf(resource);
}

function rowOf(resource: Resource, { key, field, noun, value }: CloudIdentity, view: InventoryView): GrantRow {
  const { kind, namespace, name } = resource;
  const isNamespace = kind === "Namespace";
  const workloads = kind === "ServiceAccount" ? workloadsOf(view.resources, { namespace, name }) : [];
  const path = [...(podsIn(resource)?.path ?? []), "metadata", field, key];
  const principal = isNamespace ? `every pod in namespace ${name}` : objectName(resource);
  return {
    section: "access",
    views: [view.name],
    principal: {
      kind: kind === "ServiceAccount" ? "service-account" : isNamespace ? "namespace" : "workload",
      key: `cloud:${identityOf(resource)}`,
      name: principal,
    },
    scope: { kind: "cloud" },
    role: `${noun} ${value}`,
    roleState: "cloud",
    power: "unknown",
    powers: [],
    rights: [],
    workloads: [...new Set(workloads.map(objectName))].sort(),
    notes: isReadable(value) ? [] : ["subject-not-readable"],
    object: objectName(resource),
    place: placeOf(resource, path),
    also: [],
    touches: view.touchesOf(isNamespace ? [name] : statedNamespaces(resource)),
    identity: ["cloud", identityOf(resource), key],
    rank: [2, 1, 0],
  };
}
