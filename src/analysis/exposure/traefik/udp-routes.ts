import type { Resource } from "../../../kubernetes/resource.ts";
import { dnsAspects, dnsOf } from "../dns/external-dns.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import { asObject } from "../plain-fields.ts";
import type { Route } from "../route.ts";
import type { World } from "../world.ts";
import { entryPointAssumption } from "./entry-points.ts";
import { annotationAspects, entryOf, ownAnnotations } from "./http-routes.ts";
import { readServices } from "./services.ts";
import { portHost } from "./tcp-routes.ts";
import { objectsOf, textsOf } from "./values.ts";
import { weighTraefik } from "./weigh.ts";

/** The ports of an IngressRouteUDP: whatever arrives at an entry point goes to the services, unlooked at. */
export function udpRoutes(world: World, resource: Resource): readonly Route[] {
  world.use(resource);
  const spec = asObject(resource.data.spec) ?? {};
  const entryPoints = [...new Set(textsOf(spec.entryPoints))];
  const doors = entryPoints.length > 0 ? entryPoints : [undefined];
  const taken = ["name", "namespace", "port"].map((field) => `routes[].services[].${field}`);
  const settings = fieldSettings(resource, ["spec"], ["entryPoints", ...taken]);
  return objectsOf(spec.routes).flatMap(({ item, index }) => {
    const places = objectsOf(item.services).map((one) => ({
      item: one.item,
      place: { resource, path: ["spec", "routes", index, "services", one.index] },
    }));
    const { backends } = readServices(world, places, true);
    return doors.map(
      (door): Route => ({
        resource,
        entry: entryOf(world, resource),
        host: portHost("UDP", door),
        via: "rule",
        path: { kind: "any" },
        conditions: [],
        priority: 0,
        backends,
        controls: { tls: "none", sourceRange: { kind: "every" }, dns: dnsOf(resource) },
        annotations: mergedTexts(ownAnnotations(resource), settings.texts),
        weigh: weighTraefik,
        assumptions: [entryPointAssumption],
        where(facet) {
          if (facet === "annotation") return [...annotationAspects(resource), ...settings.aspects];
          if (facet === "dns") return dnsAspects(resource);
          return [
            { resource, path: facet === "backend" ? ["spec", "routes", index, "services"] : ["spec", "entryPoints"] },
          ];
        },
      }),
    );
  });
}
