import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const tokenAutomounted = defineRule({
  id: "token-automounted",
  title: "Pods get a token of the API server that they went without",
  topic: "privilege",
  severity: "low",
  cases: {
    rights: { severity: "medium", when: "Their account holds rights" },
    none: { severity: "low", when: "Nothing in the repository gives their account a right" },
  },
  pci: ["7.2.5", "8.6.1", "2.2.4"],
  why: "Whoever runs code in the pod can use the token, from there or from elsewhere, and holds the rights of its account.",
  whatToDo: "Keep `automountServiceAccountToken: false`, and mount the token in the pods that call the API server.",

  check: (change) => tellPrivilege(change, "token"),

  examples: [
    {
      title: "A pod no longer goes without its token",
      events: ["Pods of Deployment `shop/web` now get a token of the API server, whose account holds no rights here"],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        -      automountServiceAccountToken: false
               serviceAccountName: web
      `,
    },
    {
      title: "The account of a controller mounts its token",
      events: ["Pods of ServiceAccount `shop/web` now get a token of the API server, and their account holds rights"],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: web, namespace: shop }
        -automountServiceAccountToken: false
        +automountServiceAccountToken: true
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: web, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
         subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
      `,
    },
    {
      title: "A volume brings the token instead",
      events: ["Pods of Deployment `shop/web` now get a token of the API server, whose account holds no rights here"],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
               automountServiceAccountToken: false
        +      volumes:
        +        - name: token
        +          projected:
        +            sources: [{ serviceAccountToken: { path: token } }]
      `,
    },
    {
      title: "A token for another audience",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
               automountServiceAccountToken: false
        +      volumes:
        +        - name: token
        +          projected:
        +            sources: [{ serviceAccountToken: { path: token, audience: vault } }]
      `,
    },
    {
      title: "The account says what its pods said",
      events: [],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: web, namespace: shop }
        +automountServiceAccountToken: false
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        -      automountServiceAccountToken: false
               serviceAccountName: web
      `,
    },
    {
      title: "What was the default is written down",
      events: [],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: web, namespace: shop }
        +automountServiceAccountToken: true
      `,
    },
  ],
});
