import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const inScopeEgressOpened = defineRule({
  id: "in-scope-egress-opened",
  title: "Pods in scope of the assessment may connect to more",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases(
    "critical",
    {
      "same-namespace": {
        severity: "high",
        when: "Only to pods of their own namespace, and not to ports of insecure services and data stores",
      },
      dns: { severity: "medium", when: "Only to the DNS port of pods" },
    },
    { aboutZones: true },
  ),
  pci: ["1.2.4", "1.2.5", "1.3.2", "12.5.2"],
  why: "Account data may now flow where the data-flow diagram does not show it, and the destination may come into scope.",
  whatToDo: "Name the exact peer and port, and update the diagram of data flows.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "in-scope-egress"),

  examples: [
    {
      title: "A tokenizer may connect to every pod of the cluster",
      zones: { cde: { pci: "in-scope", namespaces: ["payments"] } },
      events: ["Pods with `app=tokenizer` in `payments` (zone `cde`) can now connect to any pod on every port"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           policyTypes: [Egress]
           egress:
             - to: [{ podSelector: { matchLabels: { app: hsm } } }]
               ports: [{ port: 9000 }]
        +    - to: [{ namespaceSelector: {} }]
      `,
    },
    {
      title: "The same outside of the assessment",
      zones: { cde: { pci: "in-scope", namespaces: ["payments"] } },
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           policyTypes: [Egress]
           egress:
             - to: [{ podSelector: { matchLabels: { app: api } } }]
               ports: [{ port: 9000 }]
        +    - to: [{ namespaceSelector: { matchLabels: { team: search } } }]
      `,
    },
  ],
});
