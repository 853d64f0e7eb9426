import { headline, powersOrRights, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const builtinRoleChanged = defineRule({
  id: "builtin-role-changed",
  title: "A role of Kubernetes itself gained rights",
  topic: "access",
  severity: "critical",
  pci: ["2.2.1", "6.5.1", "7.2.1"],
  why: "Everybody who holds the role gains the rights, wherever it is bound. The API server adds missing rules again, but never removes what is extra.",
  whatToDo: "Remove the object and use a role with a name of your own.",

  check(change) {
    if (!headline(change, "builtin-role")) return;
    return `${who(change)} can now ${powersOrRights(change)}`;
  },

  examples: [
    {
      title: "The repository declares view with a right more",
      events: ["Every holder of `view` can now read Secrets"],
      diff: `
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: ClusterRole
        +metadata: { name: view }
        +rules:
        +  - { apiGroups: [""], resources: [secrets], verbs: [get, list, watch] }
      `,
    },
    {
      title: "The repository declares view with rules that it has anyway",
      events: [],
      diff: `
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: ClusterRole
        +metadata: { name: view }
        +rules:
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
      `,
    },
  ],
});
