import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import type { Entry } from "../../analysis/exposure/route.ts";
import { dataStoreTargets, isServiceDoor, reachWords, typeChange } from "../../analysis/exposure/services/doors.ts";
import { nameTargets } from "../../analysis/exposure/targets.ts";
import type { Finding } from "../rule.ts";
import { defineRule } from "../rule.ts";

export const serviceExposed = defineRule({
  id: "service-exposed",
  title: "A Service is opened past the edge",
  topic: "exposure",
  severity: "high",
  cases: {
    private: { severity: "medium", when: "Only a private network can reach the load balancer" },
    "from-nodes": { severity: "medium", when: "The ports were open on every node before" },
    "node-ports": { severity: "medium", when: "A load balancer that is there takes ports of every node as well" },
  },
  pci: ["1.2.5", "1.4.2", "1.4.4"],
  why: "Connections reach the pods without passing the edge and the controls that it applies.",
  whatToDo: "Keep `type: ClusterIP` and publish the Service through the edge.",
  fixedByRestoring: true,

  check(change) {
    const stores = dataStoreTargets(change)?.targets ?? [];
    const targets = change.targets.filter((target) => !stores.includes(target));
    if (targets.length === 0) return undefined;
    if (change.facet === "entry") return moreDoors(change, targets);
    const entry = change.entries.after;
    if (change.facet !== "host" || change.served !== "now" || change.pattern !== "port" || !entry) return undefined;
    if (!isServiceDoor(entry) || entry.controller === "externalIPs") return undefined;
    const message = `${nameTargets(targets)} can now be reached ${reachWords(entry.reach)}`;
    return entry.reach === "private-network" ? { message, case: "private" } : message;
  },

  examples: [
    {
      title: "A Service gets a load balancer",
      events: ["TCP port 8080 of `Service shop/web` can now be reached from outside the cluster"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  type: ClusterIP
        +  type: LoadBalancer
           selector: { app: web }
           ports: [{ port: 8080 }]
      `,
    },
    {
      title: "A Service takes a port of every node",
      events: ["TCP port 8080 of `Service shop/web` can now be reached on every node"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  type: ClusterIP
        +  type: NodePort
           selector: { app: web }
        -  ports: [{ port: 8080 }]
        +  ports: [{ port: 8080, nodePort: 30080 }]
      `,
    },
    {
      title: "Ports of nodes get a public load balancer",
      events: ["TCP port 80 and TCP port 443 of `Service shop/web` can now be reached from the internet as well"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata:
           name: web
           namespace: shop
           annotations:
             service.beta.kubernetes.io/aws-load-balancer-scheme: internet-facing
         spec:
        -  type: NodePort
        +  type: LoadBalancer
           selector: { app: web }
           ports: [{ name: http, port: 80 }, { name: https, port: 443 }]
      `,
    },
    {
      title: "A load balancer takes ports of the nodes",
      events: ["TCP port 443 of `Service shop/web` can now be reached on every node as well"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
           type: LoadBalancer
           selector: { app: web }
        -  allocateLoadBalancerNodePorts: false
           ports: [{ port: 443 }]
      `,
    },
    {
      title: "The Service stays inside the cluster",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        +  type: ClusterIP
           selector: { app: web }
        -  ports: [{ port: 8080 }]
        +  ports: [{ port: 8080 }, { name: metrics, port: 9090 }]
      `,
    },
    {
      title: "The load balancer goes and the ports of the nodes stay",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  type: LoadBalancer
        +  type: NodePort
           selector: { app: web }
           ports: [{ port: 8080 }]
      `,
    },
  ],
});

type EntryChange = Extract<ExposureChange, { facet: "entry" }>;

function moreDoors({ from, to }: EntryChange, targets: ExposureChange["targets"]): Finding | undefined {
  if (!isServiceDoor(to) || typeChange(from, to) !== "opens") return undefined;
  const toNodes = from.controller !== "NodePort";
  const message = `${nameTargets(targets)} can now be reached ${toNodes ? reachWords("node") : reachWords(to.reach)} as well`;
  return { message, direction: "widened", case: toNodes ? "node-ports" : caseOf(to) };
}

function caseOf({ reach }: Entry): string {
  return reach === "private-network" ? "private" : "from-nodes";
}
