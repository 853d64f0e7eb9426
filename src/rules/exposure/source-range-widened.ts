import { acceptsEveryone, sourceRange } from "../../analysis/exposure/controls/source-range.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const sourceRangeWidened = defineRule({
  id: "source-range-widened",
  title: "More networks can reach a restricted host",
  topic: "exposure",
  severity: "high",
  pci: ["1.3.1", "1.4.2"],
  why: "Addresses that were refused at the edge now reach the service.",
  whatToDo: "Add only the prefixes that are needed.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "sourceRange" || !change.from || !change.to) return;
    if (change.order !== "weaker" && change.order !== "incomparable") return;
    if (change.order === "weaker" && acceptsEveryone(change.to) && !acceptsEveryone(change.from)) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} ${sourceRange.show(change.to)}; it was ${sourceRange.show(change.from)}`;
  },

  examples: [
    {
      title: "A network joins the list",
      events: ["`shop.example.com` now accepts 10.0.0.0/8, 192.168.0.0/16; it was 10.0.0.0/8"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        +    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8,192.168.0.0/16
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
      title: "A network within the list is added",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        +    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8,10.1.0.0/16
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
      title: "An HTTPProxy lets more addresses in",
      events: ["`backoffice.example.com` now accepts 10.0.0.0/8; it was 10.20.0.0/16"],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: backoffice, namespace: shop }
         spec:
           virtualhost:
             fqdn: backoffice.example.com
             tls: { secretName: backoffice-tls }
             ipAllowPolicy:
        -      - { source: Peer, cidr: 10.20.0.0/16 }
        +      - { source: Peer, cidr: 10.0.0.0/8 }
           routes: [{ services: [{ name: backoffice, port: 80 }] }]
      `,
    },
  ],
});
