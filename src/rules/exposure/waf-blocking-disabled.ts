import { waf } from "../../analysis/exposure/controls/waf.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const wafBlockingDisabled = defineRule({
  id: "waf-blocking-disabled",
  title: "The web application firewall only logs",
  topic: "exposure",
  severity: "high",
  pci: ["6.4.2"],
  why: "A firewall that does not block is enough only if somebody looks into every alert immediately.",
  whatToDo: "Let it block again, or document who answers its alerts.",

  check(change) {
    if (change.facet !== "waf" || change.from?.mode !== "block" || change.to?.mode !== "detect") return;
    return `The web application firewall of ${nameTargets(change.targets)} no longer blocks attacks; it is ${waf.show(change.to)}`;
  },

  examples: [
    {
      title: "The engine only detects",
      events: [
        "The web application firewall of `shop.example.com` no longer blocks attacks; it is a WAF that only logs without the OWASP core rules",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-modsecurity: "true"
        -    nginx.ingress.kubernetes.io/modsecurity-snippet: SecRuleEngine On
        +    nginx.ingress.kubernetes.io/modsecurity-snippet: SecRuleEngine DetectionOnly
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
      title: "The engine is called by another case",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-modsecurity: "true"
        -    nginx.ingress.kubernetes.io/modsecurity-snippet: SecRuleEngine On
        +    nginx.ingress.kubernetes.io/modsecurity-snippet: SecRuleEngine on
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
      title: "HAProxy asks and lets pass",
      events: [
        "The web application firewall of `shop.example.com` no longer blocks attacks; it is a WAF that only logs (modsecurity)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             haproxy-ingress.github.io/waf: modsecurity
        -    haproxy-ingress.github.io/waf-mode: deny
        +    haproxy-ingress.github.io/waf-mode: detect
         spec:
           ingressClassName: haproxy-ingress
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The policy of a VirtualServer's firewall no longer blocks",
      events: [
        "The web application firewall of `shop.example.com` no longer blocks attacks; it is a WAF that only logs (shop/strict)",
      ],
      diff: `
         apiVersion: appprotect.f5.com/v1beta1
         kind: APPolicy
         metadata: { name: strict, namespace: shop }
         spec:
           policy:
             name: strict
        -    enforcementMode: blocking
        +    enforcementMode: transparent
         ---
         apiVersion: k8s.nginx.org/v1
         kind: Policy
         metadata: { name: firewall, namespace: shop }
         spec: { waf: { enable: true, apPolicy: shop/strict } }
         ---
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServer
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           tls: { secret: shop-tls }
           policies: [{ name: firewall }]
           upstreams: [{ name: web, service: web, port: 80 }]
           routes: [{ path: /, action: { pass: web } }]
      `,
    },
  ],
});
