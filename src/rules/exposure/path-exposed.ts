import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const pathExposed = defineRule({
  id: "path-exposed",
  title: "A path of a host is served that nothing answered before",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.5", "1.4.2", "2.2.4"],
  why: "URLs that ended at the edge now reach a service.",
  whatToDo: "Publish only the paths that callers need.",

  check(change) {
    if (change.facet !== "path" || change.how !== "added" || change.sensitive.length > 0) return;
    return `${nameTargets(change.targets)} can now be reached`;
  },

  examples: [
    {
      title: "A second path is added",
      events: ["`shop.example.com/api` can now be reached"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }
      `,
    },
    {
      title: "The path was part of another one",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPProxy publishes a path of its own",
      events: ["`shop.example.com/partners` can now be reached"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost: { fqdn: shop.example.com, tls: { secretName: shop-tls } }
           routes:
             - conditions: [{ prefix: /shop }]
               services: [{ name: web, port: 80 }]
        +    - conditions: [{ prefix: /partners }]
        +      services: [{ name: partners, port: 80 }]
      `,
    },
    {
      title: "A VirtualServerRoute publishes another path",
      events: ["`shop.example.com/team/reports` can now be reached"],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServer
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           tls: { secret: shop-tls }
           routes: [{ path: /team, route: team/team }]
        @@ team.yaml
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServerRoute
         metadata: { name: team, namespace: team }
         spec:
           host: shop.example.com
           upstreams: [{ name: team, service: team, port: 80 }]
           subroutes:
             - { path: /team/news, action: { pass: team } }
        +    - { path: /team/reports, action: { pass: team } }
      `,
    },
  ],
});
