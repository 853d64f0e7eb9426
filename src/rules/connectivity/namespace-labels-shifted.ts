import type { ZoneName } from "../../analysis/connectivity/connectivity-change.ts";
import { tellFlow } from "../../analysis/connectivity/describe-flow.ts";
import { quoted } from "../../analysis/connectivity/describe-names.ts";
import { flowCases } from "../flow-cases.ts";
import { defineRule } from "../rule.ts";

export const namespaceLabelsShifted = defineRule({
  id: "namespace-labels-shifted",
  title: "Other labels of a namespace open connections or move it to another zone",
  topic: "connectivity",
  severity: "high",
  cases: {
    ...flowCases("high", { "isolation-lost": { severity: "critical", when: "No policy isolates the pods any more" } }),
    "left-scope": { severity: "critical", when: "The namespace leaves a zone in scope of the assessment" },
    "left-callers": { severity: "medium", when: "It leaves a zone that lists who may connect to it" },
    "entered-scope": { severity: "medium", when: "The namespace enters a zone in scope of the assessment" },
  },
  pci: ["1.2.2", "1.3.1", "1.3.2"],
  why: "Policies and zones select namespaces by their labels: what they let in changes without a line of theirs.",
  whatToDo:
    "Judge it like a change of the policies themselves. `kubernetes.io/metadata.name` is a label that nobody can change.",
  fixedByRestoring: true,

  check(change) {
    if (change.kind !== "zone-moved") return tellFlow(change, "namespace-labels");
    if (change.direction === "neutral" || !change.zones) return;
    const { from, to } = change.zones;
    const message = `${change.resource.kind} ${quoted(change.resource.name)} belongs to ${zone(to)} now; it was in ${zone(from)}`;
    return {
      message,
      case: from?.inScope && !to?.inScope ? "left-scope" : to?.inScope ? "entered-scope" : "left-callers",
    };
  },

  examples: [
    {
      title: "A namespace gets the label that a policy asks for",
      events: [
        "Pods with `app=db` in `shop` can now be reached from pods in namespace `sandbox` on TCP 5432: the labels of Namespace `sandbox` changed",
      ],
      diff: `
         apiVersion: v1
         kind: Namespace
        -metadata: { name: sandbox, labels: { zone: none } }
        +metadata: { name: sandbox, labels: { zone: backend } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress:
             - from: [{ namespaceSelector: { matchLabels: { zone: backend } } }]
               ports: [{ port: 5432 }]
      `,
    },
    {
      title: "A namespace leaves the assessment",
      zones: { cde: { pci: "in-scope", labels: ["pci=cde"] } },
      events: ["Namespace `payments` belongs to no zone now; it was in zone `cde`"],
      diff: `
         apiVersion: v1
         kind: Namespace
        -metadata: { name: payments, labels: { pci: cde } }
        +metadata: { name: payments, labels: { pci: none } }
      `,
    },
    {
      title: "A label that no policy asks for",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
        -metadata: { name: sandbox, labels: { team: a } }
        +metadata: { name: sandbox, labels: { team: b } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata: { name: db, namespace: shop }
         spec:
           podSelector: { matchLabels: { app: db } }
           ingress:
             - from: [{ namespaceSelector: { matchLabels: { zone: backend } } }]
               ports: [{ port: 5432 }]
      `,
    },
  ],
});

function zone(name: ZoneName | null): string {
  return name === null ? "no zone" : `zone ${quoted(name.name)}`;
}
