import type { ControlValues } from "../control-values.ts";
import { fieldSettings } from "../field-settings.ts";
import { asText } from "../plain-fields.ts";
import type { Aspect, Backend, Facet } from "../route.ts";
import { externalNameAspects, withExternalName } from "../services/external-name.ts";
import type { World } from "../world.ts";
import { readTransport, weakestHop } from "./read-transport.ts";
import { type ServiceLeaf, type ServiceReference, serviceLeaves } from "./service-leaves.ts";

/** Where a router sends requests, and how. */
export interface ServicesReading {
  readonly backends: readonly Backend[];
  readonly controls: ControlValues;
  readonly texts: readonly Readonly<Record<string, string>>[];
  readonly textAspects: readonly Aspect[];
  aspects(facet: Facet): readonly Aspect[];
}

export function readServices(world: World, references: readonly ServiceReference[]): ServicesReading {
  const leaves = serviceLeaves(world, references);
  const through = [...new Set(leaves.flatMap((leaf) => leaf.through))];
  for (const resource of through) world.use(resource);
  const answering = leaves.filter(({ copies }) => copies === undefined);
  const copied = leaves.filter(({ copies }) => copies !== undefined);
  const hops = answering.map((leaf) => hopOf(world, leaf));
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
        ["scheme", "serversTransport", "port"].map((name) => within(place, name)),
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

function hopOf(world: World, { item, namespace, kind, place }: ServiceLeaf) {
  const isOwn = kind === "TraefikService";
  const hop = {
    scheme: isOwn ? "http" : asText(item.scheme),
    port: portOf(item),
    transport: asText(item.serversTransport),
  };
  return readTransport(world, hop, namespace ?? place.resource.namespace);
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
