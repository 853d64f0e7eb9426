import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const chartVersionChanged = defineRule({
  id: "chart-version-changed",
  title: "A chart or remote base changes its version",
  topic: "coverage",
  severity: "low",
  pci: ["6.3.3"],
  why: "Another version may bring other roles and routes. Most do not, and a gate that stops every update is soon switched off.",
  whatToDo: "Read the release notes for changed permissions and routes, or compare the rendered output.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "version") return undefined;
    return `Another version is used: ${listed(change.details)}`;
  },

  examples: [
    {
      title: "A HelmRelease takes a newer chart",
      events: ["Another version is used: `spec.chart.spec.version`: 1.2.0 → 1.3.0"],
      diff: `
        @@ apps/shop.yaml
         apiVersion: helm.toolkit.fluxcd.io/v2
         kind: HelmRelease
         metadata:
           name: shop
           namespace: shop
         spec:
           chart:
             spec:
               chart: shop
        -      version: 1.2.0
        +      version: 1.3.0`,
    },
    {
      title: "A remote base moves to another tag",
      events: [
        "Another version is used: `resources`: github.com/acme/base?ref=v1.2.0 → github.com/acme/base?ref=v1.3.0",
      ],
      diff: `
        @@ tools/kustomization.yaml
         resources:
        -  - github.com/acme/base?ref=v1.2.0
        +  - github.com/acme/base?ref=v1.3.0`,
    },
    {
      title: "The version of the application's image",
      events: [],
      diff: `
        @@ tools/kustomization.yaml
         images:
           - name: shop
        -    newTag: 1.2.0
        +    newTag: 1.3.0`,
    },
  ],
});
