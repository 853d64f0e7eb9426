import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const duplicateKeyFound = defineRule({
  id: "duplicate-key-found",
  title: "A manifest says something twice",
  topic: "coverage",
  severity: "low",
  pci: [],
  why: "Of two equal keys the last one counts, and reviewers tend to read the first one.",
  whatToDo: "Keep the one that is meant and delete the other.",

  check(change) {
    if (change.kind !== "duplicate-keys") return undefined;
    return `\`${change.file}\`: ${listed(change.notes)}`;
  },

  examples: [
    {
      title: "A second host hides below the first",
      events: ['`manifest.yaml`: The key "host" occurs twice; the last one wins.'],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: web
         spec:
           rules:
             - host: shop.example.com
        +      host: "*.example.com"
               http:
                 paths:
                   - path: /
                     pathType: Prefix
                     backend:
                       service:
                         name: web
                         port:
                           number: 80`,
    },
    {
      title: "The duplicate was there before",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: web
         spec:
           ingressClassName: nginx
           ingressClassName: nginx
           rules:
        -    - host: shop.example.com
        +    - host: www.example.com`,
    },
  ],
});
