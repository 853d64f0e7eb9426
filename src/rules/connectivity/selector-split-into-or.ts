import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const selectorSplitIntoOr = defineRule({
  id: "selector-split-into-or",
  title: "One peer with two selectors became two peers",
  topic: "connectivity",
  severity: "high",
  cases: flowCases("high"),
  pci: ["1.2.5", "1.3.1"],
  why: "In one list item both selectors must match. A dash more makes two items, and every pod of the namespace is a peer.",
  whatToDo: "Keep `namespaceSelector` and `podSelector` in one item of the list.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "split-selector"),

  examples: [
    {
      title: "One dash more",
      events: [
        "Pods with `app=a` in `shop` can now be reached from pods in namespaces with `team=x` and pods with `app=b` in namespace `shop` on every port",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: a, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: a } }
           ingress:
             - from:
                 - namespaceSelector: { matchLabels: { team: x } }
        -          podSelector: { matchLabels: { app: b } }
        +        - podSelector: { matchLabels: { app: b } }
      `,
    },
    {
      title: "Two peers that were two before",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: a, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: a } }
           ingress:
             - from:
                 - namespaceSelector: { matchLabels: { team: x } }
        +        - podSelector: { matchLabels: { app: b } }
      `,
    },
  ],
});
