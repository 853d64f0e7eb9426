import { lostHeaders } from "../../analysis/exposure/controls/response-headers.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const securityHeadersRemoved = defineRule({
  id: "security-headers-removed",
  title: "A header that protects browsers is gone",
  topic: "exposure",
  severity: "medium",
  pci: ["6.4.3", "11.6.1"],
  why: "These headers keep foreign scripts and frames out of the page; those of payment pages must not change without notice.",
  whatToDo: "Set the header again, or show that the service sends it.",

  check(change) {
    if (change.facet !== "responseHeaders" || !change.from || !change.to) return;
    const lost = lostHeaders(change.from, change.to);
    if (lost.length === 0) return;
    return `Answers of ${nameTargets(change.targets)} no longer get ${lost.map((name) => `\`${name}\``).join(", ")} from the edge`;
  },

  examples: [
    {
      title: "The snippet that set it goes",
      events: ["Answers of `shop.example.com` no longer get `x-frame-options` from the edge"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/configuration-snippet: |
        -      more_set_headers "X-Frame-Options: DENY";
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An entry of the ConfigMap with the headers goes",
      events: ["Answers of `shop.example.com` no longer get `content-security-policy` from the edge"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/custom-headers: shop/headers
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        @@ headers.yaml
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: headers, namespace: shop }
         data:
           X-Frame-Options: DENY
        -  Content-Security-Policy: default-src 'self'
      `,
    },
    {
      title: "A header of another kind goes",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/configuration-snippet: |
        -      more_set_headers "X-Env: prod";
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPRoute takes away what the service sends",
      events: ["Answers of `shop.example.com` no longer get `content-security-policy` from the edge"],
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
               filters:
                 - type: ResponseHeaderModifier
                   responseHeaderModifier:
        -            set: [{ name: Content-Security-Policy, value: "default-src 'self'" }]
        +            remove: [Content-Security-Policy]
      `,
    },
    {
      title: "An HTTPProxy no longer sets a header",
      events: ["Answers of `shop.example.com` no longer get `x-frame-options` from the edge"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost: { fqdn: shop.example.com, tls: { secretName: shop-tls } }
           routes:
             - services: [{ name: web, port: 80 }]
               responseHeadersPolicy:
                 set:
                   - { name: X-Content-Type-Options, value: nosniff }
        -          - { name: X-Frame-Options, value: DENY }
      `,
    },
  ],
});
