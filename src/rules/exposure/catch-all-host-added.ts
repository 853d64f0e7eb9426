import { defineRule } from "../rule.ts";

export const catchAllHostAdded = defineRule({
  id: "catch-all-host-added",
  title: "Requests for any host are answered",
  topic: "exposure",
  severity: "high",
  pci: ["1.3.1", "1.4.2", "2.2.4"],
  why: "A route without a host answers every name and the bare address. It bypasses allow-lists and inventories that go by host name.",
  whatToDo: "Name the host in the rule, and remove a default backend that is not needed.",

  check(change) {
    if (change.facet !== "host" || change.served !== "now" || change.pattern !== "any") return;
    return `\`${change.resource.name}\` now answers requests for any host that nothing else names`;
  },

  examples: [
    {
      title: "The host is only named in the TLS section",
      events: ["`shop` now answers requests for any host that nothing else names"],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: shop
        +  namespace: shop
        +spec:
        +  ingressClassName: nginx
        +  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
        +  rules:
        +    - http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A default backend takes what nothing else takes",
      events: ["`shop` now answers requests for any host that nothing else names"],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: shop
        +  namespace: shop
        +spec:
        +  ingressClassName: nginx
        +  defaultBackend: { service: { name: web, port: { number: 80 } } }
      `,
    },
    {
      title: "Another object answers any host by an expression, and perhaps elsewhere",
      events: ["`shop` now answers requests for any host that nothing else names"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: pages, namespace: shop }
         spec:
           rules:
             - http:
                 paths:
                   - { path: /*, pathType: ImplementationSpecific, backend: { service: { name: pages, port: { number: 80 } } } }
        @@ shop.yaml
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: shop
        +  namespace: shop
        +spec:
        +  defaultBackend: { service: { name: web, port: { number: 80 } } }
      `,
    },
    {
      title: "The default backend of an Ingress with rules serves its own hosts only",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
        +  defaultBackend: { service: { name: web, port: { number: 80 } } }
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPRoute without hosts at a listener without one",
      events: ["`shop` now answers requests for any host that nothing else names"],
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
               tls: { certificateRefs: [{ name: public-tls }] }
               allowedRoutes: { namespaces: { from: All } }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
        -  hostnames: [shop.example.com]
           rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
