import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const crossNamespaceIngressAllowed = defineRule({
  id: "cross-namespace-ingress-allowed",
  title: "Pods accept connections from other namespaces",
  topic: "connectivity",
  severity: "medium",
  cases: flowCases("medium", {
    "every-namespace": { severity: "high", when: "From every namespace, or all but some" },
  }),
  pci: ["1.2.5", "1.3.1"],
  why: "Whoever may run pods in those namespaces, now or later, can connect.",
  whatToDo: "Select the namespace by `kubernetes.io/metadata.name` and the pods by their labels, in one peer.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "cross-namespace"),

  examples: [
    {
      title: "From the pods of the namespace to those of all",
      events: ["Pods with `app=api` in `shop` can now be reached from any pod on every port"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
        -    - from: [{ podSelector: {} }]
        +    - from: [{ namespaceSelector: {} }]
      `,
    },
    {
      title: "One pod of one other namespace",
      events: [
        "Pods with `app=api` in `shop` can now be reached from pods with `app=prometheus` in namespace `monitoring` on TCP 9090",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
             - from: [{ podSelector: {} }]
               ports: [{ port: 8080 }]
        +    - from:
        +        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }
        +          podSelector: { matchLabels: { app: prometheus } }
        +      ports: [{ port: 9090 }]
      `,
    },
    {
      title: "Pods of another namespace, for Cilium",
      events: ["Pods with `app=api` in `shop` can now be reached from pods in namespace `search` on every port"],
      diff: `
         apiVersion: cilium.io/v2
         kind: CiliumNetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           endpointSelector: { matchLabels: { app: api } }
           ingress:
             - fromEndpoints:
                 - matchLabels: { app: web }
        +        - matchLabels: { "k8s:io.kubernetes.pod.namespace": search }
      `,
    },
    {
      title: "Pods of the same namespace",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
        -    - from: [{ podSelector: { matchLabels: { app: web } } }]
        +    - from: [{ podSelector: { matchLabels: { app: web } } }, { podSelector: { matchLabels: { app: jobs } } }]
      `,
    },
  ],
});
