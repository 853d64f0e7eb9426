import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const certificateSourceDowngraded = defineRule({
  id: "certificate-source-downgraded",
  title: "A certificate comes from an issuer that clients do not trust",
  topic: "exposure",
  severity: "medium",
  cases: {
    unmanaged: { severity: "low", when: "No issuer is named any more, so that nobody renews the certificate" },
  },
  pci: ["4.2.1", "4.2.1.1"],
  why: "Clients see a certificate that they cannot check, and people learn to ignore the warning.",
  whatToDo: "Name the issuer for production.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "issuer" || !change.from || !change.to) return;
    const names = nameTargets(change.targets);
    const was = change.from.kind === "none" ? "no issuer was named" : `it was ${change.from.name}`;
    if (change.to.kind === "none" && change.from.kind !== "untrusted")
      return {
        message: `${names} ${verb(change.targets, "has")} no issuer of certificates any more; ${was}`,
        case: "unmanaged",
      };
    if (change.order !== "weaker") return;
    return `${names} now ${verb(change.targets, "gets")} certificates from ${change.to.name}, which clients do not trust; ${was}`;
  },

  examples: [
    {
      title: "The issuer for production becomes the one for tests",
      events: [
        "`shop.example.com` now gets certificates from ClusterIssuer letsencrypt-staging, which clients do not trust; it was ClusterIssuer letsencrypt-prod",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    cert-manager.io/cluster-issuer: letsencrypt-prod
        +    cert-manager.io/cluster-issuer: letsencrypt-staging
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
      title: "The issuer itself signs with its own key",
      events: [
        "`shop.example.com` now gets certificates from ClusterIssuer public, which clients do not trust; it was ClusterIssuer public",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             cert-manager.io/cluster-issuer: public
         spec:
           ingressClassName: nginx
           tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        @@ issuer.yaml
         apiVersion: cert-manager.io/v1
         kind: ClusterIssuer
         metadata: { name: public }
         spec:
        -  acme:
        -    server: https://acme-v02.api.letsencrypt.org/directory
        +  selfSigned: {}
      `,
    },
    {
      title: "Another issuer for production",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    cert-manager.io/cluster-issuer: letsencrypt-prod
        +    cert-manager.io/cluster-issuer: zerossl-production
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
      title: "A Gateway takes its certificates from the issuer for tests",
      events: [
        "`shop.example.com` now gets certificates from ClusterIssuer letsencrypt-staging, which clients do not trust; it was ClusterIssuer letsencrypt-prod",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata:
           name: public
           namespace: edge
           annotations:
        -    cert-manager.io/cluster-issuer: letsencrypt-prod
        +    cert-manager.io/cluster-issuer: letsencrypt-staging
         spec:
           gatewayClassName: envoy
           listeners:
             - name: https
               port: 443
               protocol: HTTPS
               hostname: shop.example.com
               tls: { certificateRefs: [{ name: shop-tls }] }
               allowedRoutes: { namespaces: { from: All } }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
