import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const tlsPassthroughEnabled = defineRule({
  id: "tls-passthrough-enabled",
  title: "TLS connections pass the edge unopened",
  topic: "exposure",
  severity: "high",
  pci: ["4.2.1", "6.4.2", "10.2.1"],
  why: "The edge can no longer authenticate, filter, limit or log the requests of the host: all its other settings stop working.",
  whatToDo: "Terminate TLS at the edge, or show that the service itself has equivalent controls.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "passthrough" || change.order !== "weaker") return;
    return `TLS connections to ${nameTargets(change.targets)} pass the edge unopened: its other controls no longer apply`;
  },

  examples: [
    {
      title: "Passthrough is switched on",
      events: ["TLS connections to `shop.example.com` pass the edge unopened: its other controls no longer apply"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/ssl-passthrough: "true"
         spec:
           ingressClassName: nginx
           tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An empty value switches nothing on",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/ssl-passthrough: ""
         spec:
           ingressClassName: nginx
           tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A Route hands connections on unopened",
      events: ["TLS connections to `shop.example.com` pass the edge unopened: its other controls no longer apply"],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
           tls:
        -    termination: reencrypt
        +    termination: passthrough
      `,
    },
  ],
});
