import { controlTitle } from "../../analysis/exposure/control-titles.ts";
import { controls } from "../../analysis/exposure/controls/index.ts";
import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import type { Entry } from "../../analysis/exposure/route.ts";
import { isServiceDoor, isWorkloadDoor, reachWords, typeChange } from "../../analysis/exposure/services/doors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

type HostChange = Extract<ExposureChange, { facet: "host" }>;

export const exposureChanged = defineRule({
  id: "exposure-changed",
  title: "Something about a route changed",
  topic: "exposure",
  severity: "info",
  cases: {
    unclear: { severity: "medium", when: "Whether more or less can be reached cannot be decided" },
    widened: { severity: "medium", when: "More can be reached than before" },
  },
  pci: ["1.2.2", "1.2.7"],
  why: "Every change of how services are reached is on record, also where it takes something away or changes no protection.",
  whatToDo: "Nothing, if this is what was meant.",
  fallback: true,

  check(change) {
    // What protected a route that is gone went with it, and that the route is gone is told by itself.
    if ("order" in change && change.after === null) return undefined;
    const message = sentence(change);
    if (change.facet === "entry" && typeChange(change.from, change.to) === "closes")
      return { message, direction: "narrowed" };
    if (change.facet === "annotation" && nameGone(change) !== undefined) return { message, direction: "narrowed" };
    if (change.direction === "unknown") return { message, case: "unclear" };
    return change.direction === "widened" ? { message, case: "widened" } : message;
  },

  examples: [
    {
      title: "A host is taken off the edge",
      events: ["`shop.example.com` can no longer be reached through Ingress `shop`"],
      diff: `
        -apiVersion: networking.k8s.io/v1
        -kind: Ingress
        -metadata:
        -  name: shop
        -  namespace: shop
        -spec:
        -  ingressClassName: nginx
        -  rules:
        -    - host: shop.example.com
        -      http:
        -        paths:
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A Gateway becomes one of another class",
      events: ["`shop.example.com` is now served by `external`, before by `internal`"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: web, namespace: shop }
         spec:
        -  gatewayClassName: internal
        +  gatewayClassName: external
           listeners: [{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: shop-tls }] } }]
         ---
         apiVersion: gateway.networking.k8s.io/v1
         kind: HTTPRoute
         metadata: { name: shop, namespace: shop }
         spec:
           parentRefs: [{ name: web }]
           hostnames: [shop.example.com]
           rules: [{ backendRefs: [{ name: web, port: 80 }] }]
      `,
    },
    {
      title: "A database goes back into the cluster",
      events: ["TCP port 5432 of `Service shop/db` is no longer open"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: db, namespace: shop }
         spec:
        -  type: LoadBalancer
        +  type: ClusterIP
           selector: { app: db }
           ports: [{ port: 5432 }]
      `,
    },
    {
      title: "A Service stops standing for a name outside",
      events: ["`Service shop/pay` no longer stands for `pay.partner.example.net`"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: pay, namespace: shop }
         spec:
        -  type: ExternalName
        -  externalName: pay.partner.example.net
        +  selector: { app: pay }
      `,
    },
    {
      title: "A workload leaves the network of its nodes and keeps a port",
      events: [
        "`DaemonSet shop/proxy` no longer shares the network of its nodes; TCP port 80 of `DaemonSet shop/proxy` stays open there",
      ],
      diff: `
         apiVersion: apps/v1
         kind: DaemonSet
         metadata: { name: proxy, namespace: shop }
         spec:
           template:
             spec:
        -      hostNetwork: true
               containers:
                 - name: proxy
        -          ports: [{ containerPort: 80 }]
        +          ports: [{ containerPort: 80, hostPort: 80 }]
      `,
    },
    {
      title: "Its snippet and its certificate go with it",
      events: ["`shop.example.com` can no longer be reached through Ingress `shop`; `*.example.com` answers now"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata: { name: pages, namespace: shop }
         spec:
           ingressClassName: nginx
           rules:
             - host: "*.example.com"
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: pages, port: { number: 80 } } } }
        @@ shop.yaml
        -apiVersion: networking.k8s.io/v1
        -kind: Ingress
        -metadata:
        -  name: shop
        -  namespace: shop
        -  annotations:
        -    nginx.ingress.kubernetes.io/server-snippet: return 404;
        -spec:
        -  ingressClassName: nginx
        -  tls: [{ hosts: [shop.example.com] }]
        -  rules:
        -    - host: shop.example.com
        -      http:
        -        paths:
        -          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
    {
      title: "A restriction is added",
      events: ["`shop.example.com`, accepted addresses: now 10.0.0.0/8, before every address"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
        +  annotations:
        +    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
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
      title: "A size limit changes",
      events: ["`shop.example.com`, size of bodies: now 8388608 bytes, before the default size"],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
         metadata:
           name: shop
           namespace: shop
           annotations:
        -    nginx.ingress.kubernetes.io/proxy-body-size: 1m
        +    nginx.ingress.kubernetes.io/proxy-body-size: 8m
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
      title: "A comment and another order say nothing new",
      events: [],
      diff: `
         apiVersion: networking.k8s.io/v1
         kind: Ingress
        -metadata:
        -  name: shop
        -  namespace: shop
        +metadata: { namespace: shop, name: shop } # the shop
         spec:
           ingressClassName: nginx
           rules:
             - host: shop.example.com
               http:
                 paths:
                   - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
      `,
    },
  ],
});

