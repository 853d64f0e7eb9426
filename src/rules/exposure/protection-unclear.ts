import { controlTitle } from "../../analysis/exposure/control-titles.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const protectionUnclear = defineRule({
  id: "protection-unclear",
  title: "Whether a protection still holds cannot be told",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.2", "2.2.6", "6.5.2"],
  why: "The value is filled in by a template, cannot be read, or is meant for a controller that is not known to honour it.",
  whatToDo: "Write the value so that it can be read, and name the controller of the class in the policy.",

  check(change) {
    if (!("order" in change) || change.order !== "unknown") return;
    // Dangers that are found under another controller have rules of their own, which tell them whatever was before.
    if (change.facet === "ineffective" || change.facet === "injection") return;
    const name = words[change.facet] ?? controlTitle(change.facet);
    return `Whether ${nameTargets(change.targets)} ${verb(change.targets, "keeps")} ${verb(change.targets, "its")} ${name} cannot be told from the repository`;
  },

  examples: [
    {
      title: "The list is filled in later",
      events: ["Whether `shop.example.com` keeps its list of accepted addresses cannot be told from the repository"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        +    nginx.ingress.kubernetes.io/whitelist-source-range: "\${OFFICE}"
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
      title: "The placeholder was there before",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/whitelist-source-range: "\${OFFICE}"
        +    nginx.ingress.kubernetes.io/limit-rps: "5"
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
      title: "A route names a Middleware that stands in a file of Traefik",
      events: ["Whether `shop.example.com` keeps its authentication cannot be told from the repository"],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
        -      middlewares: [{ name: login@file }]
        +      middlewares: [{ name: headers@file }]
               services: [{ name: web, port: 80 }]
           tls: { secretName: shop-tls }
      `,
    },
  ],
});

const words: Readonly<Record<string, string>> = {
  auth: "authentication",
  passthrough: "TLS termination",
  rateLimit: "limit of requests",
  redirect: "redirect to HTTPS",
  sourceRange: "list of accepted addresses",
  snippet: "proxy configuration",
};
