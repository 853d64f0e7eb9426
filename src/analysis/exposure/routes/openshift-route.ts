import type { ControllerOptions } from "../controller-options.ts";
import { dnsAspects, dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { type FieldSettings, fieldSettings, mergedTexts } from "../field-settings.ts";
import { requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { annotationsLeft, routerAnnotations, shardLabels, weighRouteSetting } from "../openshift/annotations.ts";
import { headersOf } from "../openshift/http-headers.ts";
import { readControls } from "../openshift/read-controls.ts";
import { type RouteObject, readRoute } from "../openshift/route-object.ts";
import { pathPattern } from "../path-pattern.ts";
import type { Aspect, Entry, Facet, Route } from "../route.ts";
import type { RouteKind } from "../route-kind.ts";

/** Route of OpenShift, in its own group and in the core group where it once stood. */
export const openshiftRoute: RouteKind = {
  name: "Route",
  readRoutes(world) {
    const readings = world.of(["route.openshift.io", ""], "Route").map(readRoute);
    for (const { route } of readings) world.use(route.resource);
    const entry = entryOf(world.controllers);
    return {
      routes: readings.filter(({ route }) => route.backends.length > 0).map(({ route }) => routeOf(route, entry)),
      problems: readings.flatMap(({ problems }) => problems),
    };
  },
};

const routerClass = "OpenShift router";

function entryOf(controllers: ControllerOptions): Entry {
  const chosen = Object.hasOwn(controllers, routerClass) ? controllers[routerClass]?.reach : undefined;
  return { class: routerClass, controller: "openshift", reach: chosen ?? "unknown" };
}

function routeOf(route: RouteObject, entry: Entry): Route {
  const { resource, host, backends } = route;
  const rest = restOf(route);
  return {
    resource,
    entry,
    host,
    via: "rule",
    path: pathPattern("segments", route.path),
    conditions: [],
    priority: 0,
    backends,
    controls: { ...readControls(route), dns: dnsOf(resource) },
    annotations: mergedTexts(annotationsLeft(resource.annotations), rest.texts),
    weigh: weighRouteSetting,
    assumptions: ["the default router serves it; wildcard policies are admitted", ...dnsAssumptions(resource)],
    where: (facet) => placesOf(facet, route, rest),
  };
}

const interpretedFields = [
  "host",
  "subdomain",
  "path",
  "wildcardPolicy",
  "to",
  "alternateBackends",
  "port.targetPort",
  "tls.termination",
  "tls.insecureEdgeTerminationPolicy",
  "tls.certificate",
  "tls.key",
  "tls.caCertificate",
  "tls.destinationCACertificate",
  "tls.externalCertificate.name",
  "httpHeaders.actions.request",
  "httpHeaders.actions.response",
];

function restOf({ resource, weights }: RouteObject): FieldSettings {
  const { texts, aspects } = fieldSettings(resource, ["spec"], interpretedFields);
  const headers = headersOf(resource);
  const more = {
    "spec.to.weight": weights,
    "spec.httpHeaders.actions.request": requestHeaderControls(headers.request).rest,
    "spec.httpHeaders.actions.response": responseHeaderControls(headers.response).rest,
  };
  const left = Object.entries(more).filter(([, text]) => text !== "");
  const labels = shardLabels(resource.labels);
  return {
    texts: { ...texts, ...Object.fromEntries(left), ...labels },
    aspects: [
      ...aspects,
      ...Object.keys(more).map((key): Aspect => ({ resource, path: key.split(".") })),
      ...Object.keys(resource.labels).map((key): Aspect => ({ resource, path: ["metadata", "labels", key] })),
    ],
  };
}

const fields: Partial<Record<Facet, readonly string[]>> = {
  host: ["spec.host", "spec.subdomain", "spec.wildcardPolicy"],
  path: ["spec.path"],
  backend: ["spec.to", "spec.alternateBackends", "spec.port"],
  tls: ["spec.tls", "spec.tls.termination", "spec.tls.certificate", "spec.tls.externalCertificate"],
  // Not the key: places quote their line.
  certificate: ["spec.tls.externalCertificate", "spec.tls.certificate"],
  redirect: ["spec.tls.insecureEdgeTerminationPolicy", "spec.tls.termination"],
  passthrough: ["spec.tls.termination"],
  backendTls: ["spec.tls.termination", "spec.tls.destinationCACertificate"],
  requestHeaders: ["spec.httpHeaders.actions.request"],
  responseHeaders: ["spec.httpHeaders.actions.response"],
};

function placesOf(facet: Facet, { resource }: RouteObject, rest: FieldSettings): readonly Aspect[] {
  const annotated = (names: readonly string[]) =>
    names.map((name): Aspect => ({ resource, path: ["metadata", "annotations", name] }));
  if (facet === "dns") return dnsAspects(resource);
  if (facet === "annotation") return [...annotated(Object.keys(resource.annotations)), ...rest.aspects];
  const own = (fields[facet] ?? []).map((name): Aspect => ({ resource, path: name.split(".") }));
  const places = [...annotated(routerAnnotations[facet] ?? []), ...own];
  return places.length > 0 ? places : [{ resource, path: ["spec"] }];
}
