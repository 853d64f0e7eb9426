import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const weakCipherAdded = defineRule({
  id: "weak-cipher-added",
  title: "A weak cipher is accepted",
  topic: "exposure",
  severity: "high",
  pci: ["4.2.1", "12.3.3"],
  why: "With such a suite, recorded traffic can be read later with the key of the certificate, or broken outright.",
  whatToDo: "Take the suite out of the list.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "ciphers" || !change.from || !change.to) return;
    if ("unreadable" in change.from || "unreadable" in change.to) return;
    const known = new Set(change.from.weak);
    const added = change.to.weak.filter((suite) => !known.has(suite));
    if (added.length === 0) return;
    const more = added.length > 5 ? ` and ${added.length - 5} more` : "";
    return `${nameTargets(change.targets)} now ${verb(change.targets, "accepts")} weak ciphers: \`${added.slice(0, 5).join("`, `")}\`${more}`;
  },

  examples: [
    {
      title: "Triple DES for an old client",
      events: ["`shop.example.com` now accepts weak ciphers: `DES-CBC3-SHA`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/ssl-ciphers: ECDHE-RSA-AES128-GCM-SHA256
        +    nginx.ingress.kubernetes.io/ssl-ciphers: ECDHE-RSA-AES128-GCM-SHA256:DES-CBC3-SHA
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
      title: "Another strong suite",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/ssl-ciphers: ECDHE-RSA-AES128-GCM-SHA256
        +    nginx.ingress.kubernetes.io/ssl-ciphers: ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384
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
      title: "A weak suite is refused by name",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/ssl-ciphers: ECDHE-RSA-AES128-GCM-SHA256
        +    nginx.ingress.kubernetes.io/ssl-ciphers: "ECDHE-RSA-AES128-GCM-SHA256:!DES-CBC3-SHA"
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
      title: "A TLSOption accepts an old cipher",
      events: ["`shop.example.com` now accepts weak ciphers: `TLS_RSA_WITH_3DES_EDE_CBC_SHA`"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: TLSOption
         metadata: { name: modern, namespace: shop }
         spec:
           cipherSuites:
             - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        +    - TLS_RSA_WITH_3DES_EDE_CBC_SHA
         ---
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
               services: [{ name: web, port: 80 }]
           tls: { secretName: shop-tls, options: { name: modern } }
      `,
    },
  ],
});
