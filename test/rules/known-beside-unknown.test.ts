import { expect, test } from "@jest/globals";
import { eventsBetween } from "../support/review-example.ts";

const mw = `---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: b, namespace: shop }
spec: { basicAuth: { secret: users } }
`;
const ir = (m: string) => `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: shop, namespace: shop }
spec:
  entryPoints: [websecure]
  routes:
    - { kind: Rule, match: Host(\`shop.example.com\`), middlewares: [${m}], services: [{ name: web, port: 80 }] }
  tls: { secretName: t }
${mw}`;
const ing = (m: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop, annotations: { traefik.ingress.kubernetes.io/router.middlewares: "${m}" } }
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
${mw}`;
const hr = (sp: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }], filters: [{ type: ExtensionRef, extensionRef: { group: x.io, kind: Y, name: z } }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { gatewayClassName: envoy, listeners: [{ name: http, port: 80, protocol: HTTP }] }
${sp}`;
const sp = `---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: shop, namespace: shop }
spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, name: shop }], basicAuth: { users: { name: u } } }
`;
const ap = (dry: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: deny, namespace: shop, annotations: {${dry}} }
spec: { action: DENY, rules: [{ to: [{ operation: { paths: ["/admin*"] } }] }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: allow, namespace: shop, annotations: {${dry}} }
spec: { rules: [{ from: [{ source: { principals: [a] } }] }] }
`;
const kong = (m: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop, annotations: { konghq.com/plugins: "${m}" } }
spec:
  ingressClassName: kong
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: { name: k, namespace: shop }
plugin: key-auth
`;
// One part of a protection is not in the repository; the other, which is, goes. What stays unknown must not hide it.
test.each([
  [
    "a Middleware of an IngressRoute beside a missing one",
    ir("{ name: missing }, { name: b }"),
    ir("{ name: missing }"),
  ],
  [
    "a Middleware of an Ingress beside a missing one",
    ing("shop-missing@kubernetescrd,shop-b@kubernetescrd"),
    ing("shop-missing@kubernetescrd"),
  ],
  ["a SecurityPolicy beside an extension that nobody can read", hr(sp), hr("")],
  ["a KongPlugin beside a missing one", kong("a,k"), kong("a")],
  ["policies of a mesh that only log what they would decide", ap(""), ap('istio.io/dry-run: "true"')],
])("%s is not lost in silence", async (_, before, after) => {
  const events = await eventsBetween({ "a.yaml": before }, { "a.yaml": after });
  const asking = events.filter(
    ({ severity, direction }) => severity !== "info" && severity !== "low" && direction !== "narrowed",
  );
  expect(asking).not.toEqual([]);
});
