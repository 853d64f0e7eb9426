import { isSecondGateway } from "../../analysis/exposure/gateway-api/gateway-class.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const hostExposed = defineRule({
  id: "host-exposed",
  title: "A host is served that nothing answered before",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.2", "1.2.5", "1.4.2"],
  why: "A new name at the edge is a new inbound service: it needs an owner, a reason and the protections of its neighbours.",
  whatToDo:
    "Say in the pull request why the service is needed. Until that is approved, restrict it with authentication or a source range.",

  check(change) {
    if (change.facet !== "host" || change.served !== "now") return;
    if (change.pattern !== "exact" || change.via === "server-alias" || isSecondGateway(change)) return;
    return `${nameTargets(change.targets)} can now be reached${change.tls ? "" : ", without TLS"}${insteadOf(change.coveredBy)}`;
  },

  examples: [
    {
      title: "An Ingress is added for a host",
      events: ["`shop.example.com` can now be reached"],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata:
        +  name: shop
        +  namespace: shop
        +spec:
        +  ingressClassName: nginx
        +  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
        +  rules:
        +    - host: shop.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A second host joins, without TLS",
      events: ["`api.example.com` can now be reached, without TLS"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +    - host: api.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The object is renamed and keeps its host",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
        -metadata: { name: shop, namespace: shop }
        +metadata: { name: storefront, namespace: shop }
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
      title: "A Route publishes a new host",
      events: ["`backoffice.example.com` can now be reached"],
      diff: `
        +apiVersion: route.openshift.io/v1
        +kind: Route
        +metadata: { name: backoffice, namespace: shop }
        +spec:
        +  host: backoffice.example.com
        +  to: { kind: Service, name: backoffice }
        +  tls:
        +    termination: edge
        +    insecureEdgeTerminationPolicy: Redirect
        +    externalCertificate: { name: backoffice-tls }
      `,
    },
    {
      title: "A TLSRoute publishes the server name of a service that ends TLS itself",
      events: ["`vault.example.com` can now be reached"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - name: tls
               port: 443
               protocol: TLS
               tls: { mode: Passthrough }
               allowedRoutes: { namespaces: { from: All } }
        @@ route.yaml
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: TLSRoute
        +metadata: { name: vault, namespace: vault }
        +spec:
        +  parentRefs: [{ name: public, namespace: edge }]
        +  hostnames: [vault.example.com]
        +  rules: [{ backendRefs: [{ name: vault, port: 8200 }] }]
      `,
    },
  ],
});

function insteadOf(coveredBy: string | null): string {
  if (coveredBy === null) return "";
  return coveredBy === "*" ? "; the catch-all answered it before" : `; \`${coveredBy}\` answered it before`;
}
