import { describeTargets } from "../../analysis/connectivity/describe-targets.ts";
import { defineRule } from "../rule.ts";

export const networkPolicyBypassed = defineRule({
  id: "network-policy-bypassed",
  title: "Pods moved to the network of their node, where policies do not hold",
  topic: "connectivity",
  severity: "high",
  cases: { "in-scope": { severity: "critical", when: "The pods are in a zone in scope of the assessment" } },
  pci: ["1.4.1", "2.2.6"],
  why: "Network plugins do not hold policies against pods with `hostNetwork`: they reach and are reached like the node itself.",
  whatToDo: "Leave `hostNetwork` out and publish the port with a Service.",

  check(change) {
    if (change.kind !== "bypassed") return;
    const message = `${describeTargets(change.targets)} now uses the network of the node: the policies that select it do not hold`;
    return change.targets.some(({ inScope }) => inScope) ? { message, case: "in-scope" } : message;
  },

  examples: [
    {
      title: "A pod that a policy selects gets the network of the node",
      events: ["`p` in `payments` now uses the network of the node: the policies that select it do not hold"],
      diff: `
         apiVersion: v1
         kind: Pod
         metadata: { name: p, namespace: payments, labels: { app: p } }
         spec:
        +  hostNetwork: true
           containers: [{ name: main }]
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: default-deny, namespace: payments }
         spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
      `,
    },
    {
      title: "A pod that no policy selects",
      events: [],
      diff: `
         apiVersion: v1
         kind: Pod
         metadata: { name: p, namespace: shop, labels: { app: p } }
         spec:
        +  hostNetwork: true
           containers: [{ name: main }]
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: default-deny, namespace: payments }
         spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
      `,
    },
  ],
});
