import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const pathWidened = defineRule({
  id: "path-widened",
  title: "A route answers more paths",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.5", "1.4.2", "2.2.4"],
  why: "URLs of the same service that were never meant to be called from outside become reachable.",
  whatToDo: "Keep the narrower path, and add the paths that are needed one by one.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "path" || change.how !== "widened") return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "reaches")} more of the service: the path was narrower before`;
  },

  examples: [
    {
      title: "The path becomes the root",
      events: ["`shop.example.com/` now reaches more of the service: the path was narrower before"],
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
        -          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A slash at the end changes nothing",
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
        -          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /cart/, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPRoute publishes the whole service",
      events: ["`api.example.com/` now reaches more of the service: the path was narrower before"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: api, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [api.example.com]
           rules:
             - matches:
        -        - path: { type: PathPrefix, value: /api/v1 }
        +        - path: { type: PathPrefix, value: / }
               backendRefs: [{ name: api, port: 8080 }]
      `,
    },
  ],
});
