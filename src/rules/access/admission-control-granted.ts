import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const admissionControlGranted = defineRule({
  id: "admission-control-granted",
  title: "Somebody gained control of admission",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "high", when: "The right is limited to objects with certain names" },
  },
  pci: ["2.2.6", "6.5.1", "10.7.2", "11.5.2"],
  why: "Webhooks and admission policies see and alter every object, and whoever changes them switches preventive controls off without a trace in this repository.",
  whatToDo: "Limit the right to the controller that owns the configuration, by `resourceNames`.",

  check: (change) => tellPower(change, "admission-control"),

  examples: [
    {
      title: "An add-on may update webhooks",
      events: ["`system:serviceaccount:ci:deployer` can now change admission webhooks"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [get, update] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: deployer }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "Through a RoleBinding the right has no effect",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [update] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});
