import { backendTls } from "../../analysis/exposure/controls/backend-tls.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const backendTlsRemoved = defineRule({
  id: "backend-tls-removed",
  title: "Requests reach the pods unencrypted",
  topic: "exposure",
  severity: "high",
  pci: ["2.2.7", "4.2.1", "8.3.2"],
  why: "What visitors send encrypted, card data and passwords included, now crosses the cluster network in clear text.",
  whatToDo: "Restore TLS to the service, in ingress-nginx `backend-protocol: HTTPS`.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "backendTls" || change.order !== "weaker" || !change.from || change.to?.level !== "none")
      return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "uses")} plain HTTP to the pods; it was ${backendTls.show(change.from)}`;
  },

  examples: [
    {
      title: "The protocol falls back to HTTP",
      events: [
        "`shop.example.com` now uses plain HTTP to the pods; it was TLS to the pods without a check of their certificate",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/backend-protocol: HTTPS
        +    nginx.ingress.kubernetes.io/backend-protocol: HTTP
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
      title: "The protocol follows whatever the visitor speaks",
      events: [
        "`shop.example.com` now uses plain HTTP to the pods; it was TLS to the pods without a check of their certificate",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/backend-protocol: GRPCS
        +    nginx.ingress.kubernetes.io/backend-protocol: AUTO_HTTP
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
      title: "HTTP becomes gRPC, both over TLS",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/backend-protocol: HTTPS
        +    nginx.ingress.kubernetes.io/backend-protocol: GRPCS
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
      title: "A Route no longer encrypts what it sends to the pods",
      events: [
        "`shop.example.com` now uses plain HTTP to the pods; it was TLS to the pods, verified (the CA of the cluster's services)",
      ],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
           tls:
        -    termination: reencrypt
        +    termination: edge
             insecureEdgeTerminationPolicy: Redirect
      `,
    },
  ],
});
