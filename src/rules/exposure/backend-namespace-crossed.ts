import { crossedBackends } from "../../analysis/exposure/crossed-backends.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";
import { sayOldBackends } from "../say-backends.ts";

export const backendNamespaceCrossed = defineRule({
  id: "backend-namespace-crossed",
  title: "Requests go to a service of another namespace",
  topic: "exposure",
  severity: "medium",
  pci: ["1.3.1", "7.2.2"],
  why: "A namespace is often the border of a team or of the cardholder data environment, and the route now leads across it.",
  whatToDo:
    "Keep the route beside its service, or confirm with the owner of the other namespace that it may be published here.",

  check(change) {
    if (change.facet !== "backend") return;
    const own = change.resource.namespace;
    const [first] = crossedBackends(change);
    if (!first) return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "goes")} to \`${first.namespace}/${first.name}\`, outside namespace \`${own}\` of the route${sayOldBackends(change.from, change.to, ", not to ")}`;
  },

  examples: [
    {
      title: "The route leads into another namespace",
      events: [
        "`shop.example.com` now goes to `cde/ledger`, outside namespace `shop` of the route, not to `shop/ledger:8080`",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs:
        -        - { name: ledger, port: 8080 }
        +        - { name: ledger, namespace: cde, port: 8080 }
      `,
    },
    {
      title: "The namespace of the route is written out",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs:
        -        - { name: ledger, port: 8080 }
        +        - { name: ledger, namespace: shop, port: 8080 }
      `,
    },
    {
      title: "An IngressRoute leads into another namespace",
      events: [
        "`shop.example.com` now goes to `cde/ledger`, outside namespace `shop` of the route, not to `shop/ledger:8080`",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: shop, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`)
               services:
        -        - { name: ledger, port: 8080 }
        +        - { name: ledger, namespace: cde, port: 8080 }
           tls: { secretName: shop-tls }
      `,
    },
  ],
});
