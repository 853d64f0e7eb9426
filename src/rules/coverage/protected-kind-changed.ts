import type { ProtectedKind } from "../../analysis/coverage/coverage-change.ts";
import { topicOf } from "../../kubernetes/kinds.ts";
import { listed } from "../listed.ts";
import { defineRule } from "../rule.ts";

export const protectedKindChanged = defineRule({
  id: "protected-kind-changed",
  title: "An object of a protected kind changed whose effect is not known",
  topic: "coverage",
  severity: "medium",
  pci: ["1.2.2"],
  why: "Objects of this kind route or restrict traffic, or grant access. Gatewarden sees that one changed, but cannot tell what that means.",
  whatToDo: "Read the change as you would without a tool, and approve if it is meant.",

  check(change) {
    if (change.kind !== "protected-kind" || change.direction === "narrowed") return undefined;
    return `${subjectOf(change)} ${happened(change)}; ${isRead(change) ? "nothing in the repository shows what it applies to" : "gatewarden does not yet judge this kind"}`;
  },

  examples: [
    {
      title: "A middleware that no route of the repository uses",
      events: ["Middleware `shop/login` was removed; nothing in the repository shows what it applies to"],
      diff: `
        -apiVersion: traefik.io/v1alpha1
        -kind: Middleware
        -metadata: { name: login, namespace: shop }
        -spec: { forwardAuth: { address: "https://login.example.com" } }`,
    },
    {
      title: "A DomainMapping leads to another service",
      events: ["DomainMapping `shop/shop.example.com` changed (ref); gatewarden does not yet judge this kind"],
      diff: `
         apiVersion: serving.knative.dev/v1beta1
         kind: DomainMapping
         metadata:
           name: shop.example.com
           namespace: shop
         spec:
           ref:
             kind: Service
        -    name: web
        +    name: admin`,
    },
    {
      title: "A policy of another vendor is removed: something may open",
      events: ["AuthPolicy `shop/web` was removed; gatewarden does not yet judge this kind"],
      diff: `
        -apiVersion: kuadrant.io/v1
        -kind: AuthPolicy
        -metadata:
        -  name: web
        -  namespace: shop
        -spec:
        -  targetRef:
        -    kind: HTTPRoute
        -    name: web`,
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

// Objects of routing kinds are read with what they apply to; here are those for which that stands elsewhere.
function isRead({ resource: { apiVersion, kind } }: ProtectedKind): boolean {
  return topicOf(apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "", kind) === "exposure";
}
