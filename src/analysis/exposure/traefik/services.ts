import type { ControlValues } from "../control-values.ts";
import { fieldSettings } from "../field-settings.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect, Backend, Facet } from "../route.ts";
import { externalNameAspects, withExternalName } from "../services/external-name.ts";
import type { World } from "../world.ts";
import { isHttps, readTransport, weakestHop } from "./read-transport.ts";
import { type ServiceLeaf, type ServiceReference, serviceLeaves } from "./service-leaves.ts";
import { isTrue, objectsOf, wordsOf } from "./values.ts";

/** Where a router sends requests, and how. */
export interface ServicesReading {
  readonly backends: readonly Backend[];
  readonly controls: ControlValues;
  readonly texts: readonly Readonly<Record<string, string>>[];
  readonly textAspects: readonly Aspect[];
  aspects(facet: Facet): readonly Aspect[];
}

/** `connections`: the services are those of connections, which say in a field of their own whether the hop is encrypted. */
export function readServices(
  world: World,
  references: readonly ServiceReference[],
  connections: boolean,
): ServicesReading {
  const leaves = serviceLeaves(world, references);
  const through = [...new Set(leaves.flatMap((leaf) => leaf.through))];
  for (const resource of through) world.use(resource);
  const answering = leaves.filter(({ copies }) => copies === undefined);
  const copied = leaves.filter(({ copies }) => copies !== undefined);
  const hops = answering.map((leaf) => hopOf(world, leaf, connections));
  const backends = answering.map((leaf) => backendOf(world, leaf));
  const mirrors = copied.map((leaf) => `${showBackend(backendOf(world, leaf))} (${leaf.copies} %)`);
  const settings = [
    ...hops.map((hop) => hop.settings),
    ...through.map((resource) => fieldSettings(resource, ["spec"], takenFields)),
  ];
  return {
    backends: [...new Map(backends.map((one) => [JSON.stringify(one), one]))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]) => one),
    controls: { backendTls: weakestHop(hops.map(({ value }) => value)), mirror: [...new Set(mirrors)].sort() },
    texts: settings.map(({ texts }) => texts),
    textAspects: settings.flatMap(({ aspects }) => aspects),
    aspects(facet) {
      if (facet === "mirror") return copied.map(({ place }) => place);
      if (facet === "backend")
        return [
          ...answering.filter((leaf) => leaf.through.length > 0).map(({ place }) => place),
          ...backends.flatMap((backend) => externalNameAspects(world, backend)),
        ];
      if (facet !== "backendTls") return [];
      const fields = answering.flatMap(({ place }) =>
        ["scheme", "tls", "serversTransport", "port"].map((name) => within(place, name)),
      );
      return [...fields, ...hops.flatMap(({ aspects }) => aspects)];
    },
  };
}

const takenFields = [
  "weighted.services",
  "highestRandomWeight.services",
  "mirroring.mirrors",
  "mirroring",
  "failover.service",
  "failover.fallback",
].flatMap((base) =>
  ["name", "namespace", "kind", "port", "scheme", "serversTransport", "percent"].map(
    (field) => `${base}${base.endsWith("s") ? "[]" : ""}.${field}`,
  ),
);

function within({ resource, path }: Aspect, field: string): Aspect {
  return { resource, path: [...path, field] };
}

function hopOf(world: World, { item, name, namespace, kind, place }: ServiceLeaf, connections: boolean) {
  const port = servicePort(world, { kind, namespace, name, port: portOf(item) });
  return readTransport(
    world,
    {
      secure: connections ? isTrue(item.tls) : kind === "Service" && isHttps(asText(item.scheme), port),
      kind: connections ? "ServersTransportTCP" : "ServersTransport",
      transport: asText(item.serversTransport),
      field: within(place, "serversTransport"),
    },
    namespace ?? place.resource.namespace,
  );
}

/** A port as Traefik sees it: the Service knows the other half of a number or a name, and `https` in either counts. */
export function servicePort(world: World, { kind, namespace, name, port }: Backend): string {
  const service = kind === "Service" ? world.find("", "Service", namespace, name) : undefined;
  const ports = objectsOf(asObject(service?.data.spec)?.ports).map(({ item }) => item);
  const found = ports.find((one) => wordsOf(one.port) === port || one.name === port);
  return found?.port === 443 || asText(found?.name)?.startsWith("https") ? "443" : port;
}

function portOf(item: ServiceLeaf["item"]): string {
  return typeof item.port === "number" ? String(item.port) : (asText(item.port) ?? "");
}

function backendOf(world: World, { item, name, namespace, kind }: ServiceLeaf): Backend {
  return withExternalName(world, { kind, namespace, name, port: kind === "Service" ? portOf(item) : "" });
}

function showBackend({ namespace, name, port }: Backend): string {
  return `${namespace === null ? "" : `${namespace}/`}${name}${port === "" ? "" : `:${port}`}`;
}
