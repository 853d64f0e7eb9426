import { crossedBackends } from "../../analysis/exposure/crossed-backends.ts";
import { leadsToNewStore } from "../../analysis/exposure/services/doors.ts";
import { namesGained } from "../../analysis/exposure/services/external-name.ts";
import { defineRule } from "../rule.ts";
import { sayNewBackends } from "../say-backends.ts";

export const backendChanged = defineRule({
  id: "backend-changed",
  title: "Requests go to another service",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.2", "1.2.5", "6.5.1"],
  why: "Traffic, perhaps with account data, is handed to another workload. Its owner and its protections may be others.",
  whatToDo: "Confirm the owner of the new service and that it may receive this traffic.",

  check(change) {
    if (change.facet !== "backend" || namesGained(change.from, change.to).length > 0 || leadsToNewStore(change)) return;
    // That they leave the namespace is told with where they went.
    if (crossedBackends(change).length > 0) return;
    return sayNewBackends(change.targets, change.from, change.to);
  },

  examples: [
    {
      title: "Another service",
      events: ["`shop.example.com` now goes to `web-v2:80`, not `web:80`"],
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
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /, pathType: Prefix, backend: { service: { name: web-v2, port: { number: 80 } } } }
      `,
    },
    {
      title: "A longer path takes requests from the shorter one",
      events: ["`shop.example.com/cart` now goes to `cart:80`, not `web:80`"],
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
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: cart, port: { number: 80 } } } }
      `,
    },
    {
      title: "The service of the same name in another namespace",
      events: ["`shop.example.com` now goes to `web/shop:80`, not `default/shop:80`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
        -  namespace: default
        +  namespace: web
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }
      `,
    },
    {
      title: "The same service in the shape of the new API version",
      events: [],
      diff: `
        -apiVersion: networking.k8s.io/v1beta1
        +apiVersion: networking.k8s.io/v1
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
                   - path: /
                     pathType: Prefix
        -            backend: { serviceName: web, servicePort: 80 }
        +            backend: { service: { name: web, port: { number: 80 } } }
      `,
    },
    {
      title: "A VirtualService sends requests to another service",
      events: ["`shop.example.com` now goes to `checkout-v2:8080`, not `checkout:8080`"],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: VirtualService
         metadata: { name: shop, namespace: shop }
         spec:
           gateways: [edge/public]
           hosts: [shop.example.com]
           http:
        -    - route: [{ destination: { host: checkout, port: { number: 8080 } } }]
        +    - route: [{ destination: { host: checkout-v2, port: { number: 8080 } } }]
      `,
    },
    {
      title: "A UDPIngress leads to another service",
      events: ["UDP port 7777 of `Kong` now goes to `games-v2:7777`, not `games:7777`"],
      diff: `
         apiVersion: configuration.konghq.com/v1beta1
         kind: UDPIngress
         metadata: { name: games, namespace: shop }
         spec:
           rules:
             - port: 7777
        -      backend: { serviceName: games, servicePort: 7777 }
        +      backend: { serviceName: games-v2, servicePort: 7777 }
      `,
    },
    {
      title: "A reference is no longer permitted",
      events: ["`shop.example.com` no longer goes to `ledger:8080`, nor to any other backend"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: ledger, namespace: cde, port: 8080 }]
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: ReferenceGrant
         metadata: { name: shop, namespace: cde }
         spec:
           from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]
        -  to: [{ group: "", kind: Service, name: ledger }]
        +  to: [{ group: "", kind: Service, name: receipts }]
      `,
    },
  ],
});
