import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const lowerZoneToInScopeOpened = defineRule({
  id: "lower-zone-to-in-scope-opened",
  title: "Pods outside of the assessment can connect to pods in its scope",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical", {}, { aboutZones: true }),
  pci: ["1.2.3", "1.2.4", "1.3.1", "1.4.1", "12.5.2"],
  why: "The segmentation has a hole: where the connection comes from may come into scope of the assessment.",
  whatToDo: "Let the connection go through a service that is approved for it, or have the scope reviewed first.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "lower-zone"),

  examples: [
    {
      title: "Namespaces of a team that is out of scope",
      zones: { cde: { pci: "in-scope", namespaces: ["payments"] } },
      events: [
        "Pods with `app=tokenizer` in `payments` (zone `cde`) can now be reached from pods in namespaces with `team=marketing` on every port; such pods lie outside of the assessment",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: checkout } }
        +        - namespaceSelector: { matchLabels: { team: marketing } }
      `,
    },
    {
      title: "A workload of another namespace that may connect to everything",
      zones: { cde: { pci: "in-scope", labels: ["pci=cde"] } },
      events: [
        "`tokenizer` in `payments` (zone `cde`) can now be reached from pods in namespace `shop` on TCP 8443; `web` in `shop` lies outside of the assessment",
      ],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata: { name: payments, labels: { pci: cde } }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: tokenizer, namespace: payments }
         spec: { template: { metadata: { labels: { app: tokenizer } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: checkout } }
        +        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }
               ports: [{ port: 8443 }]
      `,
    },
    {
      title: "The other end may not connect",
      zones: { cde: { pci: "in-scope", namespaces: ["payments"] } },
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: deny, namespace: shop }
         spec:
           podSelector: {}
           policyTypes: [Egress]
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: checkout } }
        +        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } }
               ports: [{ port: 8443 }]
      `,
    },
  ],
});
