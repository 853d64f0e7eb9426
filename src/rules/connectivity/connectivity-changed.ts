import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { quoted } from "../../analysis/connectivity/describe-names.ts";
import { defineRule } from "../rule.ts";

export const connectivityChanged = defineRule({
  id: "connectivity-changed",
  title: "Network policies changed",
  topic: "connectivity",
  severity: "info",
  cases: {
    opened: { severity: "low", when: "More connections are possible, inside of the cluster" },
    denied: { severity: "medium", when: "A rule denied them before, inside of the cluster" },
    "in-scope": { severity: "medium", when: "More connections of pods in scope of the assessment are possible" },
  },
  pci: ["1.2.2", "1.2.5"],
  why: "Every change of a network security control is on record, also where nothing dangerous came of it.",
  whatToDo: "Nothing, if this is what was meant.",
  fallback: true,

  check(change) {
    const told = tellFlow(change, "other");
    if (!told) {
      const name = `${change.resource.kind} ${quoted(change.resource.name)}`;
      if (change.kind === "zone-moved") return `${name} belongs to another zone of the policy now`;
      const verb = change.before === null ? "is new" : change.after === null ? "is gone" : "was rewritten";
      return `${name} ${verb}, without changing a connection`;
    }
    if (change.direction !== "widened") return told.message;
    if (change.targets.some(({ inScope }) => inScope)) return { message: told.message, case: "in-scope" };
    return { message: told.message, case: "denyGone" in change && change.denyGone ? "denied" : "opened" };
  },

  examples: [
    {
      title: "One more workload of the same namespace may connect",
      events: [
        "Pods with `app=api` in `shop` can now be reached from pods with `app=jobs` in namespace `shop` on TCP 8080",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: web } }
        +        - podSelector: { matchLabels: { app: jobs } }
               ports: [{ port: 8080 }]
      `,
    },
    {
      title: "A rule that denied connections is gone",
      events: [
        "Pods with `app=api` in `shop` can now be reached from pods with `app=jobs` in namespace `shop` on every port",
      ],
      diff: `
         apiVersion: cilium.io/v2
         kind: CiliumNetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           endpointSelector: { matchLabels: { app: api } }
           ingress:
             - fromEndpoints: [{}]
        -  ingressDeny:
        -    - fromEndpoints: [{ matchLabels: { app: jobs } }]
      `,
    },
    {
      title: "The rules of a policy change their order",
      events: ["NetworkPolicy `api` was rewritten, without changing a connection"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
        -    - from: [{ podSelector: { matchLabels: { app: web } } }]
             - from: [{ podSelector: { matchLabels: { app: jobs } } }]
        +    - from: [{ podSelector: { matchLabels: { app: web } } }]
      `,
    },
    {
      title: "An annotation of a policy",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
        -metadata: { name: api, namespace: shop, annotations: { owner: a } }
        +metadata: { name: api, namespace: shop, annotations: { owner: b } }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress: []
      `,
    },
  ],
});
