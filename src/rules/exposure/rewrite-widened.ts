import { rewrite } from "../../analysis/exposure/controls/rewrite.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const rewriteWidened = defineRule({
  id: "rewrite-widened",
  title: "A public path reaches more of the service",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.5", "1.4.2"],
  why: "The public path no longer limits which URLs of the service can be asked for.",
  whatToDo: "Rewrite to a fixed path or to a prefix, or publish exactly the paths that are meant.",

  check(change) {
    if (change.facet !== "rewrite" || change.order !== "weaker" || !change.from || !change.to) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "asks")} the service for ${rewrite.show(change.to)}; it was ${rewrite.show(change.from)}`;
  },

  examples: [
    {
      title: "Everything behind the prefix",
      events: ["`shop.example.com` now asks the service for the path /$2; it was the path /public/$2"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/rewrite-target: /public/$2
        +    nginx.ingress.kubernetes.io/rewrite-target: /$2
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: "/export(/|$)(.*)", pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The same path is asked for",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/rewrite-target: /$1
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: "/(.*)", pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The prefix of an HTTPRoute is replaced by the root",
      events: ["`shop.example.com` now asks the service for the path /; it was the path as asked for"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: edge, namespace: infra }
         spec:
           gatewayClassName: istio
           listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
        @@ route.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: edge, namespace: infra }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
               matches: [{ path: { type: PathPrefix, value: /public } }]
               filters:
                 - type: URLRewrite
                   urlRewrite:
        -            path: { type: ReplacePrefixMatch, replacePrefixMatch: /public }
        +            path: { type: ReplacePrefixMatch, replacePrefixMatch: / }
      `,
    },
    {
      title: "A Mapping gives the whole service away",
      events: ["`shop.example.com` now asks the service for the path /; it was the path as asked for"],
      diff: `
         apiVersion: getambassador.io/v3alpha1
         kind: Mapping
         metadata: { name: public, namespace: shop }
         spec:
           hostname: shop.example.com
           prefix: /public/
        -  rewrite: /public/
        +  rewrite: /
           service: web:80
      `,
    },
  ],
});
