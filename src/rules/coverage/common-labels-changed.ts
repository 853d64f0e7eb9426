import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const commonLabelsChanged = defineRule({
  id: "common-labels-changed",
  title: "Common labels of a kustomization changed",
  topic: "coverage",
  severity: "low",
  pci: [],
  why: "Kustomize writes common labels into selectors too: a NetworkPolicy or Service may then select other pods than before.",
  whatToDo: "Compare the selectors in the output of `kubectl kustomize` before and after.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "labels") return undefined;
    return `Common labels changed, which selectors follow: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "commonLabels of a kustomization with a NetworkPolicy",
      events: ["Common labels changed, which selectors follow: `commonLabels.tier`: web → edge"],
      diff: `
        @@ shop/kustomization.yaml
         commonLabels:
        -  tier: web
        +  tier: edge
         resources:
           - policy.yaml
        @@ shop/policy.yaml
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata:
           name: web
         spec:
           podSelector: {}`,
    },
    {
      title: "Labels that leave selectors alone",
      events: [],
      diff: `
        @@ shop/kustomization.yaml
         labels:
           - pairs:
        -      team: red
        +      team: blue
         resources:
           - policy.yaml
        @@ shop/policy.yaml
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata:
           name: web
         spec:
           podSelector: {}`,
    },
  ],
});
