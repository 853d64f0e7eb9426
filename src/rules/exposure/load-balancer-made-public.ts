import { isMadePublic, showReach } from "../../analysis/exposure/reach.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const loadBalancerMadePublic = defineRule({
  id: "load-balancer-made-public",
  title: "An internal load balancer becomes public",
  topic: "exposure",
  severity: "critical",
  pci: ["1.3.1", "1.4.2", "1.4.4"],
  why: "What only a private network could reach is open to everybody on the internet.",
  whatToDo:
    "Keep the load balancer internal, or publish the service on purpose with the protections that the internet needs.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "entry" || !isMadePublic(change.from, change.to)) return;
    const was = change.from.reach === "cluster" ? showReach("cluster") : `from ${showReach(change.from.reach)}`;
    return `${nameTargets(change.targets)} can now be reached from the internet; it was only ${was}`;
  },

  examples: [
    {
      title: "Another scheme of an AWS load balancer",
      events: ["`shop.example.com` can now be reached from the internet; it was only from the private network"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    alb.ingress.kubernetes.io/scheme: internal
        +    alb.ingress.kubernetes.io/scheme: internet-facing
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
      title: "Another class of GKE",
      events: ["`shop.example.com` can now be reached from the internet; it was only from the private network"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    kubernetes.io/ingress.class: gce-internal
        +    kubernetes.io/ingress.class: gce
         spec:
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The private address of an Azure Application Gateway",
      events: ["`shop.example.com` can now be reached from the internet; it was only from the private network"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    appgw.ingress.kubernetes.io/use-private-ip: "true"
        +    appgw.ingress.kubernetes.io/use-private-ip: "false"
         spec:
           ingressClassName: azure-application-gateway
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "Another scheme of a Service",
      events: [
        "TCP port 443 of `Service shop/web` can now be reached from the internet; it was only from the private network",
      ],
      diff: `
         apiVersion: v1
         kind: Service
         metadata:
           name: web
           namespace: shop
           annotations:
        -    service.beta.kubernetes.io/aws-load-balancer-scheme: internal
        +    service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing
         spec:
           type: LoadBalancer
           selector: { app: web }
           ports: [{ port: 443 }]
      `,
    },
    {
      title: "Internal is what an AWS load balancer is anyway",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        +    alb.ingress.kubernetes.io/scheme: internal
        -    alb.ingress.kubernetes.io/healthcheck-path: /healthz
        +    alb.ingress.kubernetes.io/healthcheck-path: /ready
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
