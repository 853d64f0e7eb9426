import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const annotationLeftWithoutEffect = defineRule({
  id: "annotation-left-without-effect",
  title: "A setting that looks like a protection does nothing",
  topic: "exposure",
  severity: "high",
  pci: ["2.2.6", "6.5.2"],
  why: "Whoever reads the manifest believes in a control that the controller does not apply.",
  whatToDo: "Use what this controller reads, or delete the setting.",

  check(change) {
    if (change.facet !== "ineffective" || !change.to) return;
    const known = new Set(change.from ?? []);
    // A policy without its target has a rule of its own.
    const idle = change.to.filter((text) => !known.has(text) && !/^spec\.target\w+: /.test(text));
    if (idle.length === 0) return;
    const listed = idle.slice(0, 3).map((text) => text.replace(/^(.*?): /s, "`$1` has no effect: "));
    const more = idle.length > 3 ? ` and ${idle.length - 3} more` : "";
    return `${nameTargets(change.targets)}: ${listed.join("; ")}${more}`;
  },

  examples: [
    {
      title: "A letter too many",
      events: [
        "`shop.example.com`: `nginx.ingress.kubernetes.io/whitelist-source-ranges` has no effect: ingress-nginx has no such annotation; did you mean whitelist-source-range?",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        +    nginx.ingress.kubernetes.io/whitelist-source-ranges: 10.0.0.0/8
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
      title: "An annotation of another controller",
      events: ["`shop.example.com`: `haproxy.org/allow-list` has no effect: it belongs to another controller"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    haproxy.org/allow-list: 10.0.0.0/8
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
      title: "Another that is known",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/denylist-source-range: 10.0.0.0/8
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
      title: "A router asks for other TLS options than its neighbour",
      events: [
        "`shop.example.com/`: `tls.options shop/modern` has no effect: the routers of the host ask for different options, so the default ones count",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: TLSOption
         metadata: { name: modern, namespace: shop }
         spec: { minVersion: VersionTLS13 }
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
        @@ api.yaml
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: api, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`) && PathPrefix(\`/api\`)
               services: [{ name: api, port: 80 }]
        -  tls: { secretName: shop-tls, options: { name: modern } }
        +  tls: { secretName: shop-tls }
      `,
    },
  ],
});
