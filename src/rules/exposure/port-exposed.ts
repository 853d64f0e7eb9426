import { dataStoreTargets, isServiceDoor, isWorkloadDoor } from "../../analysis/exposure/services/doors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const portExposed = defineRule({
  id: "port-exposed",
  title: "A raw port is opened at the edge",
  topic: "exposure",
  severity: "high",
  cases: {
    unknown: { severity: "medium", when: "Nothing says who can reach the entry, or only pods of the cluster can" },
  },
  pci: ["1.2.5", "1.2.6", "1.4.2"],
  why: "What passes a raw port meets none of the controls of HTTP: no authentication at the edge, no firewall for web attacks, no access log.",
  whatToDo: "Use an HTTP route. If the protocol is another one, say in the pull request which it is and who needs it.",

  check(change) {
    if (change.facet !== "host" || change.served !== "now" || change.pattern !== "port") return;
    const entry = change.entries.after;
    if (!entry || isServiceDoor(entry) || isWorkloadDoor(entry)) return;
    const stores = entry.reach === "cluster" ? [] : (dataStoreTargets(change)?.targets ?? []);
    const targets = change.targets.filter((target) => !stores.includes(target));
    if (targets.length === 0) return;
    const message = `${nameTargets(targets)} ${verb(targets, "is")} now open`;
    return entry.reach === "unknown" || entry.reach === "cluster" ? { message, case: "unknown" } : message;
  },

  examples: [
    {
      title: "The edge opens a port for a Git server",
      events: ["TCP port 2222 of `ingress-nginx ingress-nginx/tcp-services` is now open"],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: tcp-services, namespace: ingress-nginx }
         data:
           "9000": shop/web:9000
        +  "2222": git/server:22
      `,
    },
    {
      title: "The port closes",
      events: [],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: tcp-services, namespace: ingress-nginx }
         data:
           "9000": shop/web:9000
        -  "2222": git/server:22
      `,
    },
    {
      title: "A Service that opens a port itself is told by another rule",
      events: [],
      diff: `
        +apiVersion: v1
        +kind: Service
        +metadata: { name: server, namespace: git }
        +spec:
        +  type: NodePort
        +  selector: { app: server }
        +  ports: [{ port: 22 }]
      `,
    },
    {
      title: "A TCPRoute opens a port of a Gateway",
      events: ["TCP port 9000 of `Gateway edge/public` is now open"],
      diff: `
         apiVersion: gateway.networking.k8s.io/v1
         kind: Gateway
         metadata: { name: public, namespace: edge }
         spec:
           gatewayClassName: envoy
           listeners:
             - { name: raw, port: 9000, protocol: TCP, allowedRoutes: { namespaces: { from: All } } }
        @@ route.yaml
        +apiVersion: gateway.networking.k8s.io/v1alpha2
        +kind: TCPRoute
        +metadata: { name: telemetry, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: edge, sectionName: raw }]
        +  rules: [{ backendRefs: [{ name: telemetry, port: 9000 }] }]
      `,
    },
    {
      title: "An IngressRouteUDP takes an entry point",
      events: ["UDP port telemetry of `Traefik entry point telemetry` is now open"],
      diff: `
        +apiVersion: traefik.io/v1alpha1
        +kind: IngressRouteUDP
        +metadata: { name: telemetry, namespace: shop }
        +spec:
        +  entryPoints: [telemetry]
        +  routes: [{ services: [{ name: telemetry, port: 9000 }] }]
      `,
    },
    {
      title: "A TransportServer takes a listener",
      events: ["TCP port telemetry of `NGINX Ingress Controller` is now open"],
      diff: `
        +apiVersion: k8s.nginx.org/v1
        +kind: TransportServer
        +metadata: { name: telemetry, namespace: shop }
        +spec:
        +  listener: { name: telemetry, protocol: TCP }
        +  upstreams: [{ name: telemetry, service: telemetry, port: 9000 }]
        +  action: { pass: telemetry }
      `,
    },
    {
      title: "A UDPRoute opens a port of a Gateway that stands elsewhere",
      events: ["UDP port games of `Gateway edge/public` is now open"],
      diff: `
        +apiVersion: gateway.networking.k8s.io/v1alpha2
        +kind: UDPRoute
        +metadata: { name: games, namespace: shop }
        +spec:
        +  parentRefs: [{ name: public, namespace: edge, sectionName: games }]
        +  rules: [{ backendRefs: [{ name: games, port: 7777 }] }]
      `,
    },
  ],
});
