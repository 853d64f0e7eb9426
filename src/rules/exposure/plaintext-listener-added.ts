import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const plaintextListenerAdded = defineRule({
  id: "plaintext-listener-added",
  title: "A host that was served over HTTPS only answers plain HTTP",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.6", "4.2.1"],
  why: "There is now a clear-text way to the same pages, where anybody in between can read and change them.",
  whatToDo: "Close the plain HTTP listener for these hosts, or let it do nothing but redirect to HTTPS.",

  check(change) {
    if (change.facet !== "redirect" || change.order !== "weaker" || change.from !== "closed") return;
    return `${nameTargets(change.targets)} now also ${verb(change.targets, "answers")} over plain HTTP`;
  },

  examples: [
    {
      title: "The route is attached to every listener",
      events: ["`shop.example.com` now also answers over plain HTTP"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: edge }
         spec:
           parentRefs:
             - name: public
        -      sectionName: https
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - { name: http, port: 80, protocol: HTTP }
             - { name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: shop-tls }] } }
      `,
    },
    {
      title: "The plain listener only redirects",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: edge }
         spec:
           parentRefs: [{ name: public, sectionName: https }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
        +    - { name: http, port: 80, protocol: HTTP }
             - { name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: shop-tls }] } }
        +---
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: to-https, namespace: edge }
        +spec:
        +  parentRefs: [{ name: public, sectionName: http }]
        +  rules:
        +    - filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }]
      `,
    },
    {
      title: "A router of Traefik also listens for plain HTTP",
      events: ["`shop.example.com` now also answers over plain HTTP"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints:
             - websecure
        +    - web
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
               services: [{ name: web, port: 80 }]
      `,
    },
  ],
});
