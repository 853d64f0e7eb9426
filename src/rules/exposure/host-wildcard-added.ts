import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const hostWildcardAdded = defineRule({
  id: "host-wildcard-added",
  title: "A wildcard host is served",
  topic: "exposure",
  severity: "high",
  pci: ["1.3.1", "1.4.2", "2.2.4"],
  why: "Every present and future name under the domain reaches the backend, with the protections of this one route.",
  whatToDo: "List the hosts that are needed, one rule each.",

  check(change) {
    if (change.facet !== "host" || change.served !== "now" || change.via === "server-alias") return;
    if (change.pattern !== "one-label" && change.pattern !== "suffix") return;
    return `Every host that matches ${nameTargets(change.targets)} can now be reached`;
  },

  examples: [
    {
      title: "A host is replaced by a wildcard",
      events: ["Every host that matches `*.example.com` can now be reached"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
        -    - host: shop.example.com
        +    - host: "*.example.com"
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The wildcard was there already",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
             - host: "*.example.com"
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A name that a template fills in is not a wildcard",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
        -    - host: shop.example.com
        +    - host: "\${HOST}"
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A Route answers for every name beside its own",
      events: ["Every host that matches `*.example.com` can now be reached"],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
        +  wildcardPolicy: Subdomain
           to: { kind: Service, name: web }
           tls:
             termination: edge
             insecureEdgeTerminationPolicy: Redirect
             externalCertificate: { name: wildcard-tls }
      `,
    },
  ],
});
