import type { Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect, Backend } from "../route.ts";
import type { World } from "../world.ts";
import { traefikPrefix, traefikValue } from "./ingress-annotations.ts";
import { readTransport, type TransportReading } from "./read-transport.ts";
import { objectsOf } from "./values.ts";

/** What the Service behind a path says to Traefik. */
export interface IngressServiceReading {
  readonly service: Resource | undefined;
  readonly transport: TransportReading;
  readonly aspects: readonly Aspect[];
  /** Annotations of the Service that no control reads. */
  readonly texts: Readonly<Record<string, string>>;
  readonly textAspects: readonly Aspect[];
}

export function readIngressService(world: World, backend: Backend): IngressServiceReading {
  const service = backend.kind === "Service" ? world.find("", "Service", backend.namespace, backend.name) : undefined;
  const object = service && { resource: service };
  const scheme = object && traefikValue(object, "service.serversscheme");
  const transport = object && traefikValue(object, "service.serverstransport");
  const reading = readTransport(world, { scheme, port: portOf(service, backend), transport }, backend.namespace);
  const left = Object.keys(service?.annotations ?? {}).filter(
    (key) => key.startsWith(`${traefikPrefix}service.`) && !read.has(key),
  );
  const annotation = (key: string): Aspect[] =>
    service ? [{ resource: service, path: ["metadata", "annotations", key] }] : [];
  return {
    service,
    transport: reading,
    aspects: [...[...read].flatMap(annotation), ...reading.aspects],
    texts: {
      ...reading.settings.texts,
      ...Object.fromEntries(left.map((key) => [key, service?.annotations[key] ?? ""])),
    },
    textAspects: [...reading.settings.aspects, ...left.flatMap(annotation)],
  };
}

const read = new Set(
  ["serversscheme", "serverstransport", "middlewares"].map((key) => `${traefikPrefix}service.${key}`),
);

// A port that is named https, or is 443, is spoken to by HTTPS; the Service knows the other half of the name.
function portOf(service: Resource | undefined, { port }: Backend): string {
  const ports = objectsOf(asObject(service?.data.spec)?.ports).map(({ item }) => item);
  const found = ports.find((one) => String(one.port as number) === port || one.name === port);
  const name = asText(found?.name) ?? "";
  return found?.port === 443 || name.startsWith("https") ? "443" : port;
}
