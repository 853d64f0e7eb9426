import { rights, where, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const grantNotUnderstood = defineRule({
  id: "grant-not-understood",
  title: "It cannot be told who gained what",
  topic: "access",
  severity: "medium",
  pci: ["7.2.1", "7.2.4"],
  why: "The object makes no sense to the API server, or a template or an encrypted value hides who gains what. What cannot be read cannot be approved unseen.",
  whatToDo: "Write the role, the subject and the rules in plain text, or correct the object.",

  check(change) {
    if (change.direction !== "unknown" || change.headlines.length > 0) return;
    const { kind, name } = change.resource;
    if (change.kind === "not-understood") return `${kind} \`${name}\` ${change.problem}`;
    return `${who(change)} can now ${rights(change)}${where(change)}, but a part of that is hidden here`;
  },

  examples: [
    {
      title: "A list is missing around the rules",
      events: ["Role `deployer` has rules that are not a list"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
        +rules: { apiGroups: [""], resources: [pods], verbs: [get, list] }
      `,
    },
    {
      title: "The name of the group is encrypted",
      events: [
        "Group `ENC[AES256_GCM,data:9xQ=]` can now get, list pods in namespace `shop`, but a part of that is hidden here",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: reader, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: deployer, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: "ENC[AES256_GCM,data:9xQ=]" }
      `,
    },
    {
      title: "An empty list of rules is understood",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
        +rules: null
      `,
    },
  ],
});
