import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const routeClaimedTwice = defineRule({
  id: "route-claimed-twice",
  title: "Two objects claim the same requests",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.2", "6.5.1", "7.2.2"],
  why: "Which one wins is decided by their age in the cluster, not in the repository: traffic may be taken over, or the change may do nothing.",
  whatToDo: "Let one object own each host and path.",

  check(change) {
    if (change.facet !== "duplicate" || change.state !== "now") return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "is")} claimed by more than one object, with different results`;
  },

  examples: [
    {
      title: "Another Ingress claims the same path",
      events: ["`shop.example.com` is claimed by more than one object, with different results"],
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
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: shop, namespace: other }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A canary shares the path on purpose",
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
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: canary
        +  namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/canary: "true"
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web-v2, port: { number: 80 } } } }
      `,
    },
    {
      title: "Two namespaces ask a Gateway for the same host",
      events: ["`pay.example.com` is claimed by more than one object, with different results"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: pay, namespace: payments }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [pay.example.com]
           rules: [{ backendRefs: [{ name: pay, port: 80 }] }]
        @@ news.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: news, namespace: marketing }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames:
             - news.example.com
        +    - pay.example.com
           rules: [{ backendRefs: [{ name: news, port: 80 }] }]
      `,
    },
  ],
});
