import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const regexModeSpread = defineRule({
  id: "regex-mode-spread",
  title: "Another Ingress turned the paths of a host into expressions",
  topic: "exposure",
  severity: "high",
  pci: ["1.4.2", "6.5.1"],
  why: "With one such annotation, ingress-nginx reads every path of the host, in every namespace, as an expression without case and without an end: more requests match, and those that were refused may pass.",
  whatToDo: "Give the paths that need expressions or a rewrite a host of their own.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "path" || change.how !== "mode-spread") return;
    return `${nameTargets(change.targets)} ${verb(change.targets, "is")} now read as ${change.targets.length > 1 ? "expressions" : "an expression"} and also ${verb(change.targets, "matches")} longer or differently written paths, because of ${change.resource.kind} \`${change.resource.name}\``;
  },

  examples: [
    {
      title: "An Ingress of another team asks for expressions",
      events: [
        "`shop.example.com/cart` is now read as an expression and also matches longer or differently written paths, because of Ingress `blog`",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: shop, namespace: shop }
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Exact, backend: { service: { name: web, port: { number: 80 } } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: blog
           namespace: blog
           annotations:
             nginx.ingress.kubernetes.io/limit-rps: "5"
        +    nginx.ingress.kubernetes.io/use-regex: "true"
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /blog, pathType: Prefix, backend: { service: { name: blog, port: { number: 80 } } } }
      `,
    },
    {
      title: "A rewrite does the same, and a dot now means any character",
      events: [
        "`shop.example.com/robots.txt` is now read as an expression and also matches longer or differently written paths, because of Ingress `blog`",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: shop, namespace: shop }
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /robots.txt, pathType: Exact, backend: { service: { name: web, port: { number: 80 } } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: blog
           namespace: blog
           annotations:
             nginx.ingress.kubernetes.io/limit-rps: "5"
        +    nginx.ingress.kubernetes.io/rewrite-target: /
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /blog, pathType: Prefix, backend: { service: { name: blog, port: { number: 80 } } } }
      `,
    },
    {
      title: "The other Ingress has a host of its own",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: shop, namespace: shop }
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Exact, backend: { service: { name: web, port: { number: 80 } } } }
         ---
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: blog
           namespace: blog
           annotations:
             nginx.ingress.kubernetes.io/limit-rps: "5"
        +    nginx.ingress.kubernetes.io/use-regex: "true"
         spec:
           ingressClassName: nginx
           rules:
             - host: blog.example.com
               http:
                 paths:
                   - { path: /blog, pathType: Prefix, backend: { service: { name: blog, port: { number: 80 } } } }
      `,
    },
  ],
});
