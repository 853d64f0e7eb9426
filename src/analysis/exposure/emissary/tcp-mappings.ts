import type { Resource } from "../../../kubernetes/resource.ts";
import { noAuth } from "../controls/auth.ts";
import { fieldSettings } from "../field-settings.ts";
import { asText } from "../plain-fields.ts";
import { scalarText, specOf } from "../plain-items.ts";
import type { Facet, Route } from "../route.ts";
import type { World } from "../world.ts";
import { weighMappingSetting } from "./mapping-settings.ts";
import { entryOf, installationOf, objectsOf, targetOf } from "./names.ts";

/** TCPMapping: a port of Emissary whose connections go to a service as they are, by the name that TLS asks for if one is given. */
export function tcpRoutes(world: World): readonly Route[] {
  return objectsOf(world, "TCPMapping").flatMap((resource) => routeOf(resource, world) ?? []);
}

function routeOf(resource: Resource, world: World): Route | undefined {
  const spec = specOf(resource);
  const [port, service] = [scalarText(spec.port), asText(spec.service)];
  if (port === undefined || service === undefined) return undefined;
  world.use(resource);
  const entry = entryOf(installationOf(resource), world.controllers);
  const name = asText(spec.host);
  const { scheme, backend } = targetOf(service, resource);
  const { texts, aspects } = fieldSettings(resource, ["spec"], ["port", "host", "service", "tls", "ambassador_id"]);
  const encrypts = scheme === "https" || spec.tls === true || typeof spec.tls === "string";
  return {
    resource,
    entry,
    host: { kind: "port", protocol: "TCP", port, door: entry.class ?? "Emissary" },
    via: "rule",
    path: { kind: "any" },
    conditions: name === undefined || name === "*" ? [] : [`server name ${name.toLowerCase()}`],
    priority: 0,
    backends: [backend],
    controls: {
      auth: noAuth,
      sourceRange: { kind: "every" },
      backendTls: { level: encrypts ? "encrypted" : "none", by: "" },
    },
    annotations: texts,
    weigh: weighMappingSetting,
    assumptions: [],
    where: (facet) =>
      facet === "annotation" ? aspects : (fields[facet] ?? ["port"]).map((one) => ({ resource, path: ["spec", one] })),
  };
}

const fields: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  backend: ["service"],
  backendTls: ["service", "tls"],
  condition: ["host"],
};
