import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const allowAllAdded = defineRule({
  id: "allow-all-added",
  title: "A policy allows everything",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical"),
  pci: ["1.2.5", "1.3.1", "1.3.2"],
  why: "What one policy allows, no other policy of the namespace takes back: an empty rule cancels them all.",
  whatToDo: "Name the peers and the ports that are needed.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "allow-all"),

  examples: [
    {
      title: "An empty rule for every pod of a namespace",
      events: ["Every pod of namespace `shop` can now be reached from anywhere on every port"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: base, namespace: shop }
         spec:
           podSelector: {}
           policyTypes: [Ingress]
        +  ingress: [{}]
      `,
    },
    {
      title: "An empty rule for a workload in scope of the assessment",
      zones: { cde: { pci: "in-scope", namespaces: ["payments"] } },
      events: [
        "Pods with `app=tokenizer` in `payments` (zone `cde`) can now connect to anything on every port, including the metadata service of the cloud (169.254.169.254)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           policyTypes: [Egress]
           egress:
             - to: [{ podSelector: { matchLabels: { app: hsm } } }]
        +    - ports: []
      `,
    },
    {
      title: "Everything was allowed before, in other words",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: base, namespace: shop }
         spec:
           podSelector: {}
           policyTypes: [Ingress]
        -  ingress: [{}]
        +  ingress: [{ from: [], ports: [] }]
      `,
    },
  ],
});
