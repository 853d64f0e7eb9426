import { headline, powersOrRights, remarks, tellsRights, where, who } from "../../analysis/access/describe-access.ts";
import { isPublic } from "../../analysis/access/principal.ts";
import { defineRule } from "../rule.ts";

export const publicGroupGranted = defineRule({
  id: "public-group-granted",
  title: "Everybody, or every Pod, gained rights",
  topic: "access",
  severity: "critical",
  cases: {
    everybody: { severity: "critical", when: "Anonymous callers or everybody who is logged in" },
    "every-pod": { severity: "high", when: "Every ServiceAccount, of the cluster or of a namespace" },
  },
  pci: ["7.2.1", "7.3.3", "8.2.2"],
  why: "Anonymous callers, everybody who is logged in or every ServiceAccount are no particular person or workload: nobody can answer for what is done with the rights.",
  whatToDo: "Bind a named group or one ServiceAccount.",

  check(change) {
    if (!headline(change, "public")) return;
    const isPeople = change.holders.some(
      ({ principal }) => isPublic(principal) && !principal.key.startsWith("group:system:serviceaccounts"),
    );
    const message = `${who(change)} can now ${powersOrRights(change)}${where(change)}${tellsRights(change) ? "" : remarks(change)}`;
    return { message, case: isPeople ? "everybody" : "every-pod" };
  },

  examples: [
    {
      title: "A role of two teams and of everybody in another directory grows: only everybody is told here",
      events: ["Group `system:authenticated` can now get, list pods in the namespace that it is applied to"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: reader }
         rules:
        -  - { apiGroups: [""], resources: [events], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [events, pods], verbs: [get, list] }
        @@ playground/rbac.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: everybody }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated" }
        @@ shop/rbac.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: teams }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
      `,
    },
    {
      title: "Everybody who is logged in may reach one Service",
      events: [
        "Group `system:authenticated` can now reach Pods and Services through the API server named `vault` in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: proxier, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [services/proxy], verbs: [get], resourceNames: [vault] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: proxier, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: proxier }
         subjects:
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated" }
      `,
    },
    {
      title: "Everybody who is logged in may read metrics",
      events: ["Group `system:authenticated` can now get, list pods in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: metrics, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: metrics, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: metrics }
         subjects:
        -  - { kind: ServiceAccount, name: deployer, namespace: ci }
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated" }
      `,
    },
    {
      title: "A named group may",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: metrics, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: metrics, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: metrics }
         subjects:
        -  - { kind: ServiceAccount, name: deployer, namespace: ci }
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
  ],
});
