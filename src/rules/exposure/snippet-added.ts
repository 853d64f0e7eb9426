import { newlyDisabled, placeOf } from "../../analysis/exposure/controls/snippet.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const snippetAdded = defineRule({
  id: "snippet-added",
  title: "Free-form proxy configuration is added",
  topic: "exposure",
  severity: "critical",
  pci: ["2.2.6", "6.2.4", "6.5.1"],
  why: "A snippet is configuration of the proxy itself: it can read the controller's Secrets and switch off any other control (CVE-2021-25742, CVE-2023-5043).",
  whatToDo:
    "Use the annotation or field that exists for the purpose. If there is none, have the text reviewed by whoever runs the controller.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "snippet" || change.order !== "weaker") return;
    // What it switches off, `control-disabled-by-snippet` tells.
    if (newlyDisabled(change.from, change.to ?? []).length > 0) return;
    const names = nameTargets(change.targets);
    return `${names} ${verb(change.targets, "brings")} ${change.targets.length > 1 ? "their" : "its"} own proxy configuration${placeOf(change.to ?? [], names)}`;
  },

  examples: [
    {
      title: "A snippet is added",
      events: ["`shop.example.com` brings its own proxy configuration: configuration-snippet"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/configuration-snippet: |
        +      more_set_headers "X-Frame-Options: DENY";
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
      title: "The snippet is removed",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/configuration-snippet: |
        -      more_set_headers "X-Frame-Options: DENY";
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
      title: "A VirtualServer brings its own configuration",
      events: ["`shop.example.com` brings its own proxy configuration: server-snippets"],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServer
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           tls: { secret: shop-tls }
        +  server-snippets: |
        +    gzip on;
           upstreams: [{ name: web, service: web, port: 80 }]
           routes: [{ path: /, action: { pass: web } }]
      `,
    },
  ],
});
