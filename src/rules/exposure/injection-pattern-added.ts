import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const injectionPatternAdded = defineRule({
  id: "injection-pattern-added",
  title: "A value looks like an attack on the controller",
  topic: "exposure",
  severity: "critical",
  pci: ["6.2.4", "6.3.1", "6.3.3"],
  why: "Values of this shape leave their place in the configuration that the controller writes (CVE-2025-1974, CVE-2026-24512 and others before them). The controller can read every Secret.",
  whatToDo: "Reject the change. If its author cannot explain the value, treat it as an incident.",

  check(change) {
    if (change.facet !== "injection" || !change.to) return;
    const known = new Set(change.from ?? []);
    const found = change.to.filter((text) => !known.has(text));
    if (found.length === 0) return;
    const more = found.length > 3 ? ` and ${found.length - 3} more` : "";
    return `${nameTargets(change.targets)}: ${found.slice(0, 3).join("; ")}${more}`;
  },

  examples: [
    {
      title: "A path that ends its line",
      events: ['`shop.example.com`: path "/app\\" ; return 200 x; #": a double quote, a semicolon, a number sign'],
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
        +          - path: "/app\\" ; return 200 x; #"
        +            pathType: ImplementationSpecific
        +            backend: { service: { name: web, port: { number: 80 } } }
      `,
    },
    {
      title: "A subject that is no subject",
      events: [
        '`shop.example.com`: auth-tls-match-cn "CN=abc #(\\n){}\\n }}\\nssl_engine ../../x;": a line break, a semicolon, a number sign, braces',
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
        +    nginx.ingress.kubernetes.io/auth-tls-match-cn: "CN=abc #(\\n){}\\n }}\\nssl_engine ../../x;"
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
      title: "Expressions and variables are legal",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/use-regex: "true"
             nginx.ingress.kubernetes.io/auth-url: https://$host/oauth2/auth
        +    nginx.ingress.kubernetes.io/auth-signin: https://$host/oauth2/start?rd=$escaped_request_uri
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: "/v[0-9]{1,2}/", pathType: ImplementationSpecific, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
