import { references, showReference } from "../../analysis/exposure/controls/references.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const referenceGrantWidened = defineRule({
  id: "reference-grant-widened",
  title: "Another namespace may use Services or keys of this one",
  topic: "exposure",
  severity: "high",
  cases: {
    services: { severity: "medium", when: "Only Services can be referred to, no Secrets" },
  },
  pci: ["1.3.1", "7.2.2"],
  why: "The other namespace can publish these Services under routes of its own, or serve hosts with these TLS keys.",
  whatToDo: "Name the one object in `to[].name`, and only the namespace that needs it in `from`.",

  check(change) {
    if (change.facet !== "references" || (change.order !== "weaker" && change.order !== "incomparable") || !change.to)
      return;
    const before = change.from ?? [];
    const gained = change.to.filter((one) =>
      ["weaker", "incomparable"].includes(references.compare(before, [...before, one])),
    );
    if (gained.length === 0) return;
    const listed = gained.slice(0, 3).map((one) => `\`${showReference(one)}\``);
    const more = gained.length > 3 ? ` and ${gained.length - 3} more` : "";
    const message = `references into ${nameTargets(change.targets)} are now permitted from ${listed.join(", ")}${more}`;
    return gained.every(({ kind }) => kind === "Service") ? { message, case: "services" } : message;
  },

  examples: [
    {
      title: "The grant no longer names the Service",
      events: ["References into namespace `cde` are now permitted from `HTTPRoute in shop to every Service`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: ReferenceGrant
         metadata: { name: shop, namespace: cde }
         spec:
           from:
             - { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }
           to:
        -    - { group: "", kind: Service, name: ledger }
        +    - { group: "", kind: Service }
      `,
    },
    {
      title: "A Gateway of another namespace may use a TLS key",
      events: ["References into namespace `cde` are now permitted from `Gateway in edge to Secret pay-tls`"],
      diff: `
        +apiVersion: gateway.networking.k8s.io/v1beta1
        +kind: ReferenceGrant
        +metadata: { name: edge, namespace: cde }
        +spec:
        +  from:
        +    - { group: gateway.networking.k8s.io, kind: Gateway, namespace: edge }
        +  to:
        +    - { group: "", kind: Secret, name: pay-tls }
      `,
    },
    {
      title: "Two grants become one",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: ReferenceGrant
         metadata: { name: shop, namespace: cde }
         spec:
           from:
             - { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }
           to:
             - { group: "", kind: Service, name: ledger }
        +    - { group: "", kind: Service, name: cards }
        ----
        -apiVersion: gateway.networking.k8s.io/v1
        -kind: ReferenceGrant
        -metadata: { name: cards, namespace: cde }
        -spec:
        -  from:
        -    - { group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }
        -  to:
        -    - { group: "", kind: Service, name: cards }
      `,
    },
  ],
});
