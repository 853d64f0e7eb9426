import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const policyDetached = defineRule({
  id: "policy-detached",
  title: "A policy no longer applies to anything",
  topic: "exposure",
  severity: "critical",
  pci: ["2.2.6", "6.4.2", "7.3.3"],
  why: "The policy is still in the repository and looks as if it protected the route, but what it is attached to has another name now.",
  whatToDo: "Name the new object in the targets of the policy, or remove the policy if its route is gone.",

  check(change) {
    if (change.facet !== "ineffective" || change.subject !== "scope" || change.order === "stronger" || !change.to)
      return;
    const known = new Set(change.from);
    const lost = change.to.filter((text) => !known.has(text)).map((text) => /^spec\.target\w+: (.*)$/.exec(text)?.[1]);
    const reasons = lost.filter((text) => text !== undefined);
    if (reasons.length === 0) return;
    return `${nameTargets(change.targets)} no longer applies: ${reasons.slice(0, 3).join(", ")}`;
  },

  examples: [
    {
      title: "The route is renamed and its policy is not",
      events: ["SecurityPolicy `shop/orders` no longer applies: there is no HTTPRoute orders"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata:
        -  name: orders
        +  name: orders-v2
           namespace: shop
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
         ---
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: SecurityPolicy
         metadata: { name: orders, namespace: shop }
         spec:
           targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: orders }]
           basicAuth: { users: { name: users } }
      `,
    },
    {
      title: "Both are renamed",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata:
        -  name: orders
        +  name: orders-v2
           namespace: shop
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
         ---
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: SecurityPolicy
         metadata: { name: orders, namespace: shop }
         spec:
        -  targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: orders }]
        +  targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: orders-v2 }]
           basicAuth: { users: { name: users } }
      `,
    },
    {
      title: "The route goes, with nothing left to protect",
      events: [],
      diff: `
        -apiVersion: gateway.networking.k8s.io/v1
        -kind: HTTPRoute
        -metadata: { name: orders, namespace: shop }
        -spec:
        -  parentRefs: [{ name: public, namespace: edge }]
        -  hostnames: [shop.example.com]
        -  rules:
        -    - backendRefs: [{ name: web, port: 80 }]
        ----
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: SecurityPolicy
         metadata: { name: orders, namespace: shop }
         spec:
           targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: orders }]
           basicAuth: { users: { name: users } }
      `,
    },
    {
      title: "A BackendTLSPolicy names a Service that is gone",
      events: ["BackendTLSPolicy `shop/web` no longer applies: there is no Service web"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: BackendTLSPolicy
         metadata: { name: web, namespace: shop }
         spec:
           targetRefs: [{ group: "", kind: Service, name: web }]
           validation: { hostname: web.shop.internal, wellKnownCACertificates: System }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
        -  rules: [{ backendRefs: [{ name: web, port: 443 }] }]
        +  rules: [{ backendRefs: [{ name: web-v2, port: 443 }] }]
      `,
    },
  ],
});
