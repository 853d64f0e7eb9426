import { newlyDisabled } from "../../analysis/exposure/controls/snippet.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const controlDisabledBySnippet = defineRule({
  id: "control-disabled-by-snippet",
  title: "Free-form configuration switches off a protection",
  topic: "exposure",
  severity: "critical",
  pci: ["2.2.6", "6.4.2", "7.3.3", "10.2.1"],
  why: "The annotations still look as if the route were protected; a directive of the proxy itself undoes it, or answers requests past it.",
  whatToDo: "Delete the directive. What it is needed for has an annotation or field of its own.",

  check(change) {
    if (change.facet !== "snippet" || !change.to) return;
    const directives = newlyDisabled(change.from, change.to);
    if (directives.length === 0) return;
    const listed = directives.slice(0, 5).map((directive) => `\`${directive}\``);
    const more = directives.length > 5 ? ` and ${directives.length - 5} more` : "";
    return `${nameTargets(change.targets)}: free-form configuration now says ${listed.join(", ")}${more}`;
  },

  examples: [
    {
      title: "Two directives are added",
      events: ["`shop.example.com`: free-form configuration now says `auth_request off`, `access_log off`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/configuration-snippet: |
               more_set_headers "X-Env: prod";
        +      auth_request off;
        +      access_log off;
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
      title: "A location of its own in a new snippet",
      events: ["`shop.example.com`: free-form configuration now says `proxy_pass http://web.shop.svc`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/server-snippet: |
        +      location /export { proxy_pass http://web.shop.svc; }
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
      title: "A comment says it, and a header is added",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/configuration-snippet: |
               more_set_headers "X-Env: prod";
        +      # auth_request off;
        +      add_header X-Frame-Options DENY;
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
      title: "A VirtualServer opens a path by a snippet",
      events: ["`shop.example.com`: free-form configuration now says `auth_request off`"],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServer
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           tls: { secret: shop-tls }
           upstreams: [{ name: web, service: web, port: 80 }]
           routes:
             - path: /
               location-snippets: |
                 add_header X-Env prod;
        +        auth_request off;
               action: { pass: web }
      `,
    },
  ],
});
