import type { ExposureChange, Target } from "../exposure-change.ts";
import type { Entry, Reach } from "../route.ts";

/** Whether a Service opens the entry, by its type or by external addresses. */
export function isServiceDoor({ controller }: Entry): boolean {
  return /^(NodePort|LoadBalancer( without NodePorts)?|externalIPs)$/.test(controller);
}

/** Whether pods open the entry on the nodes that they run on. */
export function isWorkloadDoor({ controller }: Entry): boolean {
  return controller === "hostPort" || controller === "hostNetwork";
}

/**
 * Whether a Service or workload opens more places than before, or fewer: a load balancer comes on top of the ports of the nodes,
 * and the whole network of the nodes on top of one port.
 */
export function typeChange(from: Entry, to: Entry): "opens" | "closes" | undefined {
  const [was, is] = [widthOf(from), widthOf(to)];
  if (was === undefined || is === undefined || was === is || isServiceDoor(from) !== isServiceDoor(to))
    return undefined;
  return is > was ? "opens" : "closes";
}

const width: Readonly<Record<string, number>> = {
  NodePort: 0,
  "LoadBalancer without NodePorts": 1,
  LoadBalancer: 2,
  hostPort: 10,
  hostNetwork: 11,
};

function widthOf({ controller }: Entry): number | undefined {
  return Object.hasOwn(width, controller) ? width[controller] : undefined;
}

/** Where an open port can be reached from, to stand after "can now be reached". */
export function reachWords(reach: Reach): string {
  return {
    internet: "from the internet",
    "private-network": "from the private network",
    node: "on every node",
    cluster: "inside the cluster",
    unknown: "from outside the cluster",
  }[reach];
}

/** The data store that usually listens on a port, by its number or its name. */
export function dataStoreAt(port: string): string | undefined {
  if (Object.hasOwn(dataStores, port)) return dataStores[port];
  const name = port.toLowerCase().replace(/^(tcp|http)-/, "");
  return Object.hasOwn(portNames, name) ? portNames[name] : undefined;
}

/** The targets that are the port of a data store, or all if what they lead to is one. */
export function dataStoreTargets(change: {
  readonly targets: readonly Target[];
  readonly backends: readonly { readonly port: string }[];
}): { readonly targets: readonly Target[]; readonly store: string } | undefined {
  const targets = change.targets.filter(({ port }) => port && dataStoreAt(port.port));
  const isRaw = change.targets.some(({ port }) => port);
  const behind = change.backends.map(({ port }) => port).filter((port) => isRaw || !servesWeb.has(port));
  const ports = [...targets.map(({ port }) => port?.port ?? ""), ...behind];
  const store = ports.map(dataStoreAt).find((name) => name !== undefined);
  return store === undefined ? undefined : { targets: targets.length > 0 ? targets : change.targets, store };
}

/** Whether requests now go to the port of a data store to which they did not go. */
export function leadsToNewStore({ from, to, entries }: BackendChange): boolean {
  const known = new Set(from.map(({ port }) => dataStoreAt(port)));
  const isNew = to.some(({ port }) => dataStoreAt(port) !== undefined && !known.has(dataStoreAt(port)));
  return isNew && entries.after !== null && entries.after.reach !== "cluster";
}

type BackendChange = Extract<ExposureChange, { facet: "backend" }>;

const dataStores: Readonly<Record<string, string>> = {
  "1433": "SQL Server",
  "1521": "Oracle Database",
  "2379": "etcd",
  "3306": "MySQL",
  "5432": "PostgreSQL",
  "5672": "RabbitMQ",
  "6379": "Redis",
  "7000": "Cassandra",
  "9042": "Cassandra",
  "9092": "Kafka",
  "9200": "Elasticsearch",
  "11211": "memcached",
  "15672": "the management of RabbitMQ",
  "27017": "MongoDB",
  "50000": "Db2 or agents of Jenkins",
};

// What answers a host on one of these is more often a web server than a store.
const servesWeb: ReadonlySet<string> = new Set(["7000", "50000"]);

const portNames: Readonly<Record<string, string>> = {
  mssql: "SQL Server",
  etcd: "etcd",
  mysql: "MySQL",
  mariadb: "MariaDB",
  postgres: "PostgreSQL",
  postgresql: "PostgreSQL",
  amqp: "RabbitMQ",
  redis: "Redis",
  cql: "Cassandra",
  kafka: "Kafka",
  elasticsearch: "Elasticsearch",
  memcached: "memcached",
  memcache: "memcached",
  mongo: "MongoDB",
  mongodb: "MongoDB",
};
