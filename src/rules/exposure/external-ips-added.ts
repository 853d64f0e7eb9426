import { dataStoreTargets } from "../../analysis/exposure/services/doors.ts";
import { defineRule } from "../rule.ts";

export const externalIpsAdded = defineRule({
  id: "external-ips-added",
  title: "A Service answers for an external address",
  topic: "exposure",
  severity: "high",
  pci: ["1.3.1", "1.4.3", "2.2.4"],
  why: "Every node takes connections to the address, also those of other pods that mean whoever owns it (CVE-2020-8554). Kubernetes has deprecated the field since 1.36.",
  whatToDo: "Remove `externalIPs`, and let a load balancer implementation give the Service its address.",

  check(change) {
    if (change.facet !== "host" || change.served !== "now") return;
    if (change.entries.after?.controller !== "externalIPs") return;
    const doors = change.targets.flatMap(({ port }) => (port ? [port] : []));
    const addresses = [...new Set(doors.map(({ door }) => door.slice(door.indexOf(" at ") + 4)))];
    const ports = [...new Set(doors.map(({ protocol, port }) => `${protocol} port ${port}`))];
    const store = dataStoreTargets(change)?.store;
    const service = change.entries.after.class ?? change.resource.name;
    return `Every node now answers for ${listed(addresses.map((one) => `\`${one}\``))}: ${listed(ports)} of \`${service}\`${store === undefined ? "" : `, usually ${store}`}`;
  },

  examples: [
    {
      title: "A Service claims the address of a resolver",
      events: ["Every node now answers for `203.0.113.53`: UDP port 53 of `Service shop/dns`"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: dns, namespace: shop }
         spec:
           type: ClusterIP
        +  externalIPs: [203.0.113.53]
           selector: { app: dns }
           ports: [{ port: 53, protocol: UDP }]
      `,
    },
    {
      title: "A second address joins",
      events: ["Every node now answers for `10.0.0.8`: TCP port 80 and TCP port 443 of `Service shop/web`"],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  externalIPs: [10.0.0.7]
        +  externalIPs: [10.0.0.8, 10.0.0.7]
           selector: { app: web }
           ports: [{ name: http, port: 80 }, { name: https, port: 443 }]
      `,
    },
    {
      title: "The addresses stand in another order",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  externalIPs: [10.0.0.7, 10.0.0.8]
        +  externalIPs: [10.0.0.8, 10.0.0.7]
           selector: { app: web }
           ports: [{ port: 80 }]
      `,
    },
  ],
});

function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
}
