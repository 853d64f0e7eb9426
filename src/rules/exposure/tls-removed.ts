import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const tlsRemoved = defineRule({
  id: "tls-removed",
  title: "A host stops using TLS",
  topic: "exposure",
  severity: "critical",
  pci: ["2.2.7", "4.2.1", "8.3.2"],
  why: "Requests to the host, including cookies, passwords and card data, would cross the network in clear text.",
  whatToDo: "Keep the host in `spec.tls`, or remove the route together with its certificate.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "tls" || change.from === null || change.to !== "none") return;
    return `${nameTargets(change.targets)} no longer ${verb(change.targets, "uses")} TLS`;
  },

  examples: [
    {
      title: "The TLS section is deleted",
      events: ["`shop.example.com` no longer uses TLS"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
        -  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The route is deleted with its certificate",
      events: [],
      diff: `
        -apiVersion: networking.k8s.io/v1
        -kind: Ingress
        -metadata:
        -  name: shop
        -  namespace: shop
        -spec:
        -  ingressClassName: nginx
        -  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
        -  rules:
        -    - host: shop.example.com
        -      http:
        -        paths:
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The TLS section moves to another Ingress of the host",
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
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: cart, namespace: shop }
         spec:
           ingressClassName: nginx
        +  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A server of an Istio Gateway no longer speaks TLS",
      events: ["`shop.example.com` no longer uses TLS"],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: Gateway
         metadata: { name: public, namespace: shop }
         spec:
           selector: { istio: ingressgateway }
           servers:
             - hosts: [shop.example.com]
        -      port: { number: 443, name: https, protocol: HTTPS }
        -      tls: { mode: SIMPLE, credentialName: shop-tls }
        +      port: { number: 80, name: http, protocol: HTTP }
        @@ route.yaml
         apiVersion: networking.istio.io/v1
         kind: VirtualService
         metadata: { name: shop, namespace: shop }
         spec:
           gateways: [public]
           hosts: [shop.example.com]
           http: [{ route: [{ destination: { host: web, port: { number: 80 } } }] }]
      `,
    },
  ],
});
