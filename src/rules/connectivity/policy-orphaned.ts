import { quoted } from "../../analysis/connectivity/describe-names.ts";
import { describeTargets } from "../../analysis/connectivity/describe-targets.ts";
import { defineRule } from "../rule.ts";

export const policyOrphaned = defineRule({
  id: "policy-orphaned",
  title: "A policy selects none of its workloads any more",
  topic: "connectivity",
  severity: "high",
  cases: {
    "in-scope": { severity: "critical", when: "The workloads were in a zone in scope of the assessment" },
    leftover: { severity: "low", when: "Its workloads were removed, and nobody took their place" },
  },
  pci: ["1.2.7", "1.3.1", "10.7.2"],
  why: "The protection exists on paper only: the pods that it was written for, or those in their place, are not under it.",
  whatToDo: "Let the selector follow the labels of the pods, or delete the policy on purpose.",

  check(change) {
    if (change.kind !== "orphaned") return;
    const { resource, targets, direction } = change;
    const message = `${resource.kind} ${quoted(resource.name)} selects none of the repository's pods any more; it was for ${describeTargets(targets)}`;
    if (direction === "neutral") return { message, case: "leftover" };
    return targets.some(({ inScope }) => inScope) ? { message, case: "in-scope" } : message;
  },

  examples: [
    {
      title: "Another workload takes the place of the one that the policy selects",
      events: ["NetworkPolicy `db` selects none of the repository's pods any more; it was for `db` in `payments`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress: []
         ---
         apiVersion: apps/v1
         kind: StatefulSet
        -metadata: { name: db, namespace: payments }
        +metadata: { name: database, namespace: payments }
         spec:
           template:
        -    metadata: { labels: { app: db } }
        +    metadata: { labels: { app: database } }
             spec: { containers: [{ name: db }] }
      `,
    },
    {
      title: "Policy and workload are renamed together",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
        -  podSelector: { matchLabels: { app: db } }
        +  podSelector: { matchLabels: { app: database } }
           ingress: []
         ---
         apiVersion: apps/v1
         kind: StatefulSet
        -metadata: { name: db, namespace: payments }
        +metadata: { name: database, namespace: payments }
         spec:
           template:
        -    metadata: { labels: { app: db } }
        +    metadata: { labels: { app: database } }
             spec: { containers: [{ name: db }] }
      `,
    },
  ],
});
