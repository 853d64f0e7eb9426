import { authEffect } from "../../analysis/exposure/auth-effect.ts";
import { auth } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authWeakened = defineRule({
  id: "auth-weakened",
  title: "Requests have to prove less",
  topic: "exposure",
  severity: "high",
  pci: ["7.3.3", "8.3.1", "8.3.2", "8.4.2"],
  why: "One of several proofs is no longer asked for, or a password stands in for a stronger one.",
  whatToDo: "Keep every proof that was asked for before.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || !change.to || authEffect(change) !== "weakened") return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "asks")} for ${auth.show(change.to)}; it was ${auth.show(change.from)}`;
  },

  examples: [
    {
      title: "One of two checks is dropped",
      events: [
        "`shop.example.com` now asks for a client certificate (shop/ca); it was a client certificate (shop/ca) and a basic password (shop/users)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/auth-type: basic
        -    nginx.ingress.kubernetes.io/auth-secret: users
             nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
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
      title: "A password instead of a login",
      events: [
        "`shop.example.com` now asks for a basic password (shop/users); it was a check by https://login.example.com/check",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        +    nginx.ingress.kubernetes.io/auth-type: basic
        +    nginx.ingress.kubernetes.io/auth-secret: users
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
      title: "The value says what is the default",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
        -    nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"
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
      title: "A Middleware of Traefik asks for a shared password instead",
      events: [
        "`shop.example.com` now asks for a basic password (shop/shared-users); it was a check by https://sso.example.com/auth",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
        -      middlewares: [{ name: sso }]
        +      middlewares: [{ name: users }]
               services: [{ name: web, port: 80 }]
           tls: { secretName: shop-tls }
        @@ middlewares.yaml
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: sso, namespace: shop }
         spec: { forwardAuth: { address: "https://sso.example.com/auth" } }
         ---
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: users, namespace: shop }
         spec: { basicAuth: { secret: shared-users } }
      `,
    },
  ],
});
