import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const addressRangeWidened = defineRule({
  id: "address-range-widened",
  title: "More addresses of private networks were admitted",
  topic: "connectivity",
  severity: "high",
  cases: flowCases("high", {
    few: { severity: "medium", when: "At most 256 addresses of IPv4, a /64 of IPv6, or the nodes of the cluster" },
  }),
  pci: ["1.2.5", "1.3.1", "1.3.2"],
  why: "Machines that nobody reviewed can connect, or be connected to.",
  whatToDo: "Name the exact blocks, and keep what `except` left out.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "address-range"),

  examples: [
    {
      title: "A shorter prefix, and nothing left out any more",
      events: ["Pods with `app=p` in `shop` can now be reached from 10.0.0.0/8 on every port"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: p, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: p } }
           ingress:
        -    - from: [{ ipBlock: { cidr: 10.20.0.0/16, except: [10.20.66.0/24] } }]
        +    - from: [{ ipBlock: { cidr: 10.0.0.0/8 } }]
      `,
    },
    {
      title: "A whole network, for Calico",
      events: ["Pods with `app=p` in `shop` can now connect to 10.0.0.0/8 on TCP 5432"],
      diff: `
         apiVersion: projectcalico.org/v3
         kind: NetworkPolicy
         metadata: { name: p, namespace: shop }
         spec:
           selector: app == 'p'
           types: [Egress]
           egress:
             - action: Allow
               protocol: TCP
        -      destination: { nets: [10.1.2.3/32], ports: [5432] }
        +      destination: { nets: [10.0.0.0/8], ports: [5432] }
      `,
    },
    {
      title: "The same addresses in two blocks",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: p, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: p } }
           ingress:
        -    - from: [{ ipBlock: { cidr: 10.0.0.0/8 } }]
        +    - from: [{ ipBlock: { cidr: 10.0.0.0/9 } }, { ipBlock: { cidr: 10.128.0.0/9 } }]
      `,
    },
  ],
});
