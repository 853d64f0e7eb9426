import type { Escalation } from "../escalation.ts";

export const clusterNetworkPolicyWrite: Escalation = {
  id: "cluster-network-policy-write",
  family: "network-control",
  allows: "write policies of the network plugin",
  needs: [
    "policy.networking.k8s.io clusternetworkpolicies,adminnetworkpolicies,baselineadminnetworkpolicies create,update,patch,delete,deletecollection",
    "projectcalico.org,crd.projectcalico.org networkpolicies,globalnetworkpolicies,stagednetworkpolicies,stagedglobalnetworkpolicies,tiers,networksets,globalnetworksets,hostendpoints create,update,patch,delete,deletecollection",
    "cilium.io ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies,ciliumcidrgroups,ciliumegressgatewaypolicies,ciliumlocalredirectpolicies create,update,patch,delete,deletecollection",
    "crd.antrea.io clusternetworkpolicies,networkpolicies,tiers,groups,clustergroups create,update,patch,delete,deletecollection",
    "k8s.cni.cncf.io multi-networkpolicies create,update,patch,delete,deletecollection",
    "k8s.ovn.org egressfirewalls,adminpolicybasedexternalroutes create,update,patch,delete,deletecollection",
    "network.openshift.io egressnetworkpolicies create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "high" },
};
