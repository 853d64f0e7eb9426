import { newExclusions, waf } from "../../analysis/exposure/controls/waf.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const wafRulesetReduced = defineRule({
  id: "waf-ruleset-reduced",
  title: "The web application firewall looks for less",
  topic: "exposure",
  severity: "high",
  pci: ["6.4.2", "6.5.1"],
  why: "Attacks that the rules were there for pass unseen.",
  whatToDo: "Exclude single rules for single parameters, with a reason, instead of whole groups.",

  check(change) {
    if (change.facet !== "waf" || !change.from || !change.to || change.order === "unknown") return;
    // Whether it looks at requests at all, and whether it stops them, other rules tell.
    const [was, is] = [change.from.mode, change.to.mode];
    if (was === "off" || is === "off" || (was === "block" && is === "detect")) return;
    const names = nameTargets(change.targets);
    if (change.from.policy !== change.to.policy)
      return `The web application firewall of ${names} follows another policy: it is now ${waf.show(change.to)}; it was ${waf.show(change.from)}`;
    const less = newExclusions(change.from, change.to);
    if (less.length === 0) return;
    return `The web application firewall of ${names} now does without ${less.slice(0, 5).join(", ")}`;
  },

  examples: [
    {
      title: "The core rules go",
      events: ["The web application firewall of `shop.example.com` now does without the OWASP core rules"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-modsecurity: "true"
        -    nginx.ingress.kubernetes.io/enable-owasp-core-rules: "true"
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
      title: "A rule is removed and the closer look with it",
      events: ["The web application firewall of `shop.example.com` now does without rule 942100, paranoia level 2"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-modsecurity: "true"
             nginx.ingress.kubernetes.io/modsecurity-snippet: |
               SecRuleEngine On
               Include /etc/nginx/owasp-modsecurity-crs/nginx-modsecurity.conf
        -      SecAction "id:900000,phase:1,nolog,pass,t:none,setvar:tx.paranoia_level=2"
        +      SecRuleRemoveById 942100
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
      title: "A rule comes back",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/enable-modsecurity: "true"
        -    nginx.ingress.kubernetes.io/modsecurity-snippet: |
        -      SecRuleEngine On
        -      SecRuleRemoveById 942100 942110
        +    nginx.ingress.kubernetes.io/modsecurity-snippet: |
        +      SecRuleEngine On
        +      SecRuleRemoveById 942110
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
      title: "A VirtualServer gets another set of rules",
      events: [
        "The web application firewall of `shop.example.com` follows another policy: it is now a WAF that blocks (shop/relaxed); it was a WAF that blocks (shop/strict)",
      ],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: Policy
         metadata: { name: firewall, namespace: shop }
         spec:
           waf:
             enable: true
        -    apPolicy: shop/strict
        +    apPolicy: shop/relaxed
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
