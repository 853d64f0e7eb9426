import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const sccWidened = defineRule({
  id: "scc-widened",
  title: "SecurityContextConstraints of OpenShift allow more",
  topic: "privilege",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "Everybody may use what gives control of a node" },
    high: { severity: "high", when: "Pods may take over their node, or somebody may use what lets them" },
    medium: { severity: "medium", when: "Pods may do something else that was kept from them" },
    low: { severity: "low", when: "Pods may have another kind of volume, or write where they run" },
  },
  pci: ["2.2.1", "2.2.6", "7.2.5"],
  why: "Constraints decide whether a pod may be root on its node, which reads the Secrets and the memory of every other pod there.",
  whatToDo:
    "Add constraints of their own for the workload that needs more, and name its ServiceAccount in a RoleBinding.",

  check: (change) => tellPrivilege(change, "scc"),

  examples: [
    {
      title: "Privileged containers as any user",
      events: [
        "SecurityContextConstraints `builds` now lets containers be privileged and lets containers run as any user, root included",
      ],
      diff: `
         apiVersion: security.openshift.io/v1
         kind: SecurityContextConstraints
         metadata: { name: builds }
        -allowPrivilegedContainer: false
        +allowPrivilegedContainer: true
         runAsUser:
        -  type: MustRunAsRange
        +  type: RunAsAny
         users: []
      `,
    },
    {
      title: "Everybody may use it",
      events: ["SecurityContextConstraints `builds` now lets group `system:authenticated` use it"],
      diff: `
         apiVersion: security.openshift.io/v1
         kind: SecurityContextConstraints
         metadata: { name: builds }
         allowPrivilegedContainer: true
         groups:
        +  - system:authenticated
           - system:nodes
      `,
    },
    {
      title: "A setting that nobody can weigh",
      events: ["SecurityContextConstraints `builds` changed `priority`"],
      diff: `
         apiVersion: security.openshift.io/v1
         kind: SecurityContextConstraints
         metadata: { name: builds }
        -priority: null
        +priority: 10
         allowPrivilegedContainer: false
      `,
    },
    {
      title: "What is the default is written down, and the order of lists",
      events: [],
      diff: `
         apiVersion: security.openshift.io/v1
         kind: SecurityContextConstraints
         metadata: { name: builds }
        +allowHostNetwork: false
        -users: [a, b]
        +users: [b, a]
      `,
    },
    {
      title: "Containers may no longer be privileged",
      events: [],
      diff: `
         apiVersion: security.openshift.io/v1
         kind: SecurityContextConstraints
         metadata: { name: builds }
        -allowPrivilegedContainer: true
        +allowPrivilegedContainer: false
      `,
    },
  ],
});
