import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const unrenderedInputChanged = defineRule({
  id: "unrendered-input-changed",
  title: "Inputs that are not rendered changed without touching exposure or access",
  topic: "coverage",
  severity: "info",
  pci: [],
  why: "What the files produce is not rendered here. By their keys, the changes concern images, sizes and settings, not who can reach or do what.",
  whatToDo:
    "Nothing, unless you know that one of these settings matters: then give the key a rule or render the chart.",

  check(change) {
    if (change.kind !== "unrendered" || change.concern !== "other") return undefined;
    const files = change.files.map((file) => `\`${file}\``);
    return `Unrendered inputs changed, by their keys not about exposure or access: ${listed(files, 5)}`;
  },

  examples: [
    {
      title: "Image tags of two charts are one event",
      events: [
        "Unrendered inputs changed, by their keys not about exposure or access: `charts/shop/values.yaml`, `web/kustomization.yaml`",
      ],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
         image:
        -  tag: 1.4.0
        +  tag: 1.5.0
        @@ web/kustomization.yaml
         images:
           - name: web
        -    newTag: 1.4.0
        +    newTag: 1.5.0`,
    },
    {
      title: "A values file is only formatted",
      events: [],
      diff: `
        @@ charts/shop/Chart.yaml
         name: shop
         version: 1.0.0
        @@ charts/shop/values.yaml
        -image: { tag: 1.4.0 }
        +image:
        +  tag: 1.4.0`,
    },
  ],
});
