import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const internetEgressAllowed = defineRule({
  id: "internet-egress-allowed",
  title: "Pods may connect to the internet, or to the metadata service of the cloud",
  topic: "connectivity",
  severity: "high",
  // Of pods in scope of the assessment, `in-scope-egress-opened` tells.
  cases: flowCases(
    "high",
    {
      few: { severity: "medium", when: "Only to some public addresses" },
      named: { severity: "medium", when: "Only to hosts with certain names" },
    },
    { aboutZones: true },
  ),
  pci: ["1.2.5", "1.3.2", "1.4.3"],
  why: "A way out carries data away and lets an intruder fetch tools. The metadata service of a cloud hands out the credentials of the node.",
  whatToDo: "Name the destinations and ports that are needed, and leave out 169.254.0.0/16.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "internet-egress"),

  examples: [
    {
      title: "From one address to all of them",
      events: [
        "Pods with `app=api` in `shop` can now connect to the internet (0.0.0.0/0) on TCP 443, including the metadata service of the cloud (169.254.169.254)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           policyTypes: [Egress]
           egress:
        -    - to: [{ ipBlock: { cidr: 203.0.113.7/32 } }]
        +    - to: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
               ports: [{ port: 443 }]
      `,
    },
    {
      title: "Only the metadata service",
      events: [
        "Pods with `app=api` in `shop` can now connect to 169.254.169.254 on TCP 80 (HTTP), the metadata service of the cloud",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           policyTypes: [Egress]
           egress:
             - to: [{ podSelector: {} }]
        +    - to: [{ ipBlock: { cidr: 169.254.169.254/32 } }]
        +      ports: [{ port: 80 }]
      `,
    },
    {
      title: "Every host of a domain, for Cilium",
      events: ["Pods with `app=api` in `shop` can now connect to `*.example.com` on TCP 443"],
      diff: `
         apiVersion: cilium.io/v2
         kind: CiliumNetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           endpointSelector: { matchLabels: { app: api } }
           egress:
             - toEndpoints: [{ matchLabels: { app: db } }]
        +    - toFQDNs: [{ matchPattern: "*.example.com" }]
        +      toPorts: [{ ports: [{ port: "443", protocol: TCP }] }]
      `,
    },
    {
      title: "Pods of another namespace are inside the cluster",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           policyTypes: [Egress]
           egress:
             - to:
                 - podSelector: { matchLabels: { app: db } }
        +        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: search } }
               ports: [{ port: 9200 }]
      `,
    },
  ],
});
