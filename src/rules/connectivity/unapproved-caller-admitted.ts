import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const unapprovedCallerAdmitted = defineRule({
  id: "unapproved-caller-admitted",
  title: "Somebody whom a zone does not list as a caller can connect to it",
  topic: "connectivity",
  severity: "critical",
  cases: flowCases("critical", {}, { aboutZones: true }),
  pci: ["1.2.4", "1.2.5", "1.3.1", "12.5.2"],
  why: "The policy names who may connect to the zone (`zones.*.callers`). Everybody else can now send it requests, too.",
  whatToDo: "Let only listed callers in, or have the caller added to the zone in the policy first.",
  fixedByRestoring: true,

  check: (change) => tellFlow(change, "unapproved-caller"),

  examples: [
    {
      title: "A job joins the callers of the tokenization",
      zones: { tokenization: { pci: "in-scope", namespaces: ["vault"], callers: ["checkout/api"] } },
      events: [
        "`tokenizer` in `vault` (zone `tokenization`) can now be reached from pods with `app=export` in namespace `checkout` on TCP 8443; zone `tokenization` does not list `export` in `checkout` as a caller",
      ],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: tokenizer, namespace: vault }
         spec: { template: { metadata: { labels: { app: tokenizer } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: batch/v1
         kind: CronJob
         metadata: { name: export, namespace: checkout }
         spec:
           jobTemplate:
             spec: { template: { metadata: { labels: { app: export } }, spec: { containers: [{ name: main }] } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: vault }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           ingress:
             - from:
                 - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: checkout } }
                   podSelector: { matchLabels: { app: api } }
        +        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: checkout } }
        +          podSelector: { matchLabels: { app: export } }
               ports: [{ port: 8443 }]
      `,
    },
    {
      title: "A caller that the zone lists",
      zones: { tokenization: { pci: "in-scope", namespaces: ["vault"], callers: ["checkout"] } },
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: tokenizer, namespace: vault }
         spec:
           podSelector: { matchLabels: { app: tokenizer } }
           ingress:
             - from:
                 - podSelector: { matchLabels: { app: admin } }
        +        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: checkout } }
               ports: [{ port: 8443 }]
      `,
    },
  ],
});
