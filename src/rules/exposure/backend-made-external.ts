import { showBothBackends } from "../../analysis/exposure/compare/served.ts";
import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import { isOutside, namesGained, namesOutside } from "../../analysis/exposure/services/external-name.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const backendMadeExternal = defineRule({
  id: "backend-made-external",
  title: "Requests are handed to a host outside the cluster",
  topic: "exposure",
  severity: "high",
  pci: ["1.2.2", "1.3.2"],
  why: "The edge sends what callers send, credentials and account data included, to a place that this cluster does not control.",
  whatToDo: "Use a Service of the cluster, or confirm who runs the other host and that it may receive this traffic.",

  check(change) {
    const names = nameTargets(change.targets);
    if (change.facet === "annotation" && change.subject === "scope") return ofService(change, names);
    if (change.facet === "backend") {
      const gained = namesGained(change.from, change.to);
      if (gained.length === 0) return;
      const { from } = showBothBackends(change.from, change.to);
      const before = namesOutside(change.from).join("`, `") || from;
      return `${names} now ${verb(change.targets, "goes")} to \`${gained.join("`, `")}\` outside the cluster, not to \`${before}\``;
    }
    const isNew =
      (change.facet === "host" && change.served === "now") || (change.facet === "path" && change.how === "added");
    const reached = isNew ? namesOutside(change.backends) : [];
    if (reached.length === 0) return;
    return `${names} ${verb(change.targets, "leads")} to \`${reached.join("`, `")}\` outside the cluster`;
  },

  examples: [
    {
      title: "The Service behind a host becomes a name outside",
      events: ["`shop.example.com` now goes to `api.partner.example.net` outside the cluster, not to `web:80`"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: shop, namespace: shop }
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
        @@ web.yaml
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  selector: { app: web }
        -  ports: [{ port: 80 }]
        +  type: ExternalName
        +  externalName: api.partner.example.net
      `,
    },
    {
      title: "A new host leads outside",
      events: ["`pay.example.com` leads to `pay.partner.example.net` outside the cluster"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: pay, namespace: shop }
         spec:
           type: ExternalName
           externalName: pay.partner.example.net
        @@ pay.yaml
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: pay, namespace: shop }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: pay.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: pay, port: { number: 443 } } } }
      `,
    },
    {
      title: "A Service that no route of the repository names",
      events: ["Whoever is routed to `Service shop/pay` now goes to `pay.partner.example.net` outside the cluster"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: pay, namespace: shop }
         spec:
        -  type: ClusterIP
        -  selector: { app: pay }
        +  type: ExternalName
        +  externalName: pay.partner.example.net
      `,
    },
    {
      title: "The name is that of another Service of the cluster",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: pay, namespace: shop }
         spec:
           type: ExternalName
        -  externalName: pay.payments.svc.cluster.local
        +  externalName: pay-v2.payments.svc.cluster.local
      `,
    },
    {
      title: "An HTTPRoute names a Service that leads outside",
      events: ["`shop.example.com` now goes to `api.partner.example.net` outside the cluster, not to `payments:443`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: public, namespace: edge }]
           hostnames: [shop.example.com]
           rules:
             - backendRefs:
        -        - { name: payments, port: 443 }
        +        - { name: payments-partner, port: 443 }
        @@ services.yaml
         apiVersion: v1
         kind: Service
         metadata: { name: payments-partner, namespace: shop }
         spec: { type: ExternalName, externalName: api.partner.example.net }
      `,
    },
  ],
});

function ofService(change: Extract<ExposureChange, { facet: "annotation" }>, name: string): string | undefined {
  const to = change.changed.find(({ key }) => key === "spec.externalName")?.to;
  return to && isOutside(to) ? `Whoever is routed to ${name} now goes to \`${to}\` outside the cluster` : undefined;
}
