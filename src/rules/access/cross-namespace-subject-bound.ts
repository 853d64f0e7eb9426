import { headline, isPowerful, tellWho } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const crossNamespaceSubjectBound = defineRule({
  id: "cross-namespace-subject-bound",
  title: "An account from outside of a zone in scope got rights inside of it",
  topic: "access",
  severity: "high",
  cases: {
    powerful: { severity: "high", when: "Some of the rights give more than they say" },
    harmless: { severity: "medium", when: "No known power is among the rights" },
  },
  pci: ["1.4.1", "7.2.5"],
  why: "Whoever controls the other namespace acts inside the zone: it becomes part of what the assessment has to cover.",
  whatToDo: "Run the job inside the zone, with an account of its own there.",

  check(change) {
    const found = headline(change, "cross-zone");
    if (!found) return;
    const from = found.accounts.map(
      ({ account, zone }) => `${account} (${zone === null ? "of no zone" : `zone \`${zone}\``})`,
    );
    const form = `${listed(from, 4)} ${from.length === 1 ? "is" : "are"} from outside of zone \`${found.zone}\``;
    return { message: tellWho(change, "cross-zone", form), case: isPowerful(change) ? "powerful" : "harmless" };
  },

  examples: [
    {
      title: "A sandbox may read in payments",
      zones: { cde: { pci: "in-scope", namespaces: ["payments"] } },
      events: [
        "`system:serviceaccount:sandbox:sync` can now get, list pods in namespace `payments`; `system:serviceaccount:sandbox:sync` (of no zone) is from outside of zone `cde`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: payments }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: payments }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
        -  - { kind: ServiceAccount, name: sync, namespace: payments }
        +  - { kind: ServiceAccount, name: sync, namespace: sandbox }
      `,
    },
    {
      title: "Monitoring, which is connected to the zone, may read Secrets there",
      zones: {
        cde: { pci: "in-scope", namespaces: ["payments"] },
        ops: { pci: "connected", namespaces: ["monitoring"] },
      },
      events: [
        "`system:serviceaccount:monitoring:prometheus` (zone `ops`) is from outside of zone `cde` in namespace `payments`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: payments }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get, list] }
         ---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: ops, namespace: payments }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
        +subjects:
        +  - { kind: ServiceAccount, name: prometheus, namespace: monitoring }
      `,
    },
    {
      title: "The account is of another namespace of the zone",
      zones: { cde: { pci: "in-scope", namespaces: ["payments", "tokens"] } },
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: payments }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: payments }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
        -  - { kind: ServiceAccount, name: sync, namespace: payments }
        +  - { kind: ServiceAccount, name: sync, namespace: tokens }
      `,
    },
  ],
});
