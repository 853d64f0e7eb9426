import { backendTls } from "../../analysis/exposure/controls/backend-tls.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const backendTlsVerificationDisabled = defineRule({
  id: "backend-tls-verification-disabled",
  title: "The certificate of a service is no longer checked",
  topic: "exposure",
  severity: "high",
  pci: ["4.2.1", "8.3.2"],
  why: "The connection is still encrypted, but to whoever answers: any pod or host in between can pose as the service.",
  whatToDo:
    'Check the certificate against its authority and name, in ingress-nginx `proxy-ssl-secret` together with `proxy-ssl-verify: "on"`.',
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "backendTls" || change.order !== "weaker" || !change.from) return;
    const checked = change.from.level === "verified" || change.from.level === "mutual";
    if (!checked || change.to?.level !== "encrypted") return;
    return `${nameTargets(change.targets)} no longer ${verb(change.targets, "checks")} the certificate of the pods; it was ${backendTls.show(change.from)}`;
  },

  examples: [
    {
      title: "The check is switched off",
      events: [
        "`shop.example.com` no longer checks the certificate of the pods; it was TLS to the pods, verified (shop/web-ca)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/backend-protocol: HTTPS
             nginx.ingress.kubernetes.io/proxy-ssl-secret: shop/web-ca
        -    nginx.ingress.kubernetes.io/proxy-ssl-verify: "on"
        +    nginx.ingress.kubernetes.io/proxy-ssl-verify: "off"
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
      title: "The Secret goes, and every other setting of the check does nothing without it",
      events: [
        "`shop.example.com` no longer checks the certificate of the pods; it was TLS to the pods, verified (shop/web-ca)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/backend-protocol: HTTPS
        -    nginx.ingress.kubernetes.io/proxy-ssl-secret: shop/web-ca
             nginx.ingress.kubernetes.io/proxy-ssl-verify: "on"
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
      title: "There was no check",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/backend-protocol: HTTPS
        -    nginx.ingress.kubernetes.io/proxy-ssl-verify: "on"
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
      title: "A ServersTransport accepts any certificate",
      events: [
        "`shop.example.com` no longer checks the certificate of the pods; it was TLS to the pods, verified (shop/internal-ca, web.shop.internal)",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: ServersTransport
         metadata: { name: internal, namespace: shop }
         spec:
           serverName: web.shop.internal
           rootCAs: [{ secret: internal-ca }]
        +  insecureSkipVerify: true
         ---
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
               services: [{ name: web, port: 8443, scheme: https, serversTransport: internal }]
           tls: { secretName: shop-tls }
      `,
    },
  ],
});
