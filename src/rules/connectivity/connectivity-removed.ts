import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { describeTargets } from "../../analysis/connectivity/describe-targets.ts";
import { defineRule } from "../rule.ts";

export const connectivityRemoved = defineRule({
  id: "connectivity-removed",
  title: "Connections are no longer possible",
  topic: "connectivity",
  severity: "info",
  pci: ["1.2.2", "1.2.7"],
  why: "Every change of a network security control is on record, also where it closes something.",
  whatToDo: "Nothing, if nobody needs the connection.",

  check(change) {
    if (change.kind !== "bypass-ended") {
      const told = tellFlow(change, "closed");
      return told && { message: told.message };
    }
    return `${describeTargets(change.targets)} no longer uses the network of the node: the policies that select it hold again`;
  },

  examples: [
    {
      title: "Fewer pods may connect",
      events: ["Pods with `app=api` in `shop` can no longer be reached from pods in namespace `shop` on every port"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
        -    - from: [{ podSelector: {} }]
        +    - from: [{ podSelector: { matchLabels: { app: web } } }]
      `,
    },
    {
      title: "More pods may connect",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
        -    - from: [{ podSelector: { matchLabels: { app: web } } }]
        +    - from: [{ podSelector: {} }]
      `,
    },
  ],
});
