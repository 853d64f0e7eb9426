import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const clusterIdentityMapped = defineRule({
  id: "cluster-identity-mapped",
  title: "Somebody of AWS is let into the cluster",
  topic: "privilege",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "As a member of `system:masters`, whom Kubernetes refuses nothing" },
    high: { severity: "high", when: "As anybody else, or nobody can tell as whom" },
  },
  pci: ["7.2.1", "7.2.2", "8.3.1", "8.2.2"],
  why: "The ConfigMap `aws-auth` of EKS says which roles and users of AWS are who in the cluster: whoever may assume such a role is let in.",
  whatToDo: "Map a role to a group that a RoleBinding gives what it needs, or use access entries of EKS.",

  check: (change) => tellPrivilege(change, "cluster-mapping"),

  examples: [
    {
      title: "A role is an administrator of the cluster",
      events: [
        "ConfigMap `kube-system/aws-auth` now lets `arn:aws:iam::111122223333:role/ci` in as `ci` in group `system:masters`",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: aws-auth, namespace: kube-system }
         data:
           mapRoles: |
             - rolearn: arn:aws:iam::111122223333:role/nodes
               username: system:node:{{EC2PrivateDNSName}}
               groups: [system:bootstrappers, system:nodes]
        +    - rolearn: arn:aws:iam::111122223333:role/ci
        +      username: ci
        +      groups: [system:masters]
      `,
    },
    {
      title: "Everybody of an account",
      events: ["ConfigMap `kube-system/aws-auth` now lets everybody of the AWS account `111122223333` in"],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: aws-auth, namespace: kube-system }
         data:
           mapUsers: "[]"
        +  mapAccounts: |
        +    - "111122223333"
      `,
    },
    {
      title: "A list that cannot be read",
      events: ["ConfigMap `kube-system/aws-auth` lets in whom `mapRoles` says, and that cannot be read"],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: aws-auth, namespace: kube-system }
         data:
        +  mapRoles: "\${AWS_AUTH_ROLES}"
           mapUsers: "[]"
      `,
    },
    {
      title: "Another order and another notation",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: aws-auth, namespace: kube-system }
         data:
        -  mapRoles: |
        -    - rolearn: arn:aws:iam::111122223333:role/a
        -      username: a
        -      groups: [x, y]
        -    - rolearn: arn:aws:iam::111122223333:role/b
        -      username: b
        +  mapRoles: |
        +    - { username: b, rolearn: "arn:aws:iam::111122223333:role/b" }
        +    - { username: a, groups: [y, x], rolearn: "arn:aws:iam::111122223333:role/a" }
      `,
    },
    {
      title: "A user is no longer let in",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: aws-auth, namespace: kube-system }
         data:
        -  mapUsers: |
        -    - { userarn: "arn:aws:iam::111122223333:user/ada", username: ada, groups: [system:masters] }
        +  mapUsers: "[]"
      `,
    },
  ],
});
