import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const sensitivePathExposed = defineRule({
  id: "sensitive-path-exposed",
  title: "A path of administration or debugging is published",
  topic: "exposure",
  severity: "high",
  pci: ["1.4.2", "2.2.4", "2.2.7"],
  why: "Management, metrics and debug endpoints tell an attacker a lot and often let them do more.",
  whatToDo: "Do not publish the path, or put it behind an internal class with authentication and a source range.",

  check(change) {
    if (change.sensitive.length === 0 || change.direction === "narrowed") return;
    const isNew =
      (change.facet === "host" && change.served === "now") ||
      (change.facet === "path" && change.how === "added") ||
      (change.facet === "backend" && change.carved);
    if (!isNew) return;
    return `${nameTargets(change.sensitive)} ${verb(change.sensitive, "is")} published: administration or debugging usually lives there`;
  },

  examples: [
    {
      title: "The metrics are published",
      events: ["`shop.example.com/metrics` is published: administration or debugging usually lives there"],
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
                   - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /metrics, pathType: Exact, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "The path only sounds alike",
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
             - host: shop.example.com
               http:
                 paths:
                   - { path: /cart, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        +          - { path: /metricsystem, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A Mapping publishes the metrics of a service",
      events: ["`shop.example.com/metrics` is published: administration or debugging usually lives there"],
      diff: `
         apiVersion: getambassador.io/v3alpha1
         kind: Mapping
         metadata: { name: web, namespace: shop }
         spec:
           hostname: shop.example.com
           prefix: /shop/
           service: web:80
        @@ metrics.yaml
        +apiVersion: getambassador.io/v3alpha1
        +kind: Mapping
        +metadata: { name: metrics, namespace: shop }
        +spec:
        +  hostname: shop.example.com
        +  prefix: /metrics
        +  service: web:9102
      `,
    },
  ],
});
