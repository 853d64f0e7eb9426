import { headline, rights, where, who } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const restrictionLeftWithoutEffect = defineRule({
  id: "restriction-left-without-effect",
  title: "A role says something else than it seems to",
  topic: "access",
  severity: "medium",
  cases: {
    text: {
      severity: "medium",
      when: "The text matches no request, or restricts less than it seems to, however the role is bound",
    },
    scope: { severity: "low", when: "The role is bound where part of it does not reach" },
  },
  pci: ["2.2.1", "7.2.2"],
  why: "Reviewers take the right for larger or smaller than it is, and the next change builds on that.",
  whatToDo:
    "Say what is meant: name subresources (`pods/log`, `*/scale`), drop `resourceNames` where they restrict nothing, use a ClusterRoleBinding for what is in no namespace.",

  check(change) {
    const found = headline(change, "misread");
    if (!found) return;
    const why = listed(found.why, 3);
    if (change.kind !== "ineffective")
      return { message: `${who(change)} can now ${rights(change)}${where(change)}, but ${why}`, case: "text" };
    const message = `${who(change)} could ${rights(change)}${where(change)}, but as it is written this has no effect: ${why}`;
    return { message, case: found.isAnywhere ? "text" : "scope" };
  },

  examples: [
    {
      title: "`pods/*` looks like a right, but matches no request",
      events: [
        "`system:serviceaccount:ci:deployer` could create pods/* in namespace `shop`, but as it is written this has no effect: `pods/*` matches no resource",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: ["pods/*"], verbs: [create] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "Every name is meant, and one is written",
      events: [
        "Group `ops` can now get secrets named `*` in namespace `shop`, but `*` in `resourceNames` is a name like any other, not every name",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: ["*"] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
      `,
    },
    {
      title: "A RoleBinding does not reach nodes",
      events: [
        "Group `ops` could get, list nodes in namespace `shop`, but as it is written this has no effect: `nodes` cannot be reached through a RoleBinding",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: nodes }
         rules:
           - { apiGroups: [""], resources: [nodes], verbs: [get, list] }
         ---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: ops, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nodes }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
      `,
    },
    {
      title: "`*/scale` is what it seems to be",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [apps], resources: ["*/scale"], verbs: [get] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
      `,
    },
  ],
});
