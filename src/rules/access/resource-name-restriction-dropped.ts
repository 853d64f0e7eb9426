import { caseOfDanger, headline, powersOrRights, remarks, where, who } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const resourceNameRestrictionDropped = defineRule({
  id: "resource-name-restriction-dropped",
  title: "A right to named objects became a right to all of them",
  topic: "access",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "A critical power is among the rights" },
    high: { severity: "high", when: "A high power is among the rights" },
    medium: { severity: "medium", when: "A medium power is among the rights" },
    low: { severity: "low", when: "Only minor powers are among the rights" },
    info: { severity: "low", when: "Only minor powers are among the rights" },
    harmless: { severity: "medium", when: "No known power is among the rights" },
  },
  pci: ["7.2.2", "7.2.5"],
  why: "Without `resourceNames` the right covers every object of the kind, also those of others and those of the future.",
  whatToDo: "Name the objects again.",

  check(change) {
    const found = headline(change, "names-dropped");
    if (!found) return;
    const from = listed(
      found.from.map((name) => `\`${name}\``),
      4,
    );
    const message = `${who(change)} can now ${powersOrRights(change)}${where(change)}, no longer limited to ${from}${remarks(change)}`;
    return { message, case: caseOfDanger(found.danger) };
  },

  examples: [
    {
      title: "A certificate reader may read every Secret",
      events: [
        "`system:serviceaccount:ci:deployer` can now read Secrets in namespace `shop`, no longer limited to `tls-cert`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [tls-cert] }
        +  - { apiGroups: [""], resources: [secrets], verbs: [get] }
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
      title: "One more name is named",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [configmaps], verbs: [get], resourceNames: [settings] }
        +  - { apiGroups: [""], resources: [configmaps], verbs: [get], resourceNames: [settings, flags] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});
