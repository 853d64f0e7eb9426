import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const pathTypeLoosened = defineRule({
  id: "path-type-loosened",
  title: "A path matches more requests than before",
  topic: "exposure",
  severity: "medium",
  pci: ["1.4.2", "2.2.4"],
  why: "The same text now also matches longer or differently written paths, and URLs beside the intended one become reachable.",
  whatToDo:
    "Keep `pathType: Exact` or `Prefix`, and avoid annotations that turn the paths of a whole host into expressions.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "path" || change.how !== "type-loosened") return;
    return `${nameTargets(change.targets)} now also ${verb(change.targets, "matches")} longer or differently written paths`;
  },

  examples: [
    {
      title: "Exact becomes Prefix",
      events: ["`shop.example.com/cart` now also matches longer or differently written paths"],
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
        -          - { path: /cart, pathType: Exact, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "One annotation makes every path of the host an expression without case",
      events: ["`shop.example.com/cart` now also matches longer or differently written paths"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/use-regex: "true"
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "ingress-nginx reads ImplementationSpecific as Prefix",
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
        -          - { path: /cart, pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A VirtualService matches by prefix instead of the whole path",
      events: ["`shop.example.com/health` now also matches longer or differently written paths"],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: VirtualService
         metadata: { name: shop, namespace: shop }
         spec:
           gateways: [edge/public]
           hosts: [shop.example.com]
           http:
             - match:
        -        - uri: { exact: /health }
        +        - uri: { prefix: /health }
               route: [{ destination: { host: web, port: { number: 80 } } }]
      `,
    },
  ],
});
