import { headline, powersOrRights, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const latentPowerAdded = defineRule({
  id: "latent-power-added",
  title: "A role that nothing here binds gained a power",
  topic: "access",
  severity: "low",
  cases: {
    limited: { severity: "low", when: "Any other power" },
    everything: { severity: "medium", when: "The role allows everything: one binding anywhere makes an administrator" },
  },
  pci: ["7.2.1", "7.2.4"],
  why: "Nobody gains anything by this repository, but the role may be bound elsewhere or later.",
  whatToDo: "Check who is bound to the role in the cluster, or remove it.",

  check(change) {
    if (!headline(change, "latent")) return;
    const everything = change.escalations.some(({ family }) => family === "cluster-admin");
    return everything
      ? { message: `${who(change)} can now do everything`, case: "everything" }
      : { message: `${who(change)} can now ${powersOrRights(change)}`, case: "limited" };
  },

  examples: [
    {
      title: "An unbound role may read Secrets",
      events: ["Whoever gets bound to Role `deployer` can now read Secrets"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [secrets], verbs: [get] }
      `,
    },
    {
      title: "An unbound role may do everything",
      events: ["Whoever gets bound to ClusterRole `helper` can now do everything"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: helper }
         rules:
        -  - { apiGroups: ["*"], resources: ["*"], verbs: [get, list] }
        +  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }
      `,
    },
    {
      title: "An unbound role may read Pods",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
      `,
    },
    {
      title: "An unbound role is renamed",
      events: [],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: Role
        -metadata: { name: reader, namespace: shop }
        -rules:
        -  - { apiGroups: [""], resources: [secrets], verbs: [get] }
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: Role
        +metadata: { name: secret-reader, namespace: shop }
        +rules:
        +  - { apiGroups: [""], resources: [secrets], verbs: [get] }
      `,
    },
  ],
});
