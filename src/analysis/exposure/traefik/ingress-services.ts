import type { Resource } from "../../../kubernetes/resource.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import type { Aspect, Backend } from "../route.ts";
import type { World } from "../world.ts";
import { traefikPrefix, traefikValue } from "./ingress-annotations.ts";
import { isHttps, readTransport, type TransportReading } from "./read-transport.ts";
import { servicePort } from "./services.ts";

/** What the Service behind a path says to Traefik. */
export interface IngressServiceReading {
  readonly service: Resource | undefined;
  readonly transport: TransportReading;
  readonly aspects: readonly Aspect[];
  /** Annotations of the Service that no control reads. */
  readonly texts: Readonly<Record<string, string>>;
  readonly textAspects: readonly Aspect[];
}

export function readIngressService(
  world: World,
  ingress: Pick<IngressObject, "resource">,
  backend: Backend,
): IngressServiceReading {
  const service = backend.kind === "Service" ? world.find("", "Service", backend.namespace, backend.name) : undefined;
  const object = service && { resource: service };
  const scheme = object && traefikValue(object, "service.serversscheme");
  const transport = object && traefikValue(object, "service.serverstransport");
  const secure = isHttps(scheme, servicePort(world, backend));
  const field: Aspect = {
    resource: service ?? ingress.resource,
    path: ["metadata", "annotations", `${traefikPrefix}service.serverstransport`],
  };
  const reading = readTransport(world, { secure, kind: "ServersTransport", transport, field }, backend.namespace);
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
