import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const cloudIdentityBound = defineRule({
  id: "cloud-identity-bound",
  title: "Pods act in a cloud as somebody else",
  topic: "privilege",
  severity: "high",
  cases: {
    bound: { severity: "high", when: "The pods were nobody to the cloud, as far as the repository tells" },
    changed: { severity: "high", when: "They were somebody else, with rights that only the cloud knows" },
    permitted: { severity: "medium", when: "A namespace says which roles its pods may ask for" },
  },
  pci: ["7.2.2", "7.2.5", "8.6.1"],
  why: "Whoever runs code in these pods holds the rights of that identity: storage, databases and keys outside of the cluster, which no rule of the cluster limits.",
  whatToDo: "Check in the cloud what the identity may do, and give each workload an identity of its own.",

  check: (change) => tellPrivilege(change, "cloud-identity"),

  examples: [
    {
      title: "A ServiceAccount is bound to a role of AWS",
      events: [
        "Pods of ServiceAccount `shop/web` (Deployment `shop/web`) now act in the cloud as the AWS role `arn:aws:iam::111122223333:role/orders`",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: web
           namespace: shop
        +  annotations:
        +    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/orders
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec: { serviceAccountName: web }
      `,
    },
    {
      title: "A new account brings an identity of Google Cloud",
      events: [
        "Pods of ServiceAccount `shop/web` now act in the cloud as the Google Cloud service account `web@shop.iam.gserviceaccount.com`",
      ],
      diff: `
        +apiVersion: v1
        +kind: ServiceAccount
        +metadata:
        +  name: web
        +  namespace: shop
        +  annotations:
        +    iam.gke.io/gcp-service-account: web@shop.iam.gserviceaccount.com
      `,
    },
    {
      title: "An account changes to another role",
      events: [
        "Pods of ServiceAccount `shop/web` now act in the cloud as the AWS role `arn:aws:iam::111122223333:role/admin`, no longer as the AWS role `arn:aws:iam::111122223333:role/web`",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: web
           namespace: shop
           annotations:
        -    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/web
        +    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/admin
      `,
    },
    {
      title: "Pods take up the Azure identity of their account",
      events: ["Pods of Deployment `shop/web` now act in the cloud as the Azure client `8a1c`"],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: web
           namespace: shop
           annotations:
             azure.workload.identity/client-id: 8a1c
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             metadata:
               labels:
                 app: web
        +        azure.workload.identity/use: "true"
             spec:
               serviceAccountName: web
      `,
    },
    {
      title: "A pod asks kiam for a role",
      events: ["Pods of CronJob `shop/backup` now act in the cloud as the AWS role `backup`"],
      diff: `
         apiVersion: batch/v1
         kind: CronJob
         metadata: { name: backup, namespace: shop }
         spec:
           jobTemplate:
             spec:
               template:
                 metadata:
                   annotations:
                     team: shop
        +            iam.amazonaws.com/role: backup
                 spec: { containers: [{ name: backup }] }
      `,
    },
    {
      title: "The annotation is written in another way",
      events: [],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: web
           namespace: shop
        -  annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/web" }
        +  annotations:
        +    team: shop
        +    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/web
      `,
    },
    {
      title: "The binding is taken away",
      events: [],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: web
           namespace: shop
           annotations:
             team: shop
        -    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/web
      `,
    },
  ],
});
