import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const identityHeaderMadeSpoofable = defineRule({
  id: "identity-header-made-spoofable",
  title: "Clients can set a header that says who they are",
  topic: "exposure",
  severity: "high",
  pci: ["7.3.3", "8.3.1"],
  why: "The edge overwrote this header on every request; what a client sends in it now reaches the service, which may believe it.",
  whatToDo: "Let the edge overwrite or remove the header.",

  check(change) {
    if (change.facet !== "requestHeaders" || !change.from || !change.to) return;
    const kept = new Set(change.to);
    const lost = change.from.filter((name) => !kept.has(name));
    if (lost.length === 0) return;
    return `${nameTargets(change.targets)}: the edge no longer keeps clients from setting ${lost.map((name) => `\`${name}\``).join(", ")}`;
  },

  examples: [
    {
      title: "The name leaves the list",
      events: ["`shop.example.com`: the edge no longer keeps clients from setting `x-auth-request-user`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        -    nginx.ingress.kubernetes.io/auth-response-headers: X-Auth-Request-User, X-Auth-Request-Email
        +    nginx.ingress.kubernetes.io/auth-response-headers: X-Auth-Request-Email
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
      title: "The list is written in another order",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        -    nginx.ingress.kubernetes.io/auth-response-headers: X-Auth-Request-User, X-Auth-Request-Email
        +    nginx.ingress.kubernetes.io/auth-response-headers: x-auth-request-email,x-auth-request-user
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
      title: "An HTTPRoute no longer removes it",
      events: ["`shop.example.com`: the edge no longer keeps clients from setting `x-auth-user`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: edge, namespace: infra }
         spec:
           gatewayClassName: istio
           listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
        @@ route.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: edge, namespace: infra }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
               filters:
                 - type: RequestHeaderModifier
                   requestHeaderModifier:
        -            remove: [X-Auth-User]
        +            set: [{ name: X-Env, value: prod }]
      `,
    },
    {
      title: "A Middleware no longer overwrites who the user is",
      events: ["`shop.example.com`: the edge no longer keeps clients from setting `x-auth-user`"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: login, namespace: shop }
         spec:
           forwardAuth:
             address: https://sso.example.com/auth
             authResponseHeaders:
               - X-Request-Id
        -      - X-Auth-User
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
