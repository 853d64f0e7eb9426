import type { Escalation } from "../escalation.ts";

export const infraWrite: Escalation = {
  id: "infra-write",
  family: "infrastructure-control",
  allows: "create machines and cloud resources",
  needs: [
    "cluster.x-k8s.io,infrastructure.cluster.x-k8s.io,machine.openshift.io,karpenter.sh,karpenter.k8s.aws,pkg.crossplane.io,apiextensions.crossplane.io * create,update,patch",
    // Who pods and people are to a cloud.
    "iam.services.k8s.aws,iam.aws.upbound.io,iam.cnrm.cloud.google.com,eks.services.k8s.aws,iamauthenticator.k8s.aws,aadpodidentity.k8s.io * create,update,patch",
  ],
  match: "any",
  danger: { cluster: "high", namespace: "high", named: "medium" },
};
