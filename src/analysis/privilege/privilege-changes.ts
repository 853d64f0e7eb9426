import type { View } from "../../kubernetes/desired-state.ts";
import { podTemplatePath } from "../connectivity/workload.ts";
import { accountPowers } from "./account-power.ts";
import { accountSecretChanges } from "./account-secrets.ts";
import { appProjectItems } from "./argocd/app-project.ts";
import { argoConfigItems, isArgoConfig } from "./argocd/config-maps.ts";
import { cloudIdentityChanges } from "./cloud-identity-changes.ts";
import { clusterMappingItems, isAwsAuth } from "./cluster-mapping.ts";
import { groupMemberChanges, isUserGroup } from "./group-members.ts";
import { meshChanges } from "./mesh.ts";
import { changedPairs, type Pair, present } from "./pairs.ts";
import { changesOfItems } from "./permission-items.ts";
import { podSecurityChanges } from "./pod-security.ts";
import type { PrivilegeChange } from "./privilege-change.ts";
import { sccItems } from "./security-context-constraints.ts";
import { tokenChanges } from "./token-changes.ts";
import { workloadAccountChanges } from "./workload-account-changes.ts";

/**
 * What pods and people may do or be that no RBAC object says: as whom workloads run and act in a cloud, what their namespace
 * lets them be, who deploys what through Argo CD, who of a cloud is let in. Pure; never throws, whatever the manifests hold.
 */
export function privilegeChanges(view: View): readonly PrivilegeChange[] {
  const pairs = changedPairs(view).filter(isConcerned);
  if (pairs.length === 0) return [];
  const powers = accountPowers(view);
  return [
    ...workloadAccountChanges(pairs, view, powers),
    ...accountSecretChanges(pairs, view.name),
    ...pairs.flatMap((pair) => [
      ...cloudIdentityChanges(pair, view),
      ...tokenChanges(pair, view, powers),
      ...podSecurityChanges(pair, view.name),
      ...meshChanges(pair, view),
      ...settingsChanges(pair, view.name),
      ...groupMemberChanges(pair, view, powers),
    ]),
  ];
}

function settingsChanges(pair: Pair, view: string): readonly PrivilegeChange[] {
  const resource = present(pair);
  if (!resource) return [];
  if (resource.kind === "SecurityContextConstraints") return changesOfItems(pair, view, "scc", sccItems(pair));
  if (resource.kind === "AppProject") return changesOfItems(pair, view, "app-project", appProjectItems(pair));
  // Not the ConfigMap itself but what it says is protected: one that says nothing of it is no change.
  if (isArgoConfig(resource)) return ofItems(pair, view, "argocd-access", argoConfigItems(pair));
  return isAwsAuth(resource) ? ofItems(pair, view, "cluster-mapping", clusterMappingItems(pair)) : [];
}

function ofItems(...[pair, view, kind, items]: Parameters<typeof changesOfItems>): readonly PrivilegeChange[] {
  return items.length === 0 ? [] : changesOfItems(pair, view, kind, items);
}

/** Most of what changes are routes and rights. */
function isConcerned(pair: Pair): boolean {
  const resource = present(pair);
  if (!resource) return false;
  const { group, kind } = resource;
  if (kind === "ConfigMap") return isArgoConfig(resource) || isAwsAuth(resource);
  if (group === "" && (kind === "ServiceAccount" || kind === "Namespace")) return true;
  if (isUserGroup(resource)) return true;
  return kind === "SecurityContextConstraints" || kind === "AppProject" || podTemplatePath(resource) !== undefined;
}
