import { leavesCluster } from "../../analysis/exposure/controls/mirror.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const mirrorTargetAdded = defineRule({
  id: "mirror-target-added",
  title: "Requests are copied to another place",
  topic: "exposure",
  severity: "high",
  cases: {
    outside: { severity: "critical", when: "The copies leave the cluster" },
  },
  pci: ["1.3.2", "4.2.1", "6.5.5", "12.5.2"],
  why: "Live requests, perhaps with account data in them, reach a system that nobody sees in the path of the request.",
  whatToDo: "Remove the copy, or keep it inside of the same zone and without bodies.",

  check(change) {
    if (change.facet !== "mirror" || change.order === "unknown" || !change.to) return;
    const known = new Set(change.from ?? []);
    const added = change.to.filter((target) => !known.has(target));
    if (added.length === 0) return;
    const message = `Requests for ${nameTargets(change.targets)} are now copied: ${added.slice(0, 4).join(", ")}`;
    return added.some(leavesCluster) ? { message, case: "outside" } : message;
  },

  examples: [
    {
      title: "To a host outside",
      events: [
        "Requests for `shop.example.com` are now copied: bodies to https://replay.test.example.net$request_uri, https://replay.test.example.net$request_uri (100 %)",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/mirror-target: https://replay.test.example.net$request_uri
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
      title: "The bodies go along",
      events: [
        "Requests for `shop.example.com` are now copied: bodies to http://copy.shop.svc.cluster.local$request_uri",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/mirror-target: http://copy.shop.svc.cluster.local$request_uri
        -    nginx.ingress.kubernetes.io/mirror-request-body: "off"
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
      title: "The bodies stay",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
             nginx.ingress.kubernetes.io/mirror-target: http://copy.shop.svc.cluster.local$request_uri
        +    nginx.ingress.kubernetes.io/mirror-request-body: "off"
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
      title: "An HTTPRoute copies to another Service",
      events: ["Requests for `shop.example.com` are now copied: shop/copy:80 (100 %)"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: edge, namespace: infra }
         spec:
           gatewayClassName: istio
           listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
        @@ route.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: edge, namespace: infra }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
        +      filters:
        +        - type: RequestMirror
        +          requestMirror: { backendRef: { name: copy, port: 80 } }
      `,
    },
    {
      title: "A VirtualService copies requests",
      events: ["Requests for `shop.example.com` are now copied: test/replay (100 %)"],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: VirtualService
         metadata: { name: shop, namespace: shop }
         spec:
           gateways: [edge/public]
           hosts: [shop.example.com]
           http:
             - route: [{ destination: { host: web, port: { number: 80 } } }]
        +      mirror: { host: replay.test.svc.cluster.local }
      `,
    },
  ],
});
