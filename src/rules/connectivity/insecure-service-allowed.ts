import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const insecureServiceAllowed = defineRule({
  id: "insecure-service-allowed",
  title: "The port of an insecure service was opened",
  topic: "connectivity",
  severity: "high",
  cases: flowCases("high", {
    datastore: {
      severity: "medium",
      when: "A data store that has no TLS and no password unless somebody sets them (Redis, memcached, MongoDB)",
    },
  }),
  pci: ["1.2.6", "2.2.5", "4.2.1"],
  why: "What usually listens on this port signs in or transfers data in clear text, or administers a machine without further questions.",
  whatToDo: "Use the variant with TLS, or document what secures the connection.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "insecure-service"),

  examples: [
    {
      title: "Telnet, from where another port was open before",
      events: [
        "Pods with `app=api` in `shop` can now be reached from pods with `app=admin` in namespace `shop` on TCP 23 (telnet)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
             - from: [{ podSelector: { matchLabels: { app: admin } } }]
        -      ports: [{ port: 8443 }]
        +      ports: [{ port: 8443 }, { port: 23 }]
      `,
    },
    {
      title: "Redis for another workload of the namespace",
      events: [
        "Pods with `app=cache` in `shop` can now be reached from pods with `app=web` in namespace `shop` on TCP 6379 (Redis)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: cache, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: cache } }
           policyTypes: [Ingress]
        +  ingress:
        +    - from: [{ podSelector: { matchLabels: { app: web } } }]
        +      ports: [{ port: 6379 }]
      `,
    },
    {
      title: "LDAP with TLS",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: api, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: api } }
           ingress:
             - from: [{ podSelector: { matchLabels: { app: admin } } }]
        -      ports: [{ port: 8443 }]
        +      ports: [{ port: 8443 }, { port: 636 }]
      `,
    },
  ],
});
