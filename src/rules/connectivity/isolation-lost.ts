import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const isolationLost = defineRule({
  id: "isolation-lost",
  title: "No policy isolates some pods any more",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical", {
    egress: { severity: "high", when: "Only connections that the pods make themselves became free" },
  }),
  pci: ["1.2.2", "1.3.1", "1.3.2", "1.4.4"],
  why: "A pod that no policy selects for a direction has no limit in it: every connection is allowed.",
  whatToDo: "Keep a policy that selects the pods, with the direction in its `policyTypes`.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "isolation-lost"),

  examples: [
    {
      title: "A policy no longer limits outgoing connections",
      events: [
        "Pods with `app=db` in `payments` can now connect to anything: NetworkPolicy `db` no longer isolates them",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
        -  policyTypes: [Ingress, Egress]
        +  policyTypes: [Ingress]
           ingress: []
      `,
    },
    {
      title: "The only policy of a workload is deleted",
      events: ["`db` in `payments` can now be reached from anywhere: NetworkPolicy `db` no longer isolates it"],
      diff: `
         apiVersion: apps/v1
         kind: StatefulSet
         metadata: { name: db, namespace: payments }
         spec:
           template:
             metadata: { labels: { app: db } }
             spec: { containers: [{ name: db }] }
         ---
        -apiVersion: networking.k8s.io/v1
        -kind: NetworkPolicy
        -metadata: { name: db, namespace: payments }
        -spec:
        -  podSelector: { matchLabels: { app: db } }
        -  ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }] }]
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: payments }
      `,
    },
    {
      title: "A policy of Cilium no longer denies by default",
      events: [
        "Pods with `app=db` in `payments` can now be reached from anywhere: CiliumNetworkPolicy `db` no longer isolates them",
      ],
      diff: `
         apiVersion: cilium.io/v2
         kind: CiliumNetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
        +  enableDefaultDeny: { ingress: false }
           endpointSelector: { matchLabels: { app: db } }
           ingress:
             - fromEndpoints: [{ matchLabels: { app: api } }]
      `,
    },
    {
      title: "A policy goes together with its workload",
      events: [],
      diff: `
        -apiVersion: apps/v1
        -kind: StatefulSet
        -metadata: { name: db, namespace: payments }
        -spec:
        -  template:
        -    metadata: { labels: { app: db } }
        -    spec: { containers: [{ name: db }] }
        ----
        -apiVersion: networking.k8s.io/v1
        -kind: NetworkPolicy
        -metadata: { name: db, namespace: payments }
        -spec:
        -  podSelector: { matchLabels: { app: db } }
        -  ingress: [{ from: [{ podSelector: { matchLabels: { app: api } } }] }]
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: payments }
      `,
    },
  ],
});
