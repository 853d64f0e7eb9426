import { waf } from "../../analysis/exposure/controls/waf.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const wafDisabled = defineRule({
  id: "waf-disabled",
  title: "Requests pass no web application firewall any more",
  topic: "exposure",
  severity: "critical",
  pci: ["6.4.2", "11.5.1"],
  why: "A public web application needs an automated technical solution that detects and prevents attacks, and this one was it.",
  whatToDo: "Switch the firewall on again, or show which other one stands in front.",

  check(change) {
    if (change.facet !== "waf" || !change.from || !change.to) return;
    if (change.from.mode === "off" || change.from.mode === "unknown" || change.to.mode !== "off") return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "has")} no web application firewall any more; it was ${waf.show(change.from)}`;
  },

  examples: [
    {
      title: "The switch is turned",
      events: ["`shop.example.com` has no web application firewall any more; it was a WAF that only logs"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-owasp-core-rules: "true"
        -    nginx.ingress.kubernetes.io/enable-modsecurity: "true"
        +    nginx.ingress.kubernetes.io/enable-modsecurity: "false"
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
      title: "Its own rules switch the engine off",
      events: [
        "`shop.example.com` has no web application firewall any more; it was a WAF that blocks without the OWASP core rules",
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
        +    nginx.ingress.kubernetes.io/modsecurity-snippet: SecRuleEngine Off
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
      title: "The annotation is spelled in another way",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/enable-modsecurity: "true"
        +    nginx.ingress.kubernetes.io/enable-modsecurity: "1"
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
      title: "The ACL of an AWS load balancer goes",
      events: [
        "`shop.example.com` has no web application firewall any more; it was a WAF that blocks (arn:aws:wafv2:eu-central-1:1:regional/webacl/shop/1)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             alb.ingress.kubernetes.io/scheme: internet-facing
        -    alb.ingress.kubernetes.io/wafv2-acl-arn: arn:aws:wafv2:eu-central-1:1:regional/webacl/shop/1
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
      title: "A VirtualServer loses its firewall",
      events: ["`shop.example.com` has no web application firewall any more; it was a WAF that blocks (shop/strict)"],
      diff: `
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
        -  policies: [{ name: firewall }]
           upstreams: [{ name: web, service: web, port: 80 }]
           routes: [{ path: /, action: { pass: web } }]
      `,
    },
  ],
});
