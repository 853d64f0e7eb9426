import { isOutside } from "../../analysis/exposure/services/external-name.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const annotationNotUnderstood = defineRule({
  id: "annotation-not-understood",
  title: "A setting changed that may protect the route",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.2", "2.2.6"],
  why: "The annotation belongs to a controller or sounds like a protection, and what it does is not known here.",
  whatToDo: "Let somebody who knows the controller read the change.",

  check(change) {
    if (change.facet !== "annotation" || change.weight !== "protective") return;
    if (change.changed.some(({ key, to }) => key === "spec.externalName" && (to === null || isOutside(to)))) return;
    const keys = listed(change.changed.map(({ key }) => `\`${key}\``));
    return `${nameTargets(change.targets)}: ${keys} changed, and what it means for requests is not known`;
  },

  examples: [
    {
      title: "A setting of another controller",
      events: [
        "`shop.example.com`: `cloudflare-tunnel-ingress-controller.strrl.dev/proxy-ssl-verify` changed, and what it means for requests is not known",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        -  annotations:
        -    cloudflare-tunnel-ingress-controller.strrl.dev/proxy-ssl-verify: "on"
         spec:
           ingressClassName: cloudflare-tunnel
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "Issuers of certificates and the cookie that finds the same pod again say nothing either",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    certmanager.k8s.io/cluster-issuer: letsencrypt
        +    cert-manager.io/cluster-issuer: letsencrypt
        +    nginx.ingress.kubernetes.io/session-cookie-samesite: Strict
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
      title: "A second object that answers any host changes no setting of the first",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             networking.gke.io/managed-certificates: shop
         spec:
           defaultBackend: { service: { name: web, port: { number: 80 } } }
        @@ pages.yaml
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: pages, namespace: shop }
        +spec:
        +  defaultBackend: { service: { name: pages, port: { number: 80 } } }
      `,
    },
    {
      title: "Bookkeeping says nothing about requests",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    argocd.argoproj.io/sync-wave: "3"
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
      title: "A Route gets an annotation of its router that nobody here knows",
      events: [
        "`shop.example.com`: `haproxy.router.openshift.io/allow-early-data` changed, and what it means for requests is not known",
      ],
      diff: `
         apiVersion: route.openshift.io/v1
         kind: Route
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    haproxy.router.openshift.io/allow-early-data: "true"
         spec:
           host: shop.example.com
           to: { kind: Service, name: web }
           tls: { termination: edge, insecureEdgeTerminationPolicy: Redirect }
      `,
    },
  ],
});
