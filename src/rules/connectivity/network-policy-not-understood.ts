import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { quoted } from "../../analysis/connectivity/describe-names.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const networkPolicyNotUnderstood = defineRule({
  id: "network-policy-not-understood",
  title: "What a network policy admits cannot be told",
  topic: "connectivity",
  severity: "medium",
  cases: flowCases("medium"),
  pci: ["1.2.2", "6.5.1"],
  why: "That nothing was found must not mean that nothing is there.",
  whatToDo: "Have somebody read the policy who knows the network plugin, or write it with fields that are understood.",

  check(change) {
    if (change.kind !== "not-understood") return tellFlow(change, "unknown-peers");
    const { resource, problem } = change;
    const name = `${resource.kind} ${quoted(resource.name)}`;
    const text = problem ?? "is not understood";
    return text.startsWith("its ") ? `${name}: ${text}` : `${name} ${text}`;
  },

  examples: [
    {
      title: "A block that a template fills in",
      events: [
        "Pods with `app=web` in `shop` can now be reached from peers that cannot be told (`cidr ${OFFICE}`) on every port",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: gateway } }
        +        - ipBlock: { cidr: "\${OFFICE}" }
      `,
    },
    {
      title: "The same block in another rule",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: web, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: web } }
           ingress:
        +    - from: [{ ipBlock: { cidr: "\${OFFICE}" } }]
             - from:
                 - podSelector: { matchLabels: { app: gateway } }
        -        - ipBlock: { cidr: "\${OFFICE}" }
      `,
    },
  ],
});
