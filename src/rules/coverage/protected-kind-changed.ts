import type { ProtectedKind } from "../../analysis/coverage/coverage-change.ts";
import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const protectedKindChanged = defineRule({
  id: "protected-kind-changed",
  title: "An object of a protected kind changed that is not judged yet",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2"],
  why: "Objects of this kind route or restrict traffic, or grant access. Gatewarden sees that one changed, but does not yet judge what that means.",
  whatToDo: "Read the change as you would without a tool, and approve if it is meant.",

  check(change) {
    if (change.kind !== "protected-kind" || change.direction === "narrowed") return undefined;
    return `${subjectOf(change)} ${happened(change)}; gatewarden does not yet judge this kind`;
  },

  examples: [
    {
      title: "An HTTPRoute serves another host through another gateway",
      events: ["HTTPRoute `shop/web` changed (hostnames, parentRefs); gatewarden does not yet judge this kind"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata:
           name: web
           namespace: shop
         spec:
        -  hostnames: [shop.internal]
        +  hostnames: [shop.example.com]
           parentRefs:
        -    - name: internal
        +    - name: external`,
    },
    {
      title: "A NetworkPolicy is removed: something may open",
      events: ["NetworkPolicy `shop/deny-all` was removed; gatewarden does not yet judge this kind"],
      diff: `
        -apiVersion: networking.k8s.io/v1
        -kind: NetworkPolicy
        -metadata:
        -  name: deny-all
        -  namespace: shop
        -spec:
        -  podSelector: {}`,
    },
    {
      title: "A newer API version with equal content",
      events: [],
      diff: `
        -apiVersion: gateway.networking.k8s.io/v1beta1
        +apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata:
           name: web
         spec:
           hostnames: [shop.example.com]`,
    },
    {
      title: "A port of a ClusterIP Service",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata:
           name: web
         spec:
           ports:
        -    - port: 80
        +    - port: 8080`,
    },
  ],
});

function subjectOf({ objects }: ProtectedKind): string {
  const [first] = objects;
  const names = objects.map(({ namespace, name }) => `\`${namespace === null ? name : `${namespace}/${name}`}\``);
  return objects.length === 1
    ? `${first?.kind} ${names[0]}`
    : `${objects.length} objects of kind ${first?.kind} (${listed(names)})`;
}

function happened({ what, fields, objects }: ProtectedKind): string {
  if (what === "altered") return `changed${objects.length > 1 ? " alike" : ""} (${fields.join(", ")})`;
  return `${objects.length > 1 ? "were" : "was"} ${what}`;
}
