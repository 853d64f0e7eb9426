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
  ],
});
