import type { Escalation } from "../escalation.ts";

export const gitopsAppsWrite: Escalation = {
  id: "gitops-apps-write",
  family: "gitops-control",
  allows: "deploy anything through the GitOps controller",
  needs: [
    "argoproj.io applications,applicationsets,appprojects create,update,patch",
    "kustomize.toolkit.fluxcd.io kustomizations create,update,patch",
    "helm.toolkit.fluxcd.io helmreleases create,update,patch",
    "source.toolkit.fluxcd.io gitrepositories,ocirepositories,buckets,helmrepositories,helmcharts,externalartifacts create,update,patch",
    "fluxcd.controlplane.io resourcesets,resourcesetinputproviders,fluxinstances create,update,patch",
    // Of K3s and Rancher, Config Sync, Carvel, Open Cluster Management and Crossplane: each applies what the object holds, or points to.
    "helm.cattle.io helmcharts,helmchartconfigs create,update,patch",
    "fleet.cattle.io gitrepos,bundles create,update,patch",
    "configsync.gke.io rootsyncs,reposyncs create,update,patch",
    "kappctrl.k14s.io apps create,update,patch",
    "work.open-cluster-management.io manifestworks,manifestworkreplicasets create,update,patch",
    "kubernetes.crossplane.io objects create,update,patch",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "critical", named: "high" },
};
