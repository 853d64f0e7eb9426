import type { Escalation } from "../escalation.ts";

export const rbacWrite: Escalation = {
  id: "rbac-write",
  family: "rbac-write",
  allows: "write roles and bindings",
  needs: [
    "rbac.authorization.k8s.io roles,clusterroles,rolebindings,clusterrolebindings create,update,patch,delete,deletecollection",
    // OpenShift and Rancher write roles and bindings of Kubernetes for these.
    "authorization.openshift.io roles,clusterroles,rolebindings,clusterrolebindings create,update,patch,delete,deletecollection",
    "management.cattle.io globalroles,globalrolebindings,roletemplates,clusterroletemplatebindings,projectroletemplatebindings create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
