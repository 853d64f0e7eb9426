import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const kustomizationMembershipChanged = defineRule({
  id: "kustomization-membership-changed",
  title: "Existing manifests are newly applied, or no longer",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2", "7.2.1"],
  why: "The manifests themselves did not change, so their difference is empty; but what the cluster receives did, and they decide who can reach or do what.",
  whatToDo:
    "Read the manifests that the entry leads to as if they were new (or deleted), and approve if that is meant.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "membership") return undefined;
    return `What is applied changed: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "An overlay drops the base's NetworkPolicy",
      events: ["What is applied changed: `deny-all.yaml` is no longer included: NetworkPolicy `shop/deny-all`"],
      diff: `
        @@ overlays/prod/kustomization.yaml
         resources:
           - shop.yaml
        -  - deny-all.yaml
        @@ overlays/prod/deny-all.yaml
         apiVersion: networking.k8s.io/v1
         kind: NetworkPolicy
         metadata:
           name: deny-all
           namespace: shop
         spec:
           podSelector: {}`,
    },
    {
      title: "A manifest is added together with its entry: it is judged as what it is",
      events: [],
      diff: `
        @@ overlays/prod/kustomization.yaml
         resources:
           - shop.yaml
        +  - deny-all.yaml
        @@ overlays/prod/deny-all.yaml
        +apiVersion: networking.k8s.io/v1
        +kind: NetworkPolicy
        +metadata:
        +  name: deny-all
        +  namespace: shop
        +spec:
        +  podSelector: {}`,
    },
    {
      title: "An entry without objects of protected kinds",
      events: [],
      diff: `
        @@ overlays/prod/kustomization.yaml
         resources:
           - shop.yaml
        +  - settings.yaml
        @@ overlays/prod/settings.yaml
         apiVersion: v1
         kind: ConfigMap
         metadata:
           name: settings`,
    },
  ],
});
