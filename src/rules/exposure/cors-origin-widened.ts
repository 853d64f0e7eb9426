import { cors, newOrigins, sendersOfCredentials } from "../../analysis/exposure/controls/cors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const corsOriginWidened = defineRule({
  id: "cors-origin-widened",
  title: "More websites may read the answers",
  topic: "exposure",
  severity: "medium",
  pci: ["6.2.4"],
  why: "A script on such a site can read what the service answers in a visitor's browser.",
  whatToDo: "List the exact origins that need it.",

  check(change) {
    if (change.facet !== "cors" || change.order === "unknown" || !change.to) return;
    if (newOrigins(change.from, change.to).length === 0) return;
    // That any site may act for the visitor is more than that it may read.
    if (sendersOfCredentials(change.to) === "any" && sendersOfCredentials(change.from) !== "any") return;
    const message = `${nameTargets(change.targets)} now ${verb(change.targets, "lets")} other sites read its answers: ${cors.show(change.to)}; it was ${cors.show(change.from)}`;
    return { message, direction: "widened" };
  },

  examples: [
    {
      title: "Any site instead of one",
      events: [
        "`shop.example.com` now lets other sites read its answers: every site; it was https://shop.example.com with credentials",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-cors: "true"
        -    nginx.ingress.kubernetes.io/cors-allow-origin: https://shop.example.com
        +    nginx.ingress.kubernetes.io/cors-allow-origin: "*"
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
      title: "CORS is on and lists nobody",
      events: ["`shop.example.com` now lets other sites read its answers: every site; it was no CORS headers"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/enable-cors: "true"
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
      title: "The order of the list changes",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-cors: "true"
        -    nginx.ingress.kubernetes.io/cors-allow-origin: https://a.example.com, https://b.example.com
        +    nginx.ingress.kubernetes.io/cors-allow-origin: https://b.example.com,https://a.example.com
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
      title: "A VirtualService lets one more site read",
      events: [
        "`shop.example.com` now lets other sites read its answers: https://app.example.com, https://app.example.net; it was https://app.example.com",
      ],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: Gateway
         metadata: { name: edge, namespace: shop }
         spec:
           selector: { istio: ingressgateway }
           servers: [{ hosts: [shop.example.com], port: { number: 80, name: http, protocol: HTTP } }]
        @@ route.yaml
         apiVersion: networking.istio.io/v1
         kind: VirtualService
         metadata: { name: shop, namespace: shop }
         spec:
           gateways: [edge]
           hosts: [shop.example.com]
           http:
             - corsPolicy:
                 allowOrigins:
                   - exact: https://app.example.com
        +          - exact: https://app.example.net
               route: [{ destination: { host: web, port: { number: 80 } } }]
      `,
    },
  ],
});
