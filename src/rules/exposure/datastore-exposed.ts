import type { ExposureChange } from "../../analysis/exposure/exposure-change.ts";
import {
  dataStoreTargets,
  isServiceDoor,
  leadsToNewStore,
  reachWords,
  typeChange,
} from "../../analysis/exposure/services/doors.ts";
import { nameTargets, verb } from "../../analysis/exposure/targets.ts";
import { defineRule } from "../rule.ts";

export const datastoreExposed = defineRule({
  id: "datastore-exposed",
  title: "A data store can be reached from outside the cluster",
  topic: "exposure",
  severity: "critical",
  pci: ["1.3.1", "1.4.2", "1.4.4"],
  why: "Systems that store account data must not be reachable directly from networks that are not trusted.",
  whatToDo: "Remove the route, and keep the Service at `type: ClusterIP`.",
  fixedByRestoring: true,

  check(change) {
    const reach = change.entries.after?.reach;
    if (reach === undefined || reach === "cluster" || !opens(change)) return;
    const found = dataStoreTargets(change);
    if (!found) return;
    const { targets, store } = found;
    const besides = change.facet === "entry" ? " as well" : "";
    const where = targets.some(({ port }) => port) ? ` ${reachWords(reach)}${besides}` : "";
    const message = `${nameTargets(targets)} ${leads(change, targets)}${where}: the port is usually that of ${store}`;
    return { message, direction: "widened" };
  },

  examples: [
    {
      title: "A database gets a load balancer",
      events: [
        "TCP port 5432 of `Service shop/db` can now be reached from outside the cluster: the port is usually that of PostgreSQL",
      ],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: db, namespace: shop }
         spec:
        -  type: ClusterIP
        +  type: LoadBalancer
           selector: { app: db }
           ports: [{ port: 5432, targetPort: 5432 }]
      `,
    },
    {
      title: "Another port hides the one of the database",
      events: ["TCP port 80 of `Service shop/db` can now be reached on every node: the port is usually that of MySQL"],
      diff: `
        +apiVersion: v1
        +kind: Service
        +metadata: { name: db, namespace: shop }
        +spec:
        +  type: NodePort
        +  selector: { app: db }
        +  ports: [{ port: 80, targetPort: 3306 }]
      `,
    },
    {
      title: "The edge hands a port to the database",
      events: [
        "TCP port 15432 of `ingress-nginx ingress-nginx/tcp-services` can now be reached from outside the cluster: the port is usually that of PostgreSQL",
      ],
      diff: `
         apiVersion: v1
         kind: ConfigMap
         metadata: { name: tcp-services, namespace: ingress-nginx }
         data:
           "9000": shop/web:9000
        +  "15432": shop/db:5432
      `,
    },
    {
      title: "A host leads to the search engine",
      events: ["`search.example.com` can now be reached: the port is usually that of Elasticsearch"],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: search, namespace: shop }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: search.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: search, port: { number: 9200 } } } }
      `,
    },
    {
      title: "A host leads to a dashboard on a port that a store uses as well",
      events: [],
      diff: `
        +apiVersion: networking.k8s.io/v1
        +kind: Ingress
        +metadata: { name: storage, namespace: storage }
        +spec:
        +  ingressClassName: nginx
        +  rules:
        +    - host: storage.example.com
        +      http:
        +        paths:
        +          - { path: /, pathType: Prefix, backend: { service: { name: dashboard, port: { number: 7000 } } } }
      `,
    },
    {
      title: "An exposed Service is pointed at the database",
      events: [
        "TCP port 80 of `Service shop/web` now leads to a data store from outside the cluster: the port is usually that of Redis",
      ],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
           type: LoadBalancer
           selector: { app: web }
        -  ports: [{ port: 80, targetPort: 8080 }]
        +  ports: [{ port: 80, targetPort: 6379 }]
      `,
    },
    {
      title: "The database stays inside the cluster",
      events: [],
      diff: `
        +apiVersion: v1
        +kind: Service
        +metadata: { name: db, namespace: shop }
        +spec:
        +  selector: { app: db }
        +  ports: [{ port: 5432 }]
      `,
    },
    {
      title: "A web server gets a load balancer",
      events: [],
      diff: `
         apiVersion: v1
         kind: Service
         metadata: { name: web, namespace: shop }
         spec:
        -  type: ClusterIP
        +  type: LoadBalancer
           selector: { app: web }
           ports: [{ port: 443, targetPort: 8443 }]
      `,
    },
    {
      title: "A TCPMapping publishes a database",
      events: [
        "TCP port 5432 of `Emissary` can now be reached from outside the cluster: the port is usually that of PostgreSQL",
      ],
      diff: `
        +apiVersion: getambassador.io/v3alpha1
        +kind: TCPMapping
        +metadata: { name: ledger, namespace: shop }
        +spec:
        +  port: 5432
        +  service: ledger:5432
      `,
    },
    {
      title: "A TCPIngress of Kong publishes a cache",
      events: [
        "TCP port 6379 of `Kong` can now be reached from outside the cluster: the port is usually that of Redis",
      ],
      diff: `
        +apiVersion: configuration.konghq.com/v1beta1
        +kind: TCPIngress
        +metadata: { name: cache, namespace: shop }
        +spec:
        +  rules:
        +    - port: 6379
        +      backend: { serviceName: cache, servicePort: 6379 }
      `,
    },
  ],
});

function opens(change: ExposureChange): boolean {
  if (change.facet === "host") return change.served === "now";
  if (change.facet === "path") return change.how === "added";
  if (change.facet === "entry") return isServiceDoor(change.to) && typeChange(change.from, change.to) === "opens";
  return change.facet === "backend" && leadsToNewStore(change);
}

function leads(change: ExposureChange, targets: ExposureChange["targets"]): string {
  return change.facet === "backend" ? `now ${verb(targets, "leads")} to a data store` : "can now be reached";
}
