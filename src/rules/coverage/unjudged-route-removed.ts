import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const unjudgedRouteRemoved = defineRule({
  id: "unjudged-route-removed",
  title: "A route or grant of a kind that is not judged yet was removed",
  topic: "coverage",
  severity: "info",
  pci: ["1.2.5"],
  why: "What the object let in or granted goes away with it, and no other route of the repository can answer for its hosts.",
  whatToDo: "Nothing: this is evidence for the record.",

  check(change) {
    if (change.kind !== "protected-kind" || change.direction !== "narrowed") return undefined;
    const names = change.objects.map(
      ({ namespace, name }) => `\`${namespace === null ? name : `${namespace}/${name}`}\``,
    );
    return `${change.objects[0]?.kind} ${listed(names)} ${names.length > 1 ? "were" : "was"} removed`;
  },

  examples: [
    {
      title: "The only route of a host goes away",
      events: ["HTTPRoute `shop/web` was removed"],
      diff: `
        -apiVersion: gateway.networking.k8s.io/v1
        -kind: HTTPRoute
        -metadata:
        -  name: web
        -  namespace: shop
        -spec:
        -  hostnames: [shop.example.com]`,
    },
    {
      title: "DNS records are withdrawn",
      events: ["DNSEndpoint `edge/tunnel` was removed"],
      diff: `
        -apiVersion: externaldns.k8s.io/v1alpha1
        -kind: DNSEndpoint
        -metadata:
        -  name: tunnel
        -  namespace: edge
        -spec:
        -  endpoints:
        -    - { dnsName: tunnel.example.com, recordType: CNAME, targets: [abc.tunnel.example.net] }`,
    },
    {
      title: "Another route takes over, perhaps with less protection",
      events: [],
      diff: `
        @@ before.yaml
        -apiVersion: gateway.networking.k8s.io/v1
        -kind: HTTPRoute
        -metadata:
        -  name: web
        -  namespace: shop
        -spec:
        -  hostnames: [shop.example.com]
        @@ after.yaml
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata:
           name: catch-all
           namespace: shop
         spec:
           hostnames: ["*.example.com"]`,
    },
  ],
});
