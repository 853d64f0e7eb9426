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
        "`web/ingress.yaml.j2` (Ingress) changed and cannot be read: It is a template; what it produces is not known here.",
      ],
      diff: `
        @@ web/ingress.yaml.j2
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: web
         spec:
           rules:
        -    - host: {{ host }}
        +    - host: {{ other_host }}`,
    },
    {
      title: "A template without an object of a protected kind",
      events: [],
      diff: `
        @@ web/settings.yaml.j2
         kind: ConfigMap
         data:
        -  colour: {{ red }}
        +  colour: {{ blue }}`,
    },
  ],
});
