import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const certificateChanged = defineRule({
  id: "certificate-changed",
  title: "A host uses another certificate",
  topic: "exposure",
  severity: "low",
  pci: ["4.2.1", "4.2.1.1"],
  why: "Whoever holds the key of the new Secret can impersonate the host.",
  whatToDo: "Check who writes the Secret and keep the inventory of certificates up to date.",

  check(change) {
    if (change.facet !== "certificate" || change.order !== "incomparable") return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "uses")} the certificate in \`${change.to?.join("`, `")}\`, not in \`${change.from?.join("`, `")}\``;
  },

  examples: [
    {
      title: "Another Secret",
      events: ["`shop.example.com` uses the certificate in `shop/edge-tls`, not in `shop/shop-tls`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
        -  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
        +  tls: [{ hosts: [shop.example.com], secretName: edge-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The entry is only written differently",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
        -  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
        +  tls:
        +    - secretName: shop-tls
        +      hosts: [SHOP.example.com]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A listener of a Gateway takes another Secret",
      events: ["`orders.example.com` uses the certificate in `edge/example-com-2026`, not in `edge/example-com`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - name: https
               port: 443
               protocol: HTTPS
               hostname: "*.example.com"
               tls:
                 certificateRefs:
        -          - name: example-com
        +          - name: example-com-2026
               allowedRoutes: { namespaces: { from: All } }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: GRPCRoute
         metadata: { name: orders, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [orders.example.com]
           rules: [{ backendRefs: [{ name: orders, port: 9090 }] }]
      `,
    },
  ],
});
