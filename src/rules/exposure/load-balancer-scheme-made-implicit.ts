import { showReach } from "../../analysis/exposure/reach.ts";
import { isServiceDoor } from "../../analysis/exposure/services/doors.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const loadBalancerSchemeMadeImplicit = defineRule({
  id: "load-balancer-scheme-made-implicit",
  title: "Nothing says any more who can reach a load balancer",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.2", "1.4.2"],
  why: "Which default decides depends on the controller that reconciles the object, and the defaults of controllers differ.",
  whatToDo: "State the scheme, as it was before.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "entry" || !change.from.stated || change.to.stated !== false) return;
    const who = isServiceDoor(change.to) ? "its load balancer's controller" : change.to.controller;
    const now = change.to.reach === "unknown" ? "" : `, which should mean ${showReach(change.to.reach)}`;
    return `Who can reach ${nameTargets(change.targets)} is left to the default of ${who}${now}; it was stated as ${showReach(change.from.reach)}`;
  },

  examples: [
    {
      title: "The scheme of an AWS load balancer is deleted",
      events: [
        "Who can reach `shop.example.com` is left to the default of aws-load-balancer-controller, which should mean the private network; it was stated as the private network",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    alb.ingress.kubernetes.io/scheme: internal
             alb.ingress.kubernetes.io/target-type: ip
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
      title: "The annotation of a Service in Azure is deleted",
      events: [
        "Who can reach TCP port 443 of `Service shop/web` is left to the default of its load balancer's controller, which should mean the internet; it was stated as the private network",
      ],
      diff: `
         apiVersion: v1
         kind: Service
         metadata:
           name: web
           namespace: shop
           annotations:
        -    service.beta.kubernetes.io/azure-load-balancer-internal: "true"
             service.beta.kubernetes.io/azure-dns-label-name: shop
         spec:
           type: LoadBalancer
           selector: { app: web }
           ports: [{ port: 443 }]
      `,
    },
    {
      title: "The scheme is stated for the first time",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        +    alb.ingress.kubernetes.io/scheme: internal
             alb.ingress.kubernetes.io/target-type: ip
         spec:
           ingressClassName: alb
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
