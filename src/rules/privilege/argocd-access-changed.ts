import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const argocdAccessChanged = defineRule({
  id: "argocd-access-changed",
  title: "Somebody may do more in Argo CD",
  topic: "privilege",
  severity: "medium",
  cases: {
    high: { severity: "high", when: "The role `role:admin`, a right to everything, or everybody who does not sign in" },
    medium: { severity: "medium", when: "Any other right or role, or nobody can tell" },
  },
  pci: ["6.5.4", "7.2.1", "7.2.2", "7.3.2"],
  why: "Whoever may create or sync Applications deploys with the rights of Argo CD, which are those of an administrator in most clusters.",
  whatToDo: "Give people the rights to the applications of their project, and keep `role:admin` to few.",

  check: (change) => tellPrivilege(change, "argocd-access"),

  examples: [
    {
      title: "Everybody who signs in is an administrator",
      events: ["ConfigMap `argocd/argocd-rbac-cm` now gives everybody who signs in the role `role:admin`"],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: argocd-rbac-cm, namespace: argocd }
         data:
        -  policy.default: role:readonly
        +  policy.default: role:admin
      `,
    },
    {
      title: "Lines of the policy come and go",
      events: [
        "ConfigMap `argocd/argocd-rbac-cm` now permits `g, contractors, role:admin` and permits what `p, role:dev, applications, delete, shop/*, deny` denies",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: argocd-rbac-cm, namespace: argocd }
         data:
           policy.csv: |
             p, role:dev, applications, sync, shop/*, allow
        -    p, role:dev, applications, delete, shop/*, deny
             g, shop, role:dev
        +    g, contractors, role:admin
      `,
    },
    {
      title: "Nobody has to sign in",
      events: ["ConfigMap `argocd/argocd-cm` now lets anybody in who does not sign in"],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: argocd-cm, namespace: argocd }
         data:
           url: https://argocd.example.com
        +  users.anonymous.enabled: "true"
      `,
    },
    {
      title: "Other claims stand for groups",
      events: ["ConfigMap `argocd/argocd-rbac-cm` takes other claims of a token for groups (`scopes`)"],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: argocd-rbac-cm, namespace: argocd }
         data:
           policy.default: role:readonly
        +  scopes: "[groups, email]"
      `,
    },
    {
      title: "Another order, comments, and a key of their own",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: argocd-rbac-cm, namespace: argocd }
         data:
        -  policy.csv: |
        -    p, role:dev, applications, sync, shop/*, allow
        -    g, shop, role:dev
        +  policy.csv: |
        +    # the shop's own people
        +    g,shop,role:dev
        +  policy.dev.csv: |
        +    p, role:dev, applications, sync,   shop/*, allow
      `,
    },
    {
      title: "A role is taken away",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: argocd-rbac-cm, namespace: argocd }
         data:
           policy.csv: |
             g, shop, role:dev
        -    g, contractors, role:admin
      `,
    },
  ],
});
