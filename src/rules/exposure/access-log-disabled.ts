import { accessLog } from "../../analysis/exposure/controls/access-log.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const accessLogDisabled = defineRule({
  id: "access-log-disabled",
  title: "Requests are no longer logged",
  topic: "exposure",
  severity: "medium",
  pci: ["10.2.1", "10.2.2"],
  why: "Without the access log nobody can find out later who asked for what.",
  whatToDo: "Keep the log on; leave out single noisy paths at most.",

  check(change) {
    if (change.facet !== "accessLog" || change.order !== "weaker" || change.from === null || change.to === null) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "has")} ${accessLog.show(change.to)}; it was ${accessLog.show(change.from)}`;
  },

  examples: [
    {
      title: "The log is switched off",
      events: ["`shop.example.com` now has no access log; it was an access log"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/enable-access-log: "false"
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
      title: "It was on anyway",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/enable-access-log: "true"
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
      title: "A router of Traefik no longer logs its requests",
      events: ["`shop.example.com` now has no access log; it was an access log"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
               observability:
        -        accessLogs: true
        +        accessLogs: false
               services: [{ name: web, port: 80 }]
           tls: { secretName: shop-tls }
      `,
    },
  ],
});
