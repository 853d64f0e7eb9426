import { acceptsAnonymous, auth, plainHttpExempt } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authHttpListenerBypassed = defineRule({
  id: "auth-http-listener-bypassed",
  title: "Plain HTTP goes around the authentication",
  topic: "exposure",
  severity: "critical",
  pci: ["4.2.1", "7.3.3", "8.3.1"],
  why: "The controller checks only what comes over HTTPS, and the HTTP listener serves the same requests to anybody.",
  whatToDo:
    "Listen on HTTPS only, or send plain HTTP to HTTPS, for an AWS load balancer with `alb.ingress.kubernetes.io/ssl-redirect`.",

  check(change) {
    if (change.facet !== "auth" || change.order !== "weaker" || !change.from || !change.to) return;
    if (change.to.kind !== "checks" || change.to.exempt !== plainHttpExempt || acceptsAnonymous(change.from)) return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "is")} now served over plain HTTP as well, without ${auth.show(change.from)}`;
  },

  examples: [
    {
      title: "An HTTP listener beside the one that asks for a login",
      events: [
        "`shop.example.com` is now served over plain HTTP as well, without a login at https://login.example.com",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             alb.ingress.kubernetes.io/auth-type: oidc
             alb.ingress.kubernetes.io/auth-idp-oidc: '{"issuer":"https://login.example.com","authorizationEndpoint":"https://login.example.com/authorize","tokenEndpoint":"https://login.example.com/token","userInfoEndpoint":"https://login.example.com/user"}'
        -    alb.ingress.kubernetes.io/listen-ports: '[{"HTTPS":443}]'
        +    alb.ingress.kubernetes.io/listen-ports: '[{"HTTP":80},{"HTTPS":443}]'
         spec:
           ingressClassName: alb
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The redirect to HTTPS goes",
      events: [
        "`shop.example.com` is now served over plain HTTP as well, without a login at https://login.example.com",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             alb.ingress.kubernetes.io/auth-type: oidc
             alb.ingress.kubernetes.io/auth-idp-oidc: '{"issuer":"https://login.example.com","authorizationEndpoint":"https://login.example.com/authorize","tokenEndpoint":"https://login.example.com/token","userInfoEndpoint":"https://login.example.com/user"}'
             alb.ingress.kubernetes.io/listen-ports: '[{"HTTP":80},{"HTTPS":443}]'
        -    alb.ingress.kubernetes.io/ssl-redirect: "443"
         spec:
           ingressClassName: alb
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The HTTP listener only sends to HTTPS",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             alb.ingress.kubernetes.io/auth-type: oidc
             alb.ingress.kubernetes.io/auth-idp-oidc: '{"issuer":"https://login.example.com","authorizationEndpoint":"https://login.example.com/authorize","tokenEndpoint":"https://login.example.com/token","userInfoEndpoint":"https://login.example.com/user"}'
        -    alb.ingress.kubernetes.io/listen-ports: '[{"HTTPS":443}]'
        +    alb.ingress.kubernetes.io/listen-ports: '[{"HTTP":80},{"HTTPS":443}]'
        +    alb.ingress.kubernetes.io/ssl-redirect: "443"
         spec:
           ingressClassName: alb
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A second router serves plain HTTP without the Middleware",
      events: [
        "`shop.example.com` is now served over plain HTTP as well, without a check by https://sso.example.com/auth",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: login, namespace: shop }
         spec: { forwardAuth: { address: "https://sso.example.com/auth" } }
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
        @@ plain.yaml
        +apiVersion: traefik.io/v1alpha1
        +kind: IngressRoute
        +metadata: { name: shop-plain, namespace: shop }
        +spec:
        +  entryPoints: [web]
        +  routes:
        +    - kind: Rule
        +      match: Host(\`shop.example.com\`)
        +      services: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "An HTTPRoute at the plain listener without the login of the other",
      events: ["`shop.example.com` is now served over plain HTTP as well, without a check by shop/login:80"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
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
           parentRefs: [{ name: public, namespace: edge, sectionName: https }]
           hostnames: [shop.example.com]
           rules: [{ backendRefs: [{ name: web, port: 80 }] }]
         ---
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: SecurityPolicy
         metadata: { name: login, namespace: shop }
         spec:
           targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop }]
           extAuth: { http: { backendRefs: [{ name: login, port: 80 }] } }
        @@ plain.yaml
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: shop-plain, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: edge, sectionName: http }]
        +  hostnames: [shop.example.com]
        +  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
