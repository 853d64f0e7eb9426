import { newlyDisabled, placeOf } from "../../analysis/exposure/controls/snippet.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const snippetChanged = defineRule({
  id: "snippet-changed",
  title: "Free-form proxy configuration is changed",
  topic: "exposure",
  severity: "high",
  pci: ["2.2.6", "6.2.4", "6.5.1"],
  why: "A snippet can switch off any other control of its route or host, and no tool can tell from its text what it does.",
  whatToDo:
    "Have the text reviewed by whoever runs the controller, or replace it by the annotation or field that exists for the purpose.",

  check(change) {
    if (change.facet !== "snippet" || change.order !== "incomparable") return;
    // What it switches off, `control-disabled-by-snippet` tells.
    if (newlyDisabled(change.from, change.to ?? []).length > 0) return;
    const names = nameTargets(change.targets);
    const own = `${change.targets.length > 1 ? "their" : "its"} own proxy configuration`;
    if (change.to?.length) return `${names} ${verb(change.targets, "changes")} ${own}${placeOf(change.to, names)}`;
    return `${names} no longer ${verb(change.targets, "brings")} ${own}${placeOf(change.from ?? [], names)}, which may have protected something`;
  },

  examples: [
    {
      title: "The text changes",
      events: ["`shop.example.com` changes its own proxy configuration: configuration-snippet"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/configuration-snippet: more_clear_headers Server;
        +    nginx.ingress.kubernetes.io/configuration-snippet: limit_except GET { deny all; }
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
      title: "A snippet that refused requests is removed",
      events: [
        "`shop.example.com` no longer brings its own proxy configuration: server-snippet, which may have protected something",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/server-snippet: location /admin { deny all; }
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
      title: "Only the YAML changes",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/configuration-snippet: satisfy any;
        +    nginx.ingress.kubernetes.io/configuration-snippet: |
        +      satisfy any;
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
      title: "A TransportServer changes its configuration",
      events: ["TCP port telemetry of `NGINX Ingress Controller` changes its own proxy configuration: streamSnippets"],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: TransportServer
         metadata: { name: telemetry, namespace: shop }
         spec:
           listener: { name: telemetry, protocol: TCP }
           streamSnippets: |
        -    limit_conn_zone $binary_remote_addr zone=addr:10m;
        +    limit_conn_zone $binary_remote_addr zone=addr:20m;
           upstreams: [{ name: telemetry, service: telemetry, port: 9000 }]
           action: { pass: telemetry }
      `,
    },
  ],
});
