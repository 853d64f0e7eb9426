import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const defaultDenyRemoved = defineRule({
  id: "default-deny-removed",
  title: "No policy isolates the pods of a whole namespace any more",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical"),
  pci: ["1.2.2", "1.3.1", "1.3.2", "1.4.1"],
  why: "Pods that no policy selects accept and make any connection, also those that nobody has deployed yet.",
  whatToDo:
    "Keep a policy that selects every pod (`podSelector: {}`) for both directions, and allow what is needed beside it.",

  check: (change) => tellFlow(change, "default-deny-removed"),

  examples: [
    {
      title: "The default deny of a namespace is deleted",
      events: [
        "Every pod of namespace `payments` can now be reached from anywhere and connect to anything: NetworkPolicy `default-deny` no longer isolates them",
      ],
      diff: `
        -apiVersion: networking.k8s.io/v1
        -kind: NetworkPolicy
        -metadata: { name: default-deny, namespace: payments }
        -spec:
        -  podSelector: {}
        -  policyTypes: [Ingress, Egress]
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: payments }
      `,
    },
    {
      title: "The default deny of Cilium for a namespace is deleted",
      events: [
        "Every pod of namespace `payments` can now be reached from anywhere: CiliumNetworkPolicy `default-deny` no longer isolates them",
      ],
      diff: `
        -apiVersion: cilium.io/v2
        -kind: CiliumNetworkPolicy
        -metadata: { name: default-deny, namespace: payments }
        -spec:
        -  endpointSelector: {}
        -  ingress: [{}]
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: payments }
      `,
    },
    {
      title: "The default deny of Calico for a namespace is deleted",
      events: [
        "Every pod of namespace `payments` can now be reached from anywhere and connect to anything: NetworkPolicy `default-deny` no longer isolates them",
      ],
      diff: `
        -apiVersion: projectcalico.org/v3
        -kind: NetworkPolicy
        -metadata: { name: default-deny, namespace: payments }
        -spec:
        -  selector: all()
        -  types: [Ingress, Egress]
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: payments }
      `,
    },
    {
      title: "A default deny is split into one for each direction",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
        -metadata: { name: default-deny, namespace: payments }
        +metadata: { name: deny-ingress, namespace: payments }
         spec:
           podSelector: {}
        -  policyTypes: [Ingress, Egress]
        +  policyTypes: [Ingress]
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata: { name: deny-egress, namespace: payments }
        +spec:
        +  podSelector: {}
        +  policyTypes: [Egress]
      `,
    },
  ],
});
