import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const matchConditionRemoved = defineRule({
  id: "match-condition-removed",
  title: "A path answers requests that it did not match before",
  topic: "exposure",
  severity: "medium",
  pci: ["1.4.2", "7.3.3"],
  why: "The condition on a method, header or parameter decided which requests reach the service, such as reading only or one partner only.",
  whatToDo: "Restore the condition, or confirm that the service itself refuses what it no longer filters.",

  check(change) {
    if (change.facet !== "path" || change.how !== "condition-removed") return;
    return `${nameTargets(change.targets)} now ${verb(change.targets, "answers")} requests without a condition on method, header or parameter that was needed before`;
  },

  examples: [
    {
      title: "Not only GET",
      events: [
        "`shop.example.com/reports` now answers requests without a condition on method, header or parameter that was needed before",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - matches:
                 - path: { type: PathPrefix, value: /reports }
        -          method: GET
               backendRefs: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "A condition is added",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - matches:
                 - path: { type: PathPrefix, value: /reports }
        +          headers: [{ name: x-partner, value: acme }]
               backendRefs: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "An HTTPProxy no longer asks for a header",
      events: [
        "`shop.example.com/reports` now answers requests without a condition on method, header or parameter that was needed before",
      ],
      diff: `
         apiVersion: projectcontour.io/v1
         kind: HTTPProxy
         metadata: { name: shop, namespace: shop }
         spec:
           virtualhost: { fqdn: shop.example.com, tls: { secretName: shop-tls } }
           routes:
             - conditions:
                 - prefix: /reports
        -        - header: { name: x-partner, exact: acme }
               services: [{ name: reports, port: 80 }]
      `,
    },
  ],
});
