import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const portRangeWidened = defineRule({
  id: "port-range-widened",
  title: "More ports are open than before",
  topic: "connectivity",
  severity: "medium",
  cases: flowCases("medium", {
    insecure: {
      severity: "high",
      when: "Among the ports are those of insecure services and data stores, for peers that could use others before",
    },
    internet: { severity: "high", when: "The same, for peers on the internet" },
  }),
  pci: ["1.2.5", "2.2.4"],
  why: "More ports than the connection needs reach debug endpoints, administration and whatever listens there tomorrow.",
  whatToDo: "List the ports that are needed.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "port-range"),

  examples: [
    {
      title: "From one port to all that are not privileged",
      events: [
        "Pods with `app=db` in `payments` can now be reached from pods with `app=api` in namespace `payments` on TCP 1024–65535, among them Docker, etcd, remote desktop and 6 more",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress:
             - from: [{ podSelector: { matchLabels: { app: api } } }]
        -      ports: [{ port: 5432 }]
        +      ports: [{ port: 1024, endPort: 65535 }]
      `,
    },
    {
      title: "One port more",
      events: [
        "Pods with `app=db` in `payments` can now be reached from pods with `app=api` in namespace `payments` on TCP 9187",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress:
             - from: [{ podSelector: { matchLabels: { app: api } } }]
        -      ports: [{ port: 5432 }]
        +      ports: [{ port: 5432 }, { port: 9187 }]
      `,
    },
    {
      title: "The same ports as a range",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: payments }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress:
             - from: [{ podSelector: { matchLabels: { app: api } } }]
        -      ports: [{ port: 5432 }, { port: 5433 }]
        +      ports: [{ port: 5432, endPort: 5433 }]
      `,
    },
  ],
});
