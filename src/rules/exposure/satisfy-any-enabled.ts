import { auth } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const satisfyAnyEnabled = defineRule({
  id: "satisfy-any-enabled",
  title: "An address or a credential is enough",
  topic: "exposure",
  severity: "critical",
  pci: ["7.3.3", "8.3.1", "8.4.2"],
  why: "Requests needed an accepted address and a credential. Now one of the two gets them in.",
  whatToDo: 'Require both: `satisfy: "all"`.',
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || change.order !== "weaker") return;
    if (change.from?.kind !== "checks" || change.to?.kind !== "checks") return;
    if (change.from.choice || !change.to.choice) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} any one of: ${auth.show(change.to)}`;
  },

  examples: [
    {
      title: "The combination is loosened",
      events: [
        "`shop.example.com` now accepts any one of: an address in 10.0.0.0/8 or a check by https://login.example.com/check",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
             nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        +    nginx.ingress.kubernetes.io/satisfy: any
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
      title: "There is nothing to choose from",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        +    nginx.ingress.kubernetes.io/satisfy: any
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
