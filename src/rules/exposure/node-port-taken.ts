import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import type { Entry } from "../../analysis/exposure/route.ts";
import { dataStoreTargets, isWorkloadDoor } from "../../analysis/exposure/services/doors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const nodePortTaken = defineRule({
  id: "node-port-taken",
  title: "A workload takes a port of its nodes",
  topic: "exposure",
  severity: "medium",
  pci: ["1.2.5", "1.4.2", "2.2.4"],
  why: "Whoever reaches a node reaches the pods, past the edge and past policies that count for pods.",
  whatToDo: "Use a Service instead of `hostPort`, and leave the network of the nodes to the agents that need it.",

  check(change) {
    const entry = change.entries.after;
    if (!entry || !isWorkloadDoor(entry) || !takes(change, entry)) return;
    const stores = dataStoreTargets(change)?.targets ?? [];
    const targets = change.targets.filter((target) => !stores.includes(target));
    if (targets.length === 0) return;
    if (entry.controller === "hostPort") return `${nameTargets(targets)} ${verb(targets, "is")} now open on its nodes`;
    const known = targets.filter(({ port }) => port?.port !== "any");
    const ports =
      known.length === 0 ? "whatever port it listens on" : nameTargets(known).replace(` of \`${entry.class}\``, "");
    return { message: `\`${entry.class}\` now shares the network of its nodes, with ${ports}`, direction: "widened" };
  },

  examples: [
    {
      title: "A DaemonSet takes a port of every node",
      events: ["TCP port 8080 of `DaemonSet shop/proxy` is now open on its nodes"],
      diff: `
         apiVersion: apps/v1
         kind: DaemonSet
         metadata: { name: proxy, namespace: shop }
         spec:
           template:
             spec:
               containers:
                 - name: proxy
                   image: proxy:1
        -          ports: [{ containerPort: 8080 }]
        +          ports: [{ containerPort: 8080, hostPort: 8080 }]
      `,
    },
    {
      title: "A workload joins the network of its nodes",
      events: ["`Deployment shop/agent` now shares the network of its nodes, with whatever port it listens on"],
      diff: `
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: agent, namespace: shop }
         spec:
           template:
             spec:
        +      hostNetwork: true
               containers:
                 - { name: agent, image: "agent:1" }
      `,
    },
    {
      title: "The port answers on the node itself only",
      events: [],
      diff: `
         apiVersion: apps/v1
         kind: DaemonSet
         metadata: { name: proxy, namespace: shop }
         spec:
           template:
             spec:
               containers:
                 - name: proxy
                   image: proxy:1
        -          ports: [{ containerPort: 8080 }]
        +          ports: [{ containerPort: 8080, hostPort: 8080, hostIP: 127.0.0.1 }]
      `,
    },
  ],
});

function takes(change: ExposureChange, to: Entry): boolean {
  if (change.facet === "host") return change.served === "now";
  return change.facet === "entry" && to.controller === "hostNetwork";
}
