import { bodyLimit } from "../../analysis/exposure/controls/body-limit.ts";
import { isFarLooser, isUnlimited, rateLimit } from "../../analysis/exposure/controls/rate-limit.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const rateLimitLoosened = defineRule({
  id: "rate-limit-loosened",
  title: "More requests are let through",
  topic: "exposure",
  severity: "low",
  cases: {
    far: { severity: "medium", when: "Ten times as much or more is let through, or no limit applies to any address" },
  },
  pci: ["6.2.4", "8.3.4"],
  why: "A limit that is high enough slows nobody.",
  whatToDo: "Say why the higher value is needed.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet === "bodyLimit" && change.order === "weaker" && change.before !== null && change.after !== null)
      return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} ${bodyLimit.show(change.to)}; it was ${bodyLimit.show(change.from)}`;
    if (change.facet !== "rateLimit" || change.order !== "weaker" || !change.from || !change.to) return;
    if (isUnlimited(change.to)) return;
    const message = `${nameTargets(change.targets)} now ${verb(change.targets, "limits")} to ${rateLimit.show(change.to)}; it was ${rateLimit.show(change.from)}`;
    return isFarLooser(change.from, change.to) ? { message, case: "far" } : message;
  },

  examples: [
    {
      title: "The limit rises",
      events: ["`shop.example.com` now limits to 100 per second; it was 10 per second"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/limit-rps: "10"
        +    nginx.ingress.kubernetes.io/limit-rps: "100"
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
      title: "Requests of any size are read",
      events: ["`shop.example.com` now accepts bodies of any size; it was 8388608 bytes"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/proxy-body-size: 8m
        +    nginx.ingress.kubernetes.io/proxy-body-size: "0"
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
      title: "The limit falls",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/limit-rps: "100"
        +    nginx.ingress.kubernetes.io/limit-rps: "10"
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
      title: "An HTTPProxy lets more requests through",
      events: ["`shop.example.com` now limits to 3 per second; it was 1 per second"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost: { fqdn: shop.example.com, tls: { secretName: shop-tls } }
           routes:
             - services: [{ name: web, port: 80 }]
               rateLimitPolicy:
                 local:
        -          requests: 60
        +          requests: 180
                   unit: minute
      `,
    },
  ],
});
