import { isUnlimited, rateLimit } from "../../analysis/exposure/controls/rate-limit.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const rateLimitRemoved = defineRule({
  id: "rate-limit-removed",
  title: "Requests are no longer limited",
  topic: "exposure",
  severity: "medium",
  pci: ["6.2.4", "6.4.2", "8.3.4"],
  why: "Guessing passwords, testing cards and exhausting the service are no longer slowed at the edge.",
  whatToDo: "Restore the limit.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "rateLimit" || change.order !== "weaker" || !change.from || !change.to) return;
    if (isUnlimited(change.from) || !isUnlimited(change.to)) return;
    return `${nameTargets(change.targets)} no longer ${verb(change.targets, "limits")} requests; it was ${rateLimit.show(change.from)}`;
  },

  examples: [
    {
      title: "The limit becomes zero, which is none",
      events: ["`shop.example.com` no longer limits requests; it was 10 per second"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/limit-rps: "10"
        +    nginx.ingress.kubernetes.io/limit-rps: "0"
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
      title: "A second limit goes, the first one stays",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/limit-rps: "10"
        -    nginx.ingress.kubernetes.io/limit-connections: "5"
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
      title: "A Middleware that limits is taken away",
      events: ["`shop.example.com` no longer limits requests; it was 10 per second"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: limit, namespace: shop }
         spec: { rateLimit: { average: 10, burst: 20 } }
         ---
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: login, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`) && PathPrefix(\`/news\`)
        -      middlewares: [{ name: limit }]
               services: [{ name: web, port: 80 }]
           tls: { secretName: shop-tls }
      `,
    },
  ],
});
