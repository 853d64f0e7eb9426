import { acceptsEveryone, sourceRange } from "../../analysis/exposure/controls/source-range.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const sourceRangeMadeIneffective = defineRule({
  id: "source-range-made-ineffective",
  title: "A list of addresses has no effect any more",
  topic: "exposure",
  severity: "high",
  pci: ["1.3.1", "1.4.2", "2.2.6"],
  why: "The manifest still looks restricted, but the controller does not apply the list and lets every address in.",
  whatToDo: "Write the list as the controller reads it, or restrict the addresses where the controller applies them.",

  check(change) {
    if (change.facet !== "sourceRange" || change.order !== "weaker" || !change.from || !change.to) return;
    if (change.to.kind !== "every" || change.to.despite === undefined || acceptsEveryone(change.from)) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} every address, although a list is there: ${change.to.despite}; it was ${sourceRange.show(change.from)}`;
  },

  examples: [
    {
      title: "Security groups beside the list of an AWS load balancer",
      events: [
        "`shop.example.com` now accepts every address, although a list is there: `security-groups` (sg-0a1b) takes its place; it was 10.0.0.0/8",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             alb.ingress.kubernetes.io/inbound-cidrs: 10.0.0.0/8
        +    alb.ingress.kubernetes.io/security-groups: sg-0a1b
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
      title: "Commas in the list of an OpenShift Route",
      events: [
        "`shop.example.com` now accepts every address, although a list is there: the entries of `haproxy.router.openshift.io/ip_whitelist` are not separated by blanks; it was 10.1.0.0/16, 10.3.0.0/16",
      ],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    haproxy.router.openshift.io/ip_whitelist: 10.1.0.0/16 10.3.0.0/16
        +    haproxy.router.openshift.io/ip_whitelist: 10.1.0.0/16,10.3.0.0/16
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
      `,
    },
    {
      title: "The list is deleted, which another rule tells",
      events: [],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    haproxy.router.openshift.io/ip_whitelist: 10.1.0.0/16 10.3.0.0/16
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
      `,
    },
    {
      title: "The entries change their order",
      events: [],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    haproxy.router.openshift.io/ip_whitelist: 10.1.0.0/16 10.3.0.0/16
        +    haproxy.router.openshift.io/ip_whitelist: 10.3.0.0/16 10.1.0.0/16
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
      `,
    },
  ],
});
