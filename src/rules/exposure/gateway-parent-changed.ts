import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import {
  isGatewayEntry,
  isOtherKnowledge,
  isSecondGateway,
} from "../../analysis/exposure/gateway-api/gateway-class.ts";
import type { Entry } from "../../analysis/exposure/route.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const gatewayParentChanged = defineRule({
  id: "gateway-parent-changed",
  title: "A route is attached to another Gateway",
  topic: "exposure",
  severity: "high",
  cases: {
    unclear: { severity: "medium", when: "How far one of the two Gateways can be reached is not known" },
    same: { severity: "low", when: "Both Gateways can be reached from the same places" },
  },
  pci: ["1.2.2", "1.4.2"],
  why: "The other Gateway may be public, may have other certificates, and its policies protect the route instead of those of the first.",
  whatToDo:
    "Confirm that the service may be reached through this Gateway, and pin the listener with `sectionName`. Name the reach of each Gateway in the policy under `controllers`.",

  check(change) {
    if (change.facet === "host") return gained(change);
    if (change.facet !== "entry" || change.direction === "narrowed") return;
    if (!isGatewayEntry(change.from.class) || !isGatewayEntry(change.to.class)) return;
    if (isOtherKnowledge(change.from, change.to) && change.from.class === change.to.class)
      return { message: knowledge(change), case: "unclear" };
    const names = change.from.class === change.to.class ? listenerOf : nameOf;
    if (names(change.from) === names(change.to)) return;
    const message = `${nameTargets(change.targets)} ${verb(change.targets, "is")} now served by ${names(change.to)}, not by ${names(change.from)}${unseen(change)}`;
    if (change.direction === "widened") return message;
    const isKnown = change.from.reach === change.to.reach && change.to.reach !== "unknown";
    return { message, case: isKnown ? "same" : "unclear" };
  },

  examples: [
    {
      title: "From a private Gateway to a public one",
      events: ["`shop.example.com` is now served by Gateway `edge/public`, not by Gateway `edge/internal`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs:
        -    - { name: internal, namespace: edge }
        +    - { name: public, namespace: edge }
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: internal, namespace: edge }
         spec:
           gatewayClassName: gke-l7-rilb
           listeners:
             - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: gke-l7-global-external-managed
           listeners:
             - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
      `,
    },
    {
      title: "Between two Gateways that stand elsewhere",
      events: ["`shop.example.com` is now served by Gateway `edge/b`, not by Gateway `edge/a`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs:
        -    - { name: a, namespace: edge }
        +    - { name: b, namespace: edge }
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "To a second Gateway",
      events: ["`shop.example.com` is now served by Gateway `edge/b` as well as by Gateway `edge/a`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs:
             - { name: a, namespace: edge }
        +    - { name: b, namespace: edge }
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "To a listener of a Gateway that stands elsewhere",
      events: [
        "`shop.example.com` is now served by every listener of Gateway `edge/a`, not by listener `https` of Gateway `edge/a`",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs:
             - name: a
               namespace: edge
        -      sectionName: https
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "The Gateway leaves the repository",
      events: [
        "`shop.example.com` is served by Gateway `edge/a`, which is no longer in this repository: nothing here says which listeners and certificates it has",
      ],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs:
             - { name: a, namespace: edge, sectionName: https }
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
        @@ gateway.yaml
        -apiVersion: gateway.networking.k8s.io/v1
        -kind: Gateway
        -metadata: { name: a, namespace: edge }
        -spec:
        -  gatewayClassName: cilium
        -  listeners:
        -    - name: https
        -      port: 443
        -      protocol: HTTPS
        -      tls: { certificateRefs: [{ name: shop-tls }] }
        -      allowedRoutes: { namespaces: { from: All } }
      `,
    },
    {
      title: "The namespace of the Gateway is written out",
      events: [],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs:
        -    - { name: own }
        +    - { name: own, namespace: shop, kind: Gateway }
           hostnames: [shop.example.com]
           rules:
             - backendRefs: [{ name: web, port: 80 }]
      `,
    },
    {
      title: "A VirtualService moves to another Gateway",
      events: [
        "`backoffice.example.com` is now served by Istio Gateway `edge/public`, not by Istio Gateway `edge/internal`",
      ],
      diff: `
         apiVersion: networking.istio.io/v1
         kind: VirtualService
         metadata: { name: backoffice, namespace: shop }
         spec:
           gateways:
        -    - edge/internal
        +    - edge/public
           hosts: [backoffice.example.com]
           http: [{ route: [{ destination: { host: backoffice, port: { number: 80 } } }] }]
      `,
    },
  ],
});

/** A route that gains a parent: its host is served at a further Gateway. */
function gained(change: Extract<ExposureChange, { facet: "host" }>) {
  const door = change.entries.after;
  if (change.pattern !== "exact" || !door || !isSecondGateway(change)) return undefined;
  const first = nameOf({ ...door, class: change.elsewhere ?? null });
  const message = `${nameTargets(change.targets)} ${verb(change.targets, "is")} now served by ${nameOf(door)} as well as by ${first}`;
  return door.reach === "internet" ? message : { message, case: "unclear" };
}

/** The manifest of the Gateway left the repository or came to it, and the route names it as before. */
function knowledge({ to, targets }: Extract<ExposureChange, { facet: "entry" }>): string {
  const door = `${nameTargets(targets)} ${verb(targets, "is")} served by ${nameOf(to)}`;
  return to.missing === undefined
    ? `${door}, which is in this repository now, with its listeners and certificates`
    : `${door}, which is no longer in this repository: nothing here says which listeners and certificates it has`;
}

// Of a Gateway that is elsewhere nothing can be compared.
function unseen({ from, to }: Extract<ExposureChange, { facet: "entry" }>): string {
  return to.missing && !from.missing ? `; the manifest of ${nameOf(to)} is not in this repository` : "";
}

function nameOf({ class: name }: Entry): string {
  const [, kind = "", own = ""] = /^((?:Istio )?Gateway) (.*)$/s.exec(name ?? "") ?? [];
  return `${kind} \`${own}\``;
}

function listenerOf(entry: Entry): string {
  const { listener } = entry;
  const isNamed = listener !== undefined && listener !== "every listener";
  return `${isNamed ? `listener \`${listener}\`` : "every listener"} of ${nameOf(entry)}`;
}
