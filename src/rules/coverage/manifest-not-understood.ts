import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const manifestNotUnderstood = defineRule({
  id: "manifest-not-understood",
  title: "A changed manifest of a protected kind cannot be read",
  topic: "coverage",
  severity: "high",
  pci: ["1.2.2", "7.2.1", "10.7.2"],
  why: "The file held or seems to hold an object that decides who can reach or do what, and nobody here can tell what it says now.",
  whatToDo:
    "Make the file readable: mend the YAML, keep templates in a chart, or split what cannot be read from what can.",

  check(change) {
    if (change.kind !== "unread-content") return undefined;
    const kinds = change.protectedKinds.length > 0 ? ` (${listed(change.protectedKinds)})` : "";
    if (change.removed) return `\`${change.file}\`${kinds} was removed and could not be read before: ${change.detail}`;
    return `\`${change.file}\`${kinds} changed and cannot be read: ${change.detail}`;
  },

  examples: [
    {
      title: "An Ingress turns into a template outside any chart",
      events: [
        "`web/ingress.yaml` (Ingress) changed and cannot be read: It is a template, not YAML: Unexpected seq-item-ind token",
      ],
      diff: `
        @@ web/ingress.yaml
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: web
         spec:
           rules:
        -    - host: shop.example.com
        +    {{ range .hosts }}- host: {{ . }}{{ end }}`,
    },
    {
      title: "A file that is known to be a template is judged by its touched lines, not as a broken manifest",
      events: [],
      diff: `
        @@ web/ingress.yaml.j2
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         spec:
           rules:
        -    - host: {{ host }}
        +    - host: {{ other_host }}`,
    },
  ],
});
