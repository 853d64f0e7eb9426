import { acceptsAnonymous, auth, plainHttpExempt } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const authRemoved = defineRule({
  id: "auth-removed",
  title: "Requests need no authentication any more",
  topic: "exposure",
  severity: "critical",
  pci: ["7.3.3", "8.3.1", "8.4.2"],
  why: "Something that asked for a credential is open to anybody who can reach it.",
  whatToDo: "Restore the authentication, or show that the service itself asks for it.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || !change.to || change.order !== "weaker") return;
    if (acceptsAnonymous(change.from) || !acceptsAnonymous(change.to)) return;
    if (change.to.kind === "checks" && change.to.exempt === plainHttpExempt) return;
    return `${nameTargets(change.targets)} no longer ${verb(change.targets, "asks")} for ${auth.show(change.from)}`;
  },

  examples: [
    {
      title: "The annotation is deleted",
      events: ["`shop.example.com` no longer asks for a check by https://login.example.com/check"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
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
      title: "A secret without a type never asked for anything",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/auth-secret: users
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
