import { acceptsEveryone, sourceRange } from "../../analysis/exposure/controls/source-range.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const sourceRangeRemoved = defineRule({
  id: "source-range-removed",
  title: "Every network can reach a restricted host",
  topic: "exposure",
  severity: "critical",
  pci: ["1.3.1", "1.4.2"],
  why: "The list of accepted addresses was what kept strangers out.",
  whatToDo: "Restore the list of addresses.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "sourceRange" || change.order !== "weaker" || !change.from || !change.to) return;
    if (acceptsEveryone(change.from) || !acceptsEveryone(change.to)) return;
    // The list is still there: `source-range-made-ineffective` says why it has no effect.
    if (change.to.kind === "every" && change.to.despite !== undefined) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} ${sourceRange.show(change.to)}; it was ${sourceRange.show(change.from)}`;
  },

  examples: [
    {
      title: "The list is deleted",
      events: ["`shop.example.com` now accepts every address; it was 10.0.0.0/8"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
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
      title: "The whole internet joins the list",
      events: ["`shop.example.com` now accepts 0.0.0.0/0; it was 10.0.0.0/8"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        +    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8,0.0.0.0/0
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
      title: "The list moves to the newer name of the annotation",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8, 192.168.1.1
        +    nginx.ingress.kubernetes.io/allowlist-source-range: 192.168.1.1/32,10.0.0.0/8
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
      title: "A load balancer lets every address in",
      events: ["TCP port 443 of `Service edge/proxy` now accepts every address; it was 203.0.113.16/28"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: proxy, namespace: edge }
         spec:
           type: LoadBalancer
           selector: { app: proxy }
           ports: [{ port: 443 }]
        -  loadBalancerSourceRanges: [203.0.113.16/28]
      `,
    },
    {
      title: "A Route lets every address in",
      events: ["`backoffice.example.com` now accepts every address; it was 10.20.0.0/16"],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata:
           name: backoffice
           namespace: shop
        -  annotations:
        -    haproxy.router.openshift.io/ip_allowlist: 10.20.0.0/16
         spec:
           host: backoffice.example.com
           to: { kind: Service, name: backoffice }
           tls: { termination: edge, insecureEdgeTerminationPolicy: Redirect }
      `,
    },
    {
      title: "An IngressRouteTCP loses its list of addresses",
      events: ["TCP port ledger of `Traefik entry point ledger` now accepts every address; it was 10.0.0.0/8"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: MiddlewareTCP
         metadata: { name: office, namespace: shop }
         spec: { ipAllowList: { sourceRange: [10.0.0.0/8] } }
         ---
         apiVersion: traefik.io/v1alpha1
         kind: IngressRouteTCP
         metadata: { name: ledger, namespace: shop }
         spec:
           entryPoints: [ledger]
           routes:
             - match: HostSNI(\`*\`)
        -      middlewares: [{ name: office }]
               services: [{ name: ledger, port: 9000 }]
      `,
    },
  ],
});
