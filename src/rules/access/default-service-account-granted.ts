import { headline, isPowerful, tellWho } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const defaultServiceAccountGranted = defineRule({
  id: "default-service-account-granted",
  title: "A ServiceAccount that every Pod has by default gained rights",
  topic: "access",
  severity: "high",
  cases: {
    powerful: { severity: "high", when: "Some of the rights give more than they say" },
    harmless: { severity: "medium", when: "No known power is among the rights" },
  },
  pci: ["2.2.2", "7.2.5", "8.6.1"],
  why: "Every Pod of the namespace that asks for no account of its own runs as `default`, and gets the rights with it.",
  whatToDo:
    "Create a ServiceAccount for the workload that needs the rights, and set `automountServiceAccountToken: false` on `default`.",

  check(change) {
    const found = headline(change, "default-account");
    if (!found) return;
    const accounts = listed(found.accounts, 4);
    const form = `every Pod without an account of its own runs as ${accounts}`;
    const alone = `pods without an account of their own gained rights as ${accounts}`;
    return {
      message: tellWho(change, "default-account", form, alone),
      case: isPowerful(change) ? "powerful" : "harmless",
    };
  },

  examples: [
    {
      title: "A job runs as the default account from now on",
      events: [
        "`system:serviceaccount:shop:default` can now get, list pods in namespace `shop`; every Pod without an account of its own runs as `system:serviceaccount:shop:default`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
        -  - { kind: ServiceAccount, name: job, namespace: shop }
        +  - { kind: ServiceAccount, name: default, namespace: shop }
      `,
    },
    {
      title: "The default account may read Secrets",
      events: [
        "Pods without an account of their own gained rights as `system:serviceaccount:shop:default` in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods, secrets], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: ServiceAccount, name: default, namespace: shop }
      `,
    },
    {
      title: "An account of its own is bound",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
        -  - { kind: ServiceAccount, name: default, namespace: shop }
        +  - { kind: ServiceAccount, name: job, namespace: shop }
      `,
    },
  ],
});
