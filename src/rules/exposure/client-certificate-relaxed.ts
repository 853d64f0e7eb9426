import { authEffect, certificatesOf } from "../../analysis/exposure/auth-effect.ts";
import { type Auth, auth } from "../../analysis/exposure/controls/auth.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const clientCertificateRelaxed = defineRule({
  id: "client-certificate-relaxed",
  title: "Client certificates count for less",
  topic: "exposure",
  severity: "high",
  pci: ["7.3.3", "8.3.1"],
  why: "Connections without a valid certificate, or with one of somebody else, reach the service, which then has to tell its callers apart itself.",
  whatToDo: "Require and verify the certificates, and keep the names that were pinned.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "auth" || !change.from || !change.to || authEffect(change) !== "certificate") return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} ${accepted(change.to)}; it was ${asked(change.from)}`;
  },

  examples: [
    {
      title: "Any certificate will do",
      events: [
        "`shop.example.com` now accepts connections without a certificate, or with one that nobody verifies; it was a client certificate (shop/ca)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
        -    nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"
        +    nginx.ingress.kubernetes.io/auth-tls-verify-client: optional_no_ca
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
      title: "A name is no longer pinned",
      events: [
        "`shop.example.com` now accepts a client certificate (shop/ca); it was a client certificate (shop/ca) and a client certificate (subject CN=partner)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
        -    nginx.ingress.kubernetes.io/auth-tls-match-cn: CN=partner
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
      title: "The Gateway of a mesh stops asking",
      events: [
        "Port 443 (HTTPS) of Istio Gateway `istio-system/public` now accepts connections without a client certificate; it was a client certificate (shop-tls)",
      ],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: Gateway
         metadata: { name: public, namespace: istio-system }
         spec:
           selector: { istio: ingressgateway }
           servers:
             - port: { number: 443, name: https, protocol: HTTPS }
               hosts: ["shop/shop.example.com"]
               tls:
        -        mode: MUTUAL
        +        mode: SIMPLE
                 credentialName: shop-tls
      `,
    },
    {
      title: "The value says what is the default",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca
        -    nginx.ingress.kubernetes.io/auth-tls-verify-client: "on"
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
      title: "An HTTPProxy accepts visitors without a certificate",
      events: [
        "`partners.example.com` now accepts connections without a client certificate; it was a client certificate (shop/partner-ca)",
      ],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: partners, namespace: shop }
         spec:
           virtualhost:
             fqdn: partners.example.com
             tls:
               secretName: partners-tls
               clientValidation:
                 caSecret: partner-ca
        +        optionalClientCertificate: true
           routes: [{ services: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});

function accepted(value: Auth): string {
  if (value.kind !== "checks") return auth.show(value);
  const certificates = certificatesOf(value.ways);
  if (certificates.every((way) => way.length > 0)) return auth.show({ ...value, ways: certificates, failOpen: [] });
  return value.optionalCertificate === "unverified"
    ? "connections without a certificate, or with one that nobody verifies"
    : "connections without a client certificate";
}

function asked(value: Auth): string {
  if (value.kind !== "checks") return auth.show(value);
  const certificates = certificatesOf(value.ways);
  if (certificates.some((way) => way.length > 0)) return auth.show({ ...value, ways: certificates, failOpen: [] });
  return value.optionalCertificate === "verified"
    ? "an optional client certificate that is verified"
    : "an optional client certificate";
}
