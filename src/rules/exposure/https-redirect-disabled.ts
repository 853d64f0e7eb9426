import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const httpsRedirectDisabled = defineRule({
  id: "https-redirect-disabled",
  title: "Plain HTTP is no longer sent to HTTPS",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.6", "4.2.1"],
  why: "The same pages are answered over plain HTTP, where anybody on the way can read and change them.",
  whatToDo: 'Restore the redirect, in ingress-nginx `ssl-redirect: "true"` or `force-ssl-redirect: "true"`.',
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "redirect" || change.order !== "weaker" || change.from !== "redirect") return;
    return `${nameTargets(change.targets)} no longer ${verb(change.targets, "sends")} plain HTTP to HTTPS`;
  },

  examples: [
    {
      title: "The redirect is switched off",
      events: ["`shop.example.com` no longer sends plain HTTP to HTTPS"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/ssl-redirect: "false"
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
      title: "The annotation says what is the default",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/ssl-redirect: "true"
             nginx.ingress.kubernetes.io/proxy-body-size: 8m
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
      title: "A VirtualServer serves plain HTTP",
      events: ["`shop.example.com` no longer sends plain HTTP to HTTPS"],
      diff: `
         apiVersion: k8s.nginx.org/v1
         kind: VirtualServer
         metadata: { name: shop, namespace: shop }
         spec:
           host: shop.example.com
           tls:
             secret: shop-tls
             redirect:
        -      enable: true
        +      enable: false
           upstreams: [{ name: web, service: web, port: 80 }]
           routes: [{ path: /, action: { pass: web } }]
      `,
    },
  ],
});
