import { authEffect } from "../../analysis/exposure/auth-effect.ts";
import { auth } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authRemoved = defineRule({
  id: "auth-removed",
  title: "Requests need no authentication any more",
  topic: "exposure",
  severity: "critical",
  pci: ["7.3.3", "8.3.1", "8.4.2"],
  why: "Something that asked for a credential is open to anybody who can reach it.",
  whatToDo: "Restore the authentication, or show that the service itself asks for it.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || authEffect(change) !== "removed") return;
    return `${nameTargets(change.targets)} no longer ${verb(change.targets, "asks")} for ${auth.show(change.from)}`;
  },

  examples: [
    {
      title: "The annotation is deleted",
      events: ["`shop.example.com` no longer asks for a check by https://login.example.com/check"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
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
      title: "Contour loses the tokens of a host",
      events: ["`shop.example.com` no longer asks for a token (https://id.example.com)"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost:
             fqdn: shop.example.com
             tls: { secretName: shop-tls }
        -    jwtProviders: [{ name: main, default: true, issuer: "https://id.example.com" }]
           routes:
             - services: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "A secret without a type never asked for anything",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/auth-secret: users
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
      title: "The policy of a VirtualServer is taken away",
      events: ["`shop.example.com` no longer asks for a token (shop/jwk)"],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: Policy
         metadata: { name: tokens, namespace: shop }
         spec: { jwt: { realm: shop, secret: jwk } }
         ---
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServer
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           tls: { secret: shop-tls }
        -  policies: [{ name: tokens }]
           upstreams: [{ name: web, service: web, port: 80 }]
           routes: [{ path: /, action: { pass: web } }]
      `,
    },
  ],
});
