import { controlTitle } from "../../analysis/exposure/control-titles.ts";
import type { CarriedControl } from "../../analysis/exposure/exposure-change.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const migrationDroppedProtection = defineRule({
  id: "migration-dropped-protection",
  title: "Requests moved to another kind of route with less protection",
  topic: "exposure",
  severity: "critical",
  cases: {
    partial: { severity: "high", when: "No access condition is lost, but another protection is" },
    defaults: { severity: "low", when: "Only what the former controller did unasked is lost, such as HSTS" },
    unclear: { severity: "medium", when: "Whether every protection was carried over cannot be decided" },
  },
  pci: ["2.2.6", "6.5.2", "7.3.3"],
  why: "Converters between Ingress, Gateway API and vendors' routes leave out what the other side spells in another way: authentication, source ranges, limits, firewalls, snippets.",
  whatToDo:
    "Carry over every row that says no, in the same pull request, and let somebody check those that say unknown.",

  check(change) {
    if (change.facet !== "migrated" || change.direction === "narrowed" || change.direction === "neutral") return;
    const lost = change.table.filter(({ carried }) => carried === "no");
    const unknown = change.table.filter(({ carried }) => carried === "unknown");
    const names = nameTargets(change.targets);
    const ways = {
      moved: `${names} moved from ${change.from} to ${change.to}`,
      joined: `${names} ${verb(change.targets, "is")} now answered by ${change.to} as well as by ${change.from}`,
      left: `${names} ${verb(change.targets, "is")} left to ${change.to}, and ${change.from} no longer answers`,
    };
    const parts = [
      lost.length > 0 ? `lost: ${lost.map(lossOf).join(", ")}` : "",
      unknown.length > 0 ? `not known to be carried over: ${unknown.map(titleOf).join(", ")}` : "",
    ];
    const message = `${ways[change.how]}; ${parts.filter(Boolean).join("; ")}`;
    const table = {
      columns: ["Control", "Before", "After", "Carried over?"],
      rows: change.table.map((row) => [
        titleOf(row),
        row.before,
        row.after,
        row.carried === "other" ? "changed" : row.carried,
      ]),
    };
    const how = caseOf(lost);
    return how === undefined ? { message, table } : { message, table, case: how };
  },

  examples: [
    {
      title: "The address list does not survive the conversion",
      events: [
        "`shop.example.com` moved from Ingress shop/shop to HTTPRoute shop/shop; lost: accepted addresses (10.0.0.0/8)",
      ],
      diff: `
        -apiVersion: networking.k8s.io/v1
        -kind: Ingress
        -metadata:
        -  name: shop
        -  namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        -spec:
        -  ingressClassName: nginx
        -  rules:
        -    - host: shop.example.com
        -      http:
        -        paths:
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: infra }]
        +  hostnames: [shop.example.com]
        +  rules:
        +    - backendRefs: [{ name: web, port: 80 }]
        @@ gateway.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: infra }
         spec:
           gatewayClassName: envoy
           listeners:
             - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
      `,
    },
    {
      title: "A second way in, and nobody says who can reach its Gateway",
      events: [
        "`shop.example.com` is now answered by HTTPRoute shop/shop as well as by Ingress shop/shop; not known to be carried over: reachable from",
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
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        @@ httproute.yaml
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: infra }]
        +  hostnames: [shop.example.com]
        +  rules:
        +    - backendRefs: [{ name: web, port: 80 }]
        @@ gateway.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: infra }
         spec:
           gatewayClassName: envoy
           listeners:
             - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
      `,
    },
    {
      title: "Everything is carried over",
      events: [],
      diff: `
        -apiVersion: networking.k8s.io/v1
        -kind: Ingress
        -metadata: { name: shop, namespace: shop }
        -spec:
        -  ingressClassName: nginx
        -  rules:
        -    - host: shop.example.com
        -      http:
        -        paths:
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: infra }]
        +  hostnames: [shop.example.com]
        +  rules:
        +    - backendRefs: [{ name: web, port: 80 }]
        @@ gateway.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: infra }
         spec:
           gatewayClassName: envoy
           listeners:
             - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
      `,
    },
    {
      title: "A move to Traefik leaves the list of addresses behind",
      events: [
        "`shop.example.com` moved from Ingress shop/shop to IngressRoute shop/shop; lost: size of bodies (the default size), HSTS (HSTS for 31536000 seconds with subdomains), accepted addresses (10.0.0.0/8)",
      ],
      diff: `
        @@ ingress.yaml
        -apiVersion: networking.k8s.io/v1
        -kind: Ingress
        -metadata:
        -  name: shop
        -  namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
        -spec:
        -  ingressClassName: nginx
        -  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
        -  rules:
        -    - host: shop.example.com
        -      http:
        -        paths:
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        @@ route.yaml
        +apiVersion: traefik.io/v1alpha1
        +kind: IngressRoute
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  entryPoints: [websecure]
        +  routes:
        +    - kind: Rule
        +      match: Host(\`shop.example.com\`)
        +      services: [{ name: web, port: 80 }]
        +  tls: { secretName: shop-tls }
      `,
    },
  ],
});

function titleOf({ control }: CarriedControl): string {
  return controlTitle(control);
}

function lossOf(row: CarriedControl): string {
  return `${titleOf(row)} (${row.before})`;
}

const accessConditions = new Set(["auth", "sourceRange", "tls", "waf", "redirect", "reach", "passthrough", "meshMtls"]);
const doneUnasked = new Set(["hsts", "bodyLimit", "accessLog"]);

function caseOf(lost: readonly CarriedControl[]): "partial" | "defaults" | "unclear" | undefined {
  if (lost.length === 0) return "unclear";
  if (lost.some(({ control }) => accessConditions.has(control))) return undefined;
  return lost.every(({ control }) => doneUnasked.has(control)) ? "defaults" : "partial";
}
