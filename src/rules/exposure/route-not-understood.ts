import { defineRule } from "../rule.ts";

export const routeNotUnderstood = defineRule({
  id: "route-not-understood",
  title: "A route is written in a way that the cluster would not accept",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.2", "6.5.1"],
  why: "The API server refuses such an object or drops fields of it, so that what stands in the repository is not what runs.",
  whatToDo: "Correct the manifest, for example by validating it against the schema of its API version.",

  check(change) {
    if (change.facet !== "problem") return;
    return `${change.resource.kind} \`${change.resource.name}\` is not valid: ${change.text}`;
  },

  examples: [
    {
      title: "Fields of the old version under the new one",
      events: ["Ingress `shop` is not valid: serviceName and servicePort are not fields of networking.k8s.io/v1"],
      diff: `
        -apiVersion: networking.k8s.io/v1beta1
        +apiVersion: networking.k8s.io/v1
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
                   - path: /
                     pathType: Prefix
                     backend: { serviceName: web, servicePort: 80 }
      `,
    },
    {
      title: "A wildcard that no API allows",
      events: [
        "Ingress `shop` is not valid: the host shop.*.example.com has a wildcard that is not a whole first label",
      ],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
        -    - host: shop.example.com
        +    - host: shop.*.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A placeholder may become anything legal",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
         spec:
           ingressClassName: nginx
           rules:
        -    - host: shop.example.com
        +    - host: "shop.\${DOMAIN:=*.example.com}"
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "An HTTPRoute names a listener that its Gateway does not have",
      events: [
        "HTTPRoute `shop` is not valid: it is not attached to one of its parents, because Gateway public has no listener secure",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - name: https
               port: 443
               protocol: HTTPS
               tls: { certificateRefs: [{ name: public-tls }] }
               allowedRoutes: { namespaces: { from: All } }
        @@ route.yaml
        +apiVersion: gateway.networking.k8s.io/v1
        +kind: HTTPRoute
        +metadata: { name: shop, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: edge, sectionName: secure }]
        +  hostnames: [shop.example.com]
        +  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
  ],
});
