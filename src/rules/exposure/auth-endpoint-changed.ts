import { authEffect } from "../../analysis/exposure/auth-effect.ts";
import { auth } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authEndpointChanged = defineRule({
  id: "auth-endpoint-changed",
  title: "Somebody else decides who gets in",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.2", "6.5.1", "8.3.2"],
  why: "Whoever controls the endpoint, the password file or the authority decides who gets in, and sees the credentials.",
  whatToDo: "Let the owners of identity confirm the new one, or restore the one from before.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || !change.to || authEffect(change) !== "replaced") return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "asks")} for ${auth.show(change.to)}; it was ${auth.show(change.from)}`;
  },

  examples: [
    {
      title: "Another endpoint",
      events: [
        "`shop.example.com` now asks for a check by https://login.example.net/check; it was a check by https://login.example.com/check",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        +    nginx.ingress.kubernetes.io/auth-url: https://login.example.net/check
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
      title: "Another kind of check that is as strong",
      events: [
        "`shop.example.com` now asks for a check by https://login.example.com/check; it was a client certificate (shop/ca)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
        +    nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
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
      title: "The Secret is only written with its namespace",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-type: basic
        -    nginx.ingress.kubernetes.io/auth-secret: users
        +    nginx.ingress.kubernetes.io/auth-secret: shop/users
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
      title: "A Middleware asks another service",
      events: [
        "`shop.example.com` now asks for a check by http://auth.example.net/ok; it was a check by https://sso.example.com/auth",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: login, namespace: shop }
         spec:
           forwardAuth:
        -    address: https://sso.example.com/auth
        +    address: http://auth.example.net/ok
         ---
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
               middlewares: [{ name: login }]
               services: [{ name: web, port: 80 }]
           tls: { secretName: shop-tls }
      `,
    },
  ],
});
