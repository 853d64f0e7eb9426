import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { dnsAssumptions } from "../dns/external-dns.ts";
import { fieldSettings } from "../field-settings.ts";
import { readHost } from "../ingress/read-host.ts";
import { specOf } from "../plain-items.ts";
import { joinedReadings, type Places, type Reading } from "../reading.ts";
import type { Aspect, Entry, Route } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { World } from "../world.ts";
import { pathOf } from "./conditions.ts";
import { contourEntry, entryPlaces } from "./entry.ts";
import { type ProxyRoute, proxyTree } from "./proxy-tree.ts";
import { readAuth, readLimits } from "./route-auth.ts";
import { headersReading, redirectReading, rewriteReading } from "./route-readings.ts";
import { readServices } from "./services.ts";
import { tcpRoutes } from "./tcp-proxy.ts";
import { readVirtualHost, type VirtualHost } from "./virtual-host.ts";
import { weighContour } from "./weigh.ts";

/** The routes of a root HTTPProxy and of everything that it includes. Objects that no root includes publish nothing. */
export function proxyRoutes(
  root: Resource,
  world: World,
): { routes: Route[]; problems: RouteProblem[]; members: readonly Resource[] } {
  const tree = proxyTree(root, world);
  const host = readVirtualHost(root);
  const entry = contourEntry(root, world);
  if (tree.cut) {
    const problem = {
      resource: root,
      text: "its includes are too many to be compared",
      path: ["spec", "includes"],
      subject: specOf(root),
    };
    return { routes: [], problems: [problem], members: [] };
  }
  const tcp = tcpRoutes(root, host, entry, tree.routes.length > 0, world);
  // Routes of a host whose TLS is handed on answer plain HTTP only.
  const routes = tree.routes.map((route) => routeOf(root, host, entry, route, world));
  return { routes: [...tcp, ...routes], problems: [], members: tree.members };
}

function routeOf(root: Resource, host: VirtualHost, entry: Entry, one: ProxyRoute, world: World): Route {
  const { resource, route, field, conditions } = one;
  const path = pathOf(conditions);
  const services = readServices(resource, route, field, world);
  const own = host.passthrough ? { controls: plainOnly } : {};
  const at = (...keys: FieldPath): Aspect => ({ resource, path: [...field, ...keys] });
  const left = fieldSettings(resource, field, takenFields);
  const { controls, texts, places } = joinedReadings(
    host.reading,
    own,
    {
      controls: { redirect: insecureDoor(host, route) },
      places: { redirect: [at("permitInsecure"), { resource: root, path: ["spec", "virtualhost", "tls"] }] },
    },
    readAuth(root, host, resource, route, field),
    readLimits(root, host, resource, route, field),
    services.reading,
    { texts: left.texts, places: { annotation: left.aspects } },
    resource === root ? {} : memberSettings(resource),
    rewriteReading(route, at),
    redirectReading(route, at),
    headersReading(resource, route, field),
  );
  const fields: Places = {
    path: [at("conditions"), ...one.includes, at()],
    condition: [at("conditions"), ...one.includes],
    host: [...(places.host ?? []), at()],
    entry: entryPlaces(root),
  };
  return {
    resource: root,
    entry,
    host: readHost(host.fqdn),
    via: "rule",
    path,
    conditions: conditions.others,
    priority: 0,
    backends: one.missing ? [{ kind: "HTTPProxy", ...one.missing, port: "" }] : services.backends,
    controls: one.missing ? {} : controls,
    annotations: one.missing ? {} : texts,
    weigh: weighContour,
    assumptions: dnsAssumptions(root),
    where: (facet) => fields[facet] ?? places[facet] ?? [at()],
  };
}

// What an included object says beside its routes and that nobody interprets; the root's is read with its host.
function memberSettings(resource: Resource): Partial<Reading> {
  const left = fieldSettings(resource, ["spec"], ["routes", "includes", "ingressClassName"]);
  return { texts: left.texts, places: { annotation: left.aspects } };
}

const plainOnly: ControlValues = { tls: "none", passthrough: "off", certificate: [] };

// Contour answers HTTP with a redirect where the host has TLS, unless the route permits it.
function insecureDoor(host: VirtualHost, route: PlainObject): NonNullable<ControlValues["redirect"]> {
  if (!host.tls || host.passthrough) return "none";
  return route.permitInsecure === true ? "none" : "redirect";
}

const takenFields = [
  "conditions",
  "services",
  "permitInsecure",
  "authPolicy.disabled",
  "jwtVerificationPolicy",
  "ipAllowPolicy",
  "ipDenyPolicy",
  "rateLimitPolicy.local.requests",
  "rateLimitPolicy.local.unit",
  "rateLimitPolicy.local.burst",
  "pathRewritePolicy.replacePrefix",
  "requestRedirectPolicy",
  "requestHeadersPolicy",
  "responseHeadersPolicy",
];
