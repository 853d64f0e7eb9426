import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const eolControllerAdopted = defineRule({
  id: "eol-controller-adopted",
  title: "A retired controller serves more than before",
  topic: "exposure",
  severity: "low",
  cases: {
    unfixed: { severity: "medium", when: "The version has known holes that a later release fixed" },
  },
  pci: ["6.3.3", "12.3.4"],
  why: "ingress-nginx gets no fixes since March 2026: what is found in it from now on stays open.",
  whatToDo: "Plan its replacement, and run the last release of a line until then: 1.13.9, 1.14.5 or 1.15.1.",
  fixedByRestoring: true,

  check(change) {
    if (change.facet !== "endOfLife" || !change.to) return;
    const known = new Set(change.from ?? []);
    const added = change.to.filter((reason) => !known.has(reason));
    const holes = added.filter((reason) => reason.startsWith("CVE-"));
    const names = nameTargets(change.targets);
    if (holes.length > 0) {
      const more = holes.length > 3 ? ` and ${holes.length - 3} more` : "";
      return {
        message: `The controller of ${names} has ${holes.slice(0, 3).join(", ")}${more} unfixed`,
        case: "unfixed",
      };
    }
    return added.length > 0 ? `${added.join(", ")}, and serves ${names} now` : undefined;
  },

  examples: [
    {
      title: "An older version with known holes",
      events: [
        "The controller of every host of ingress-nginx `ingress-nginx/ingress-nginx-controller` has CVE-2025-1097, CVE-2025-1098, CVE-2025-15566 and 7 more unfixed",
      ],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         spec:
           template:
             spec:
               containers:
                 - name: controller
        -          image: registry.k8s.io/ingress-nginx/controller:v1.15.1
        +          image: registry.k8s.io/ingress-nginx/controller:v1.11.4
      `,
    },
    {
      title: "The last release of its line",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: ingress-nginx-controller, namespace: ingress-nginx }
         spec:
           template:
             spec:
               containers:
                 - name: controller
        -          image: registry.k8s.io/ingress-nginx/controller:v1.14.4
        +          image: registry.k8s.io/ingress-nginx/controller:v1.14.5
      `,
    },
    {
      title: "The first Ingress of a repository that relies on ingress-nginx",
      events: ["Ingress-nginx was retired in March 2026, and serves Ingress `shop/shop` now"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: blog, namespace: blog }
         spec:
           ingressClassName: contour
           rules:
             - host: blog.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "One more Ingress of ingress-nginx",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: blog, namespace: blog }
         spec:
           ingressClassName: nginx
           rules:
             - host: blog.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});
