import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const deliveryWithheld = defineRule({
  id: "delivery-withheld",
  title: "What is delivered is held back, or let go",
  topic: "coverage",
  severity: "low",
  pci: ["6.5.1"],
  why: "While a delivery is suspended, deletes nothing or ignores differences, what is merged here and what the cluster has part: a right that is taken away lives on, a policy that somebody changed by hand stays changed.",
  whatToDo: "Agree on when it ends. Where it is let go, compare what is in the cluster with what stands here.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "withheld") return undefined;
    return `What is delivered is held back, or let go: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "Flux pauses",
      events: ["What is delivered is held back, or let go: `spec.suspend` added: true"],
      diff: `
        @@ clusters/prod/apps.yaml
         apiVersion: kustomize.toolkit.fluxcd.io/v1
         kind: Kustomization
         metadata:
           name: apps
           namespace: flux-system
         spec:
           interval: 10m
           path: ./apps
        +  suspend: true`,
    },
    {
      title: "Argo CD overlooks what others change",
      events: [
        "What is delivered is held back, or let go: `spec.ignoreDifferences[0].group` added: networking.k8s.io, `spec.ignoreDifferences[0].kind` added: NetworkPolicy, `spec.ignoreDifferences[0].jsonPointers[0]` added: /spec",
      ],
      diff: `
        @@ clusters/prod/apps.yaml
         apiVersion: argoproj.io/v1alpha1
         kind: Application
         metadata:
           name: apps
           namespace: argocd
         spec:
           project: shop
        +  ignoreDifferences:
        +    - group: networking.k8s.io
        +      kind: NetworkPolicy
        +      jsonPointers: [/spec]`,
    },
    {
      title: "A new Kustomization deletes nothing",
      events: [],
      diff: `
        @@ clusters/prod/apps.yaml
        +apiVersion: kustomize.toolkit.fluxcd.io/v1
        +kind: Kustomization
        +metadata:
        +  name: apps
        +  namespace: flux-system
        +spec:
        +  interval: 10m
        +  path: ./apps
        +  prune: false`,
    },
  ],
});
