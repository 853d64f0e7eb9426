import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const tlsHostNotCovered = defineRule({
  id: "tls-host-not-covered",
  title: "A host is left without a certificate of its own",
  topic: "exposure",
  severity: "high",
  pci: ["4.2.1"],
  why: "The controller answers with its self-signed default certificate, or not encrypted at all. Clients that accept it cannot tell an impostor.",
  whatToDo: "Add the host to `spec.tls[].hosts`.",

  check(change) {
    if (change.facet !== "tls" || change.to !== "default-certificate" || change.from === "none") return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "has")} no certificate: no entry of \`spec.tls\` covers it`;
  },

  examples: [
    {
      title: "A new host is missing in the TLS section",
      events: ["`api.example.com` has no certificate: no entry of `spec.tls` covers it"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +    - host: api.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A wildcard entry covers the new host",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           tls: [{ hosts: ["*.example.com"], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +    - host: api.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The wildcard does not reach two labels deep",
      events: ["`eu.api.example.com` has no certificate: no entry of `spec.tls` covers it"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           tls: [{ hosts: ["*.example.com"], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +    - host: eu.api.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
