import { cors, sendersOfCredentials } from "../../analysis/exposure/controls/cors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const corsCredentialsOpened = defineRule({
  id: "cors-credentials-opened",
  title: "Other websites may act with a visitor's session",
  topic: "exposure",
  severity: "high",
  cases: {
    listed: { severity: "medium", when: "Only sites that are listed by name" },
  },
  pci: ["6.2.4"],
  why: "The answer names the asking site and allows credentials, so a script there acts as the visitor who is logged in here.",
  whatToDo: "List exact origins, or do not allow credentials.",

  check(change) {
    if (change.facet !== "cors" || change.order === "unknown" || !change.to) return;
    const [was, is] = [sendersOfCredentials(change.from), sendersOfCredentials(change.to)];
    const message = `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} a visitor's credentials from other sites: ${cors.show(change.to)}; it was ${cors.show(change.from)}`;
    if (is === "any" && was !== "any") return { message, direction: "widened" };
    // Where the sites are new as well, that more sites may read is told.
    const same = change.from?.origins.join() === change.to.origins.join();
    return is === "listed" && was === "nobody" && same ? { message, case: "listed" } : undefined;
  },

  examples: [
    {
      title: "Every name below a domain",
      events: [
        "`shop.example.com` now accepts a visitor's credentials from other sites: https://*.example.com with credentials; it was https://app.example.com with credentials",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-cors: "true"
        -    nginx.ingress.kubernetes.io/cors-allow-origin: https://app.example.com
        +    nginx.ingress.kubernetes.io/cors-allow-origin: https://*.example.com
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
      title: "A listed site may send them",
      events: [
        "`shop.example.com` now accepts a visitor's credentials from other sites: https://app.example.com with credentials; it was https://app.example.com",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-cors: "true"
             nginx.ingress.kubernetes.io/cors-allow-origin: https://app.example.com
        -    nginx.ingress.kubernetes.io/cors-allow-credentials: "false"
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
      title: "Browsers send none to a literal asterisk",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-cors: "true"
        -    nginx.ingress.kubernetes.io/cors-allow-credentials: "false"
        +    nginx.ingress.kubernetes.io/cors-allow-credentials: "true"
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
      title: "The Gateway API answers any site with its own name",
      events: [
        "`shop.example.com` now accepts a visitor's credentials from other sites: every site with credentials; it was every site",
      ],
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
                 - type: CORS
                   cors:
                     allowOrigins: ["*"]
        -            allowCredentials: false
        +            allowCredentials: true
      `,
    },
    {
      title: "An HTTPProxy answers every site with credentials",
      events: [
        "`shop.example.com` now accepts a visitor's credentials from other sites: every site with credentials; it was every site",
      ],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost:
             fqdn: shop.example.com
             tls: { secretName: shop-tls }
             corsPolicy:
               allowMethods: [GET]
               allowOrigin: ["*"]
        -      allowCredentials: false
        +      allowCredentials: true
           routes: [{ services: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
