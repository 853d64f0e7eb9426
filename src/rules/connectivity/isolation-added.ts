import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { defineRule } from "../rule.ts";

export const isolationAdded = defineRule({
  id: "isolation-added",
  title: "A policy isolates pods that none isolated before",
  topic: "connectivity",
  severity: "info",
  pci: ["1.2.2", "1.2.7"],
  why: "Every change of a network security control is on record, also where it closes something.",
  whatToDo: "Nothing, if every connection that the pods need is allowed.",

  check(change) {
    const told = tellFlow(change, "isolation-gained");
    return told && { message: told.message };
  },

  examples: [
    {
      title: "A namespace gets a default deny",
      events: [
        "Every pod of namespace `shop` can only be reached from where policies admit and can only connect to what policies admit, by NetworkPolicy `default-deny`",
      ],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata: { name: shop }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata: { name: default-deny, namespace: shop }
        +spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
      `,
    },
    {
      title: "Every workload of a namespace gets a policy of its own",
      events: [
        "`api` and `web` in `shop` can only be reached from where policies admit, by NetworkPolicy `api` and 1 more",
      ],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata: { name: api, namespace: shop }
        +spec: { podSelector: { matchLabels: { app: api } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }] }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata: { name: web, namespace: shop }
        +spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: 443 }] }] }
        +---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: api, namespace: shop }
         spec: { template: { metadata: { labels: { app: api } } } }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec: { template: { metadata: { labels: { app: web } } } }
      `,
    },
    {
      title: "The pods were isolated before",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: default-deny, namespace: shop }
         spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata: { name: api, namespace: shop }
        +spec: { podSelector: { matchLabels: { app: api } }, policyTypes: [Ingress, Egress] }
      `,
    },
  ],
});
