import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const groupMemberAdded = defineRule({
  id: "group-member-added",
  title: "Somebody joined a group and holds its rights",
  topic: "privilege",
  severity: "medium",
  cases: {
    critical: { severity: "critical", when: "The group can take over the cluster or every Secret of it" },
    high: { severity: "high", when: "The group holds another dangerous right" },
    medium: {
      severity: "medium",
      when: "It holds a right that can be misused, or nothing in the repository tells what it holds",
    },
    low: { severity: "low", when: "The group holds rights that nothing dangerous comes of, or gains them only now" },
  },
  pci: ["7.2.1", "7.2.2", "7.2.4"],
  why: "No role and no binding changed, and still somebody gained rights: all that is given to the group.",
  whatToDo: "Check that the person needs what the group may do.",

  check: (change) => tellPrivilege(change, "group-member"),

  examples: [
    {
      title: "Somebody joins the administrators",
      events: ["Group `admins` now has the member `grace`: members can do everything in every namespace"],
      diff: `
         apiVersion: user.openshift.io/v1
         kind: Group
         metadata: { name: admins }
         users:
           - ada
        +  - grace
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: admins }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: admins }]
      `,
    },
    {
      title: "A group that is bound elsewhere",
      events: ["Group `shop` now has the member `grace`"],
      diff: `
         apiVersion: user.openshift.io/v1
         kind: Group
         metadata: { name: shop }
         users:
        +  - grace
           - ada
      `,
    },
    {
      title: "Several people join, one of them under an encrypted name",
      events: ["Group `shop` now has the members `alan` and `grace`, and a member whose name cannot be read"],
      diff: `
         apiVersion: user.openshift.io/v1
         kind: Group
         metadata: { name: shop }
         users:
           - ada
        +  - alan
        +  - grace
        +  - ENC[AES256_GCM,data:5ye8upc,type:str]
      `,
    },
    {
      title: "What is bound for everybody is not gained by joining",
      events: ["Group `shop` now has the member `grace`: members can read the logs of Pods in namespace `shop`"],
      diff: `
         apiVersion: user.openshift.io/v1
         kind: Group
         metadata: { name: shop }
         users:
           - ada
        +  - grace
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: logs, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods/log], verbs: [get] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: shop, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: logs }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: shop }]
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: public-admin }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated" }]
      `,
    },
    {
      title: "Another order",
      events: [],
      diff: `
         apiVersion: user.openshift.io/v1
         kind: Group
         metadata: { name: shop }
        -users: [ada, grace]
        +users: [grace, ada]
      `,
    },
    {
      title: "Somebody leaves",
      events: [],
      diff: `
         apiVersion: user.openshift.io/v1
         kind: Group
         metadata: { name: shop }
         users:
           - ada
        -  - grace
      `,
    },
  ],
});
