import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const workloadPowerGained = defineRule({
  id: "workload-power-gained",
  title: "A workload runs as an account that may do more",
  topic: "privilege",
  severity: "medium",
  cases: {
    critical: { severity: "critical", when: "The account can take over the cluster or every Secret of it" },
    high: { severity: "high", when: "The account holds another dangerous right" },
    cloud: { severity: "high", when: "The account acts in a cloud as somebody" },
    medium: { severity: "medium", when: "The account holds a right that can be misused" },
    hidden: { severity: "medium", when: "The account holds a role that is not in the repository" },
    unseen: { severity: "low", when: "Nothing in the repository tells what the account may do" },
    harmless: { severity: "low", when: "The account holds rights that nothing dangerous comes of" },
  },
  pci: ["7.2.2", "7.2.5", "8.6.1"],
  why: "No role and no binding changed, and still somebody gained their rights: whoever runs code in the pods of the workload.",
  whatToDo: "Give the workload an account of its own, with the rights that it needs.",

  check: (change) => tellPrivilege(change, "workload-account"),

  examples: [
    {
      title: "A web server runs as the account of the deployer",
      events: [
        "Deployment `shop/web` now runs as ServiceAccount `shop/deployer`, which can read Secrets in namespace `shop`",
      ],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        -      serviceAccountName: web
        +      serviceAccountName: deployer
         ---
         ${secretsOf("Role", "shop")}
      `,
    },
    {
      title: "A new job runs as an administrator of the cluster",
      events: [
        "CronJob `ops/cleanup` now runs as ServiceAccount `ops/admin`, which can do everything in every namespace",
      ],
      diff: `
        +apiVersion: batch/v1
        +kind: CronJob
        +metadata: { name: cleanup, namespace: ops }
        +spec:
        +  jobTemplate:
        +    spec:
        +      template:
        +        spec: { serviceAccountName: admin }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: admin }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
         subjects: [{ kind: ServiceAccount, name: admin, namespace: ops }]
      `,
    },
    {
      title: "A workload takes over the cloud identity of another",
      events: [
        "Deployment `shop/web` now runs as ServiceAccount `shop/orders`, which acts in the cloud as the AWS role `arn:aws:iam::111122223333:role/orders`",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: orders
           namespace: shop
           annotations:
             eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/orders
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        +      serviceAccountName: orders
               containers: [{ name: web }]
      `,
    },
    {
      title: "An account that the repository says nothing about",
      events: [
        "Pod `argocd/debug` now runs as ServiceAccount `argocd/argocd-application-controller`, of which nothing here tells what it may do",
      ],
      diff: `
        +apiVersion: v1
        +kind: Pod
        +metadata: { name: debug, namespace: argocd }
        +spec: { serviceAccountName: argocd-application-controller }
      `,
    },
    {
      title: "A new workload holds no more than everybody who is logged in",
      events: [],
      diff: `
        +apiVersion: apps/v1
        +kind: Deployment
        +metadata: { name: web, namespace: shop }
        +spec:
        +  template:
        +    spec: { containers: [{ name: web }] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: public-admin }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
         subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated" }]
      `,
    },
    {
      title: "The old name of the field",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        -      serviceAccount: deployer
        +      serviceAccountName: deployer
         ---
         ${secretsOf("Role", "shop")}
      `,
    },
    {
      title: "A Deployment is renamed",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
        -metadata: { name: deployer, namespace: shop }
        +metadata: { name: deployer-v2, namespace: shop }
         spec:
           template:
             spec: { serviceAccountName: deployer }
         ---
         ${secretsOf("Role", "shop")}
      `,
    },
    {
      title: "The account is renamed together with its binding",
      events: [],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
        -metadata: { name: deployer, namespace: shop }
        +metadata: { name: releaser, namespace: shop }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: deployer, namespace: shop }
         spec:
           template:
        -    spec: { serviceAccountName: deployer }
        +    spec: { serviceAccountName: releaser }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
        -subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
        +subjects: [{ kind: ServiceAccount, name: releaser, namespace: shop }]
      `,
    },
  ],
});

function secretsOf(kind: string, namespace: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
         kind: ${kind}
         metadata: { name: deployer, namespace: ${namespace} }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: ${namespace} }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: deployer }
         subjects: [{ kind: ServiceAccount, name: deployer, namespace: ${namespace} }]`;
}