function sentence(change: ExposureChange): string {
  const names = nameTargets(change.targets);
  if ("order" in change)
    return `${names}, ${controlTitle(change.facet)}: now ${shown(change.facet, change.to)}, before ${shown(change.facet, change.from)}`;
  switch (change.facet) {
    case "host":
      return change.served === "now" ? `${names} can now be reached` : goneHost(change, names);
    case "path":
      return `${names} ${pathWords[change.how]}`;
    case "annotation": {
      const gone = nameGone(change);
      if (gone !== undefined) return `${names} no longer ${verb(change.targets, "stands")} for \`${gone}\``;
      return `${names}: ${change.changed.map(({ key }) => `\`${key}\``).join(", ")} changed`;
    }
    case "shadowed":
      return `${names} ${verb(change.targets, "is")} answered by another route than before, with more protection`;
    case "duplicate":
      return `${names} ${verb(change.targets, "is")} no longer claimed by more than one object`;
    case "problem":
      return change.text;
    case "migrated":
      return migrated(change, names);
    case "entry":
      if (isServiceDoor(change.from) && isServiceDoor(change.to)) return `${names} ${reached(change.from, change.to)}`;
      return isWorkloadDoor(change.from) && isWorkloadDoor(change.to)
        ? `\`${change.to.class}\` no longer shares the network of its nodes; ${names} ${verb(change.targets, "stays")} open there`
        : `${names} ${otherEntry(change)}`;
    case "backend":
      return `${names}: ${change.facet} changed`;
  }
}

/** What differs about the way in, besides what rules of their own are about. */
function otherEntry({ from, to, targets }: Extract<ExposureChange, { facet: "entry" }>): string {
  if (from.controller !== to.controller)
    return `${verb(targets, "is")} now served by ${controllerName(to)}, before by ${controllerName(from)}`;
  if (from.reach !== to.reach) return `can now be reached ${reachWords(to.reach)}; before, ${reachWords(from.reach)}`;
  return `${verb(targets, "is")} reached through another door than before`;
}

function controllerName({ controller }: Entry): string {
  return controller === "" ? "a controller that nothing here tells" : `\`${controller}\``;
}

function reached(from: Entry, to: Entry): string {
  if (from.reach !== to.reach)
    return `can now be reached ${reachWords(to.reach)}; before, it was ${reachWords(from.reach)}`;
  if (typeChange(from, to) === "closes") return "can no longer be reached on every node";
  return "can be reached as before, and who decides about that has changed";
}

/** The name outside the cluster that a Service no longer stands for. */
function nameGone({ changed }: Extract<ExposureChange, { facet: "annotation" }>): string | undefined {
  return changed.find(({ key, to }) => key === "spec.externalName" && to === null)?.from ?? undefined;
}

function migrated(change: Extract<ExposureChange, { facet: "migrated" }>, names: string): string {
  if (change.how === "joined")
    return `${names} can now be reached through ${change.to} as well, protected as through ${change.from}`;
  if (change.how === "left")
    return `${names} can now be reached only through ${change.to}, protected as through ${change.from}`;
  return `${names} moved from ${change.from} to ${change.to}, with the same protection`;
}

// Another object may still answer: one that nobody renders here, a wildcard, or a second catch-all.
function goneHost({ resource, pattern, coveredBy, targets }: HostChange, names: string): string {
  const object = `${resource.kind} \`${resource.name}\``;
  if (pattern === "port") return `${names} ${verb(targets, "is")} no longer open`;
  if (pattern === "any") return `${object} no longer answers requests for hosts that nothing else names`;
  const gone = `${names} can no longer be reached through ${object}`;
  if (coveredBy === null) return gone;
  return `${gone}; ${coveredBy === "*" ? "the catch-all" : `\`${coveredBy}\``} answers now`;
}

const pathWords = {
  added: "can now be reached",
  "condition-removed": "now answers requests that show less than before",
  "condition-added": "now answers only requests that show more than before",
  widened: "now reaches more of the service",
  "type-loosened": "now matches more paths",
  "mode-spread": "is now read as an expression, because of another object of the host",
  removed: "can no longer be reached",
  narrowed: "now reaches less of the service",
  "type-tightened": "now matches fewer paths",
  undecided: "may match other paths than before",
};

function shown(facet: string, value: unknown): string {
  if (value === null) return "unknown";
  const control = controls.find((one) => one.name === facet);
  return control ? (control.show as (known: unknown) => string)(value) : "unknown";
}
