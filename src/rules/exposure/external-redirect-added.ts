import { hostOf, leavesDomain } from "../../analysis/exposure/controls/redirect-target.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const externalRedirectAdded = defineRule({
  id: "external-redirect-added",
  title: "Visitors are sent to another organisation's host",
  topic: "exposure",
  severity: "high",
  cases: {
    "sign-in": { severity: "critical", when: "It is where visitors type their passwords" },
  },
  pci: ["6.2.4", "6.5.1", "11.6.1"],
  why: "Whoever runs the other host sees the visitors, and can ask them for what they meant to tell this one.",
  whatToDo: "Redirect only to hosts of your own, or have the other host approved.",

  check(change) {
    if (change.facet !== "redirectTarget" || change.order === "unknown" || !change.to) return;
    const known = new Set((change.from ?? []).map(hostOf));
    const own = change.targets.map(({ host }) => host);
    const away = change.to.filter((target) => leavesDomain(target, own) && !known.has(hostOf(target)));
    if (away.length === 0) return;
    const message = `${nameTargets(change.targets)}: visitors are now sent elsewhere: ${away.slice(0, 3).join(", ")}`;
    return away.some((target) => target.startsWith("sign-in ")) ? { message, case: "sign-in" } : message;
  },

  examples: [
    {
      title: "A redirect of everything",
      events: ["`shop.example.com`: visitors are now sent elsewhere: redirect https://shop.example.net/"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/permanent-redirect: https://shop.example.net/
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
      title: "The sign-in page moves",
      events: ["`shop.example.com`: visitors are now sent elsewhere: sign-in https://login.example.net/start"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        -    nginx.ingress.kubernetes.io/auth-signin: https://login.example.com/start
        +    nginx.ingress.kubernetes.io/auth-signin: https://login.example.net/start
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
      title: "A sign-in page of the same domain",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        +    nginx.ingress.kubernetes.io/auth-signin: https://login.example.com/start
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
      title: "HAProxy redirects",
      events: ["`shop.example.com`: visitors are now sent elsewhere: redirect shop.example.net"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             haproxy.org/ssl-redirect: "true"
        +    haproxy.org/request-redirect: shop.example.net
         spec:
           ingressClassName: haproxy
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPRoute sends visitors to another domain",
      events: ["`shop.example.com`: visitors are now sent elsewhere: redirect pay.other-shop.example.net"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge, sectionName: https }]
           hostnames: [shop.example.com]
           rules:
             - matches: [{ path: { type: PathPrefix, value: /pay } }]
               filters:
                 - type: RequestRedirect
                   requestRedirect:
        -            hostname: pay.example.com
        +            hostname: pay.other-shop.example.net
                     statusCode: 302
      `,
    },
  ],
});
