import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const internetIngressAllowed = defineRule({
  id: "internet-ingress-allowed",
  title: "Pods accept connections from the internet",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical", {
    few: { severity: "high", when: "Only from some public addresses" },
  }),
  pci: ["1.3.1", "1.4.1", "1.4.2", "1.4.4"],
  why: "Whoever finds a way to the network of the pods, such as a load balancer or a port of a node, gets through to them past the ingress controller and its protections.",
  whatToDo: "Allow the namespace of the ingress controller only, or the addresses that need it.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "internet-ingress"),

  examples: [
    {
      title: "A block of all addresses",
      events: ["`web` in `shop` can now be reached from the internet (0.0.0.0/0) on TCP 8443"],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             metadata: { labels: { app: web } }
             spec: { containers: [{ name: web }] }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: gateway } }
        +        - ipBlock: { cidr: 0.0.0.0/0 }
               ports: [{ port: 8443 }]
      `,
    },
    {
      title: "A rule loses its peers",
      events: ["Pods with `app=web` in `shop` can now be reached from anywhere on TCP 8443"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           ingress:
        -    - from: [{ podSelector: { matchLabels: { app: gateway } } }]
        -      ports: [{ port: 8443 }]
        +    - ports: [{ port: 8443 }]
      `,
    },
    {
      title: "The world, in the words of Cilium",
      events: ["Pods with `app=web` in `shop` can now be reached from the internet (0.0.0.0/0 and ::/0) on TCP 8443"],
      diff: `
         apiVersion: cilium.io/v2
         kind: CiliumNetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           endpointSelector: { matchLabels: { app: web } }
           ingress:
             - fromEndpoints: [{ matchLabels: { app: gateway } }]
        +    - fromEntities: [world]
        +      toPorts: [{ ports: [{ port: "8443", protocol: TCP }] }]
      `,
    },
    {
      title: "A public address of a partner, for Calico",
      events: ["Pods with `app=web` in `shop` can now be reached from 203.0.113.7 on TCP 8443"],
      diff: `
         apiVersion: projectcalico.org/v3
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           selector: app == 'web'
           types: [Ingress]
           ingress:
             - action: Allow
               protocol: TCP
        -      source: { nets: [10.0.0.0/8] }
        +      source: { nets: [10.0.0.0/8, 203.0.113.7/32] }
               destination: { ports: [8443] }
      `,
    },
    {
      title: "Two halves of the internet were allowed before",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           ingress:
        -    - from: [{ ipBlock: { cidr: 0.0.0.0/1 } }, { ipBlock: { cidr: 128.0.0.0/1 } }]
        +    - from: [{ ipBlock: { cidr: 0.0.0.0/0 } }]
      `,
    },
    {
      title: "A private network is not the internet",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: gateway } }
        +        - ipBlock: { cidr: 10.0.0.0/8 }
      `,
    },
  ],
});
