import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const workloadLabelsShifted = defineRule({
  id: "workload-labels-shifted",
  title: "Other labels of pods open connections",
  topic: "connectivity",
  severity: "high",
  cases: flowCases("high", {
    "isolation-lost": { severity: "critical", when: "No policy isolates the pods any more" },
  }),
  pci: ["1.2.2", "1.3.1"],
  why: "Policies select pods by their labels: pods escape isolation or gain access without a line of a policy.",
  whatToDo: "Keep the labels that policies ask for, and judge new ones like a change of the policies.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "workload-labels"),

  examples: [
    {
      title: "A job gets the label of those who may connect to the HSM",
      events: [
        "`job` in `payments` can now connect to `hsm` in `payments` on TCP 9000: the labels of Deployment `job` changed",
      ],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: job, namespace: payments }
         spec:
           template:
        -    metadata: { labels: { app: job } }
        +    metadata: { labels: { app: job, access: hsm } }
             spec: { containers: [{ name: main }] }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: hsm, namespace: payments }
         spec: { template: { metadata: { labels: { app: hsm } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: hsm, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: hsm } }
           ingress:
             - from: [{ podSelector: { matchLabels: { access: hsm } } }]
               ports: [{ port: 9000 }]
      `,
    },
    {
      title: "A workload slips out of its policy",
      events: ["`db` in `payments` can now be reached from anywhere: with its new labels, no policy isolates it"],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: db, namespace: payments }
         spec:
           template:
        -    metadata: { labels: { app: db } }
        +    metadata: { labels: { app: database } }
             spec: { containers: [{ name: main }] }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: db-replica, namespace: payments }
         spec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress: []
      `,
    },
    {
      title: "A label that no policy asks for",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: db, namespace: payments }
         spec:
           template:
        -    metadata: { labels: { app: db } }
        +    metadata: { labels: { app: db, version: v2 } }
             spec: { containers: [{ name: main }] }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress: []
      `,
    },
  ],
});
