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
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "critical", named: "high" },
};
