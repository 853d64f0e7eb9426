import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const serverAliasAdded = defineRule({
  id: "server-alias-added",
  title: "A host is served through an alias",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.5", "1.4.2", "2.2.4"],
  why: "An alias publishes the whole server under another name, with all paths that other Ingresses add to it. It may be a regular expression, and inventories that read rules do not see it.",
  whatToDo: "Write a rule for the host instead.",

  check(change) {
    if (change.facet !== "host" || change.served !== "now" || change.via !== "server-alias") return;
    return `${nameTargets(change.targets)} can now be reached as an alias`;
  },

  examples: [
    {
      title: "An alias is added",
      events: ["`old.example.com` can now be reached as an alias"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/server-alias: old.example.com
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
      title: "An expression matches names that nobody listed",
      events: ["`~^.+\\.example\\.com$` can now be reached as an alias"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/server-alias: old.example.com
        +    nginx.ingress.kubernetes.io/server-alias: ~^.+\\.example\\.com$
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
      title: "The alias has a rule of its own",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/server-alias: old.example.com
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
             - host: old.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
