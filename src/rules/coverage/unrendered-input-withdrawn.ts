import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const unrenderedInputWithdrawn = defineRule({
  id: "unrendered-input-withdrawn",
  title: "Inputs of a chart or kustomization stop publishing or granting something",
  topic: "coverage",
  severity: "low",
  pci: ["1.2.5"],
  why: "By their keys, a route, a grant or a whole release goes away and nothing that restricts others goes with it. What they produce is not rendered here, so this is likely, not proved.",
  whatToDo:
    "Nothing, unless something else answers for the same hosts with less protection, or the chart's default publishes more than the key did.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "withdrawn") return undefined;
    return `Unrendered inputs no longer ask for exposure or access: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "An Ingress is switched off",
      events: ["Unrendered inputs no longer ask for exposure or access: `ingress.enabled`: true → false"],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
         ingress:
        -  enabled: true
        +  enabled: false
           host: shop.example.com`,
    },
    {
      title: "A release is deleted with its route",
      events: [
        "Unrendered inputs no longer ask for exposure or access: `spec.values.ingress.enabled` removed: true, `spec.values.ingress.host` removed: shop.example.com",
      ],
      diff: `
        @@ apps/shop.yaml
        -apiVersion: helm.toolkit.fluxcd.io/v2
        -kind: HelmRelease
        -metadata:
        -  name: shop
        -  namespace: shop
        -spec:
        -  chart:
        -    spec:
        -      chart: shop
        -      version: 1.0.0
        -  values:
        -    ingress:
        -      enabled: true
        -      host: shop.example.com`,
    },
    {
      title: "A removed allow-list opens, and is no withdrawal",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
         ingress:
           enabled: true
        -  annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8`,
    },
    {
      title: "A release takes its NetworkPolicy with it: something else may open",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
        -name: shop
        -version: 1.0.0
        @@ charts/shop/values.yaml
        -networkPolicy:
        -  enabled: true`,
    },
  ],
});
