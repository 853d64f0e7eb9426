import { controlTitle } from "../../analysis/exposure/control-titles.ts";
import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const protectionShadowed = defineRule({
  id: "protection-shadowed",
  title: "A more specific route takes requests from a protected one",
  topic: "exposure",
  severity: "critical",
  cases: {
    checker: {
      severity: "medium",
      when: "Its requests go to the very service that the protected route asks about logins, which has to answer without one",
    },
    unclear: { severity: "medium", when: "Which of the two routes protects more cannot be decided" },
  },
  pci: ["1.4.2", "6.4.2", "7.3.3", "8.3.1"],
  why: "The protected route is still there, unchanged, but a longer path or a more exact host answers some of its requests with less protection.",
  whatToDo: "Give the new route the protections of the one that it takes requests from.",

  check(change) {
    if (change.facet !== "shadowed" || change.direction === "narrowed") return;
    const listed = change.differences.map(
      ({ control, before, after }) => `${controlTitle(control)} (${before} → ${after})`,
    );
    const message = `${nameTargets(change.targets)} ${verb(change.targets, "is")} answered by another route than before, with other protections: ${listed.join(", ")}`;
    if (change.direction === "unknown") return { message, case: "unclear" };
    return isChecker(change) ? { message, case: "checker" } : message;
  },

  examples: [
    {
      title: "The login itself",
      events: [
        "`shop.example.com/oauth2` is answered by another route than before, with other protections: authentication (a check by shop/login:80 → no authentication)",
      ],
      diff: `
         apiVersion: gateway.envoyproxy.io/v1alpha1
         kind: SecurityPolicy
         metadata: { name: shop, namespace: shop }
         spec:
           targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop }]
           extAuth:
             http:
               backendRefs: [{ name: login, port: 80 }]
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
        @@ login.yaml
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: login, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: edge }]
        +  hostnames: [shop.example.com]
        +  rules:
        +    - matches: [{ path: { value: /oauth2 } }]
        +      backendRefs: [{ name: login, port: 80 }]
      `,
    },
    {
      title: "A path beside the authenticated one",
      events: [
        "`shop.example.com/cart` is answered by another route than before, with other protections: authentication (a check by https://login.example.com/check → no authentication)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: cart, namespace: shop }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The longer path asks for the same",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +---
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: cart
        +  namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/auth-url: https://login.example.com/check
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A router without a login takes a path from the one that has it",
      events: [
        "`shop.example.com/admin/report` is answered by another route than before, with other protections: authentication (a check by https://sso.example.com/auth → no authentication)",
      ],
      diff: `
         apiVersion: traefik.io/v1alpha1
         kind: Middleware
         metadata: { name: login, namespace: shop }
         spec: { forwardAuth: { address: "https://sso.example.com/auth" } }
         ---
         apiVersion: traefik.io/v1alpha1
         kind: IngressRoute
         metadata: { name: admin, namespace: shop }
         spec:
           entryPoints: [websecure]
           routes:
             - kind: Rule
               match: Host(\`shop.example.com\`) && PathPrefix(\`/admin\`)
               middlewares: [{ name: login }]
               services: [{ name: admin, port: 80 }]
           tls: { secretName: shop-tls }
        @@ report.yaml
        +apiVersion: traefik.io/v1alpha1
        +kind: IngressRoute
        +metadata: { name: report, namespace: shop }
        +spec:
        +  entryPoints: [websecure]
        +  routes:
        +    - kind: Rule
        +      match: Host(\`shop.example.com\`) && PathPrefix(\`/admin/report\`)
        +      services: [{ name: admin, port: 80 }]
        +  tls: { secretName: shop-tls }
      `,
    },
  ],
});

/** Whether nothing but the check of logins is lost, and the requests go to the service that makes it. */
function isChecker({ differences, backends }: Extract<ExposureChange, { facet: "shadowed" }>): boolean {
  const losses = differences.filter(({ order }) => order !== "stronger" && order !== "equal");
  const [only] = losses;
  if (!only || losses.length > 1 || only.control !== "auth" || backends.length === 0) return false;
  const asked = /^a check by ([^/\s]+\/[^/\s]+)(?:\/\S*)?$/.exec(only.before)?.[1];
  return backends.every(({ namespace, name, port }) => namespace !== null && `${namespace}/${name}:${port}` === asked);
}
