import { describeTargets } from "../../analysis/connectivity/describe-targets.ts";
import { defineRule } from "../rule.ts";

export const namespaceLeftWithoutDefaultDeny = defineRule({
  id: "namespace-left-without-default-deny",
  title: "New pods are not isolated",
  topic: "connectivity",
  severity: "high",
  cases: {
    "in-scope": { severity: "critical", when: "The pods are in a zone in scope of the assessment" },
    egress: { severity: "medium", when: "Only connections that the pods make themselves are free" },
    "egress-in-scope": { severity: "high", when: "Only these, in a zone in scope of the assessment" },
  },
  pci: ["1.2.1", "1.3.1", "1.4.1"],
  why: "What no policy selects accepts every connection. The others in this namespace or cluster are isolated, these were where they came from, or the zone demands it.",
  whatToDo:
    "Add a policy that selects every pod (`podSelector: {}`) in the same pull request, and allow what is needed beside it.",

  check(change) {
    if (change.kind !== "unisolated") return;
    const { targets, directions } = change;
    const open = directions.map((direction) =>
      direction === "ingress" ? "can be reached from anywhere" : "can connect to anything",
    );
    const own = directions.includes("ingress") ? undefined : "egress";
    const inScope = targets.some((target) => target.inScope) ? "in-scope" : undefined;
    const found = [own, inScope].filter((one) => one !== undefined).join("-");
    const message = `${describeTargets(targets)} ${open.join(" and ")}: no policy isolates the new pods`;
    return found === "" ? message : { message, case: found };
  },

  examples: [
    {
      title: "A workload comes back under another name, and its policy does not follow",
      events: ["`database` in `shop` can be reached from anywhere: no policy isolates the new pods"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: backend, namespace: shop }
         spec:
           podSelector: { matchExpressions: [{ key: app, operator: In, values: [db, api] }] }
           ingress: []
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: api, namespace: shop }
         spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: apps/v1
         kind: Deployment
        -metadata: { name: db, namespace: shop }
        -spec: { template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: main }] } } }
        +metadata: { name: database, namespace: shop }
        +spec: { template: { metadata: { labels: { app: database } }, spec: { containers: [{ name: main }] } } }
      `,
    },
    {
      title: "A new namespace in scope of the assessment",
      zones: { cde: { pci: "in-scope", labels: ["pci=cde"] } },
      events: [
        "`api` in `refunds` (zone `cde`) can be reached from anywhere and can connect to anything: no policy isolates the new pods",
      ],
      diff: `
        +apiVersion: v1
        +kind: Namespace
        +metadata: { name: refunds, labels: { pci: cde } }
        +---
        +apiVersion: apps/v1
        +kind: Deployment
        +metadata: { name: api, namespace: refunds }
        +spec:
        +  template:
        +    metadata: { labels: { app: api } }
        +    spec: { containers: [{ name: api }] }
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: shop }
      `,
    },
    {
      title: "A new namespace with its default deny",
      zones: { cde: { pci: "in-scope", labels: ["pci=cde"] } },
      events: [],
      diff: `
        +apiVersion: v1
        +kind: Namespace
        +metadata: { name: refunds, labels: { pci: cde } }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata: { name: default-deny, namespace: refunds }
        +spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
        +---
        +apiVersion: apps/v1
        +kind: Deployment
        +metadata: { name: api, namespace: refunds }
        +spec:
        +  template:
        +    metadata: { labels: { app: api } }
        +    spec: { containers: [{ name: api }] }
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: shop }
      `,
    },
    {
      title: "A new namespace where nobody uses network policies",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web }] } } }
        +---
        +apiVersion: apps/v1
        +kind: Deployment
        +metadata: { name: api, namespace: refunds }
        +spec: { template: { metadata: { labels: { app: api } }, spec: { containers: [{ name: api }] } } }
      `,
    },
  ],
});
