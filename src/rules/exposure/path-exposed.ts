import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const pathExposed = defineRule({
  id: "path-exposed",
  title: "A path of a host is served that nothing answered before",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.5", "1.4.2", "2.2.4"],
  why: "URLs that ended at the edge now reach a service.",
  whatToDo: "Publish only the paths that callers need.",

  check(change) {
    if (change.facet !== "path" || change.how !== "added" || change.sensitive.length > 0) return;
    return `${nameTargets(change.targets)} can now be reached`;
  },

  examples: [
    {
      title: "A second path is added",
      events: ["`shop.example.com/api` can now be reached"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }
      `,
    },
    {
      title: "The path was part of another one",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
