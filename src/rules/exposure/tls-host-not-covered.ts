import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const tlsHostNotCovered = defineRule({
  id: "tls-host-not-covered",
  title: "A host is left without a certificate of its own",
  topic: "exposure",
  severity: "high",
  cases: {
    "without-secret": {
      severity: "medium",
      when: "An entry of `spec.tls` names a host that is new, or had an own certificate, and no Secret",
    },
  },
  pci: ["4.2.1"],
  why: "The controller answers with its self-signed default certificate, or not encrypted at all. Clients that accept it cannot tell an impostor.",
  whatToDo:
    "Add the host to `spec.tls[].hosts` of an entry with a `secretName`, or confirm that the controller's default certificate is valid for it.",

  check(change) {
    if (change.facet !== "tls" || change.order !== "weaker") return;
    if (change.to === "without-secret")
      return {
        message: `${nameTargets(change.targets)} ${verb(change.targets, "uses")} the controller's default certificate: its TLS settings name none`,
        case: "without-secret",
      };
    if (change.to !== "default-certificate") return;
    const isOfListener = change.resource.apiVersion.startsWith("gateway.networking.k8s.io/");
    const why = isOfListener ? "its listener names none" : "no entry of `spec.tls` covers it";
    return `${nameTargets(change.targets)} ${verb(change.targets, "has")} no certificate: ${why}`;
  },

  examples: [
    {
      title: "A new host is left to the default certificate",
      events: ["`shop.example.com` uses the controller's default certificate: its TLS settings name none"],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: shop
        +  namespace: shop
        +spec:
        +  ingressClassName: nginx
        +  tls: [{ hosts: [shop.example.com] }]
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
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
