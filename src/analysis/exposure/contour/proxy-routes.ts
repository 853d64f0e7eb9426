import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { fieldSettings, weighField } from "../field-settings.ts";
import { type HeaderOperations, requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { behindPassthrough } from "../ingress/behind-passthrough.ts";
import { prefixRewriteTo } from "../ingress/header-lines.ts";
import { readHost } from "../ingress/read-host.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, specOf, textsOf } from "../plain-items.ts";
import { joinedReadings, type Places, placesFor, type Reading } from "../reading.ts";
import { type Aspect, type Entry, type Route, stableText } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { World } from "../world.ts";
import { pathOf } from "./conditions.ts";
import { contourEntry } from "./entry.ts";
import { type ProxyRoute, proxyTree } from "./proxy-tree.ts";
import { readAuth, readLimits } from "./route-auth.ts";
import { readServices } from "./services.ts";
import { readVirtualHost, type VirtualHost } from "./virtual-host.ts";

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
    assumptions: [],
    where: (facet) => fields[facet] ?? places[facet] ?? [at()],
  };
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

type At = (...keys: FieldPath) => Aspect;

function rewriteReading(route: PlainObject, at: At): Partial<Reading> {
  const replaced = itemsOf(asObject(route.pathRewritePolicy)?.replacePrefix, []).map(({ value }) => ({
    prefix: asText(value.prefix) ?? "",
    replacement: asText(value.replacement) ?? "",
  }));
  const [first] = replaced;
  const rewrite: Rewrite = first ? prefixRewriteTo(first.replacement) : { to: "", reach: "same" };
  return {
    controls: { rewrite: replaced.length > 1 ? { to: stableText(replaced), reach: "unknown" } : rewrite },
    places: { rewrite: [at("pathRewritePolicy")] },
  };
}

function redirectReading(route: PlainObject, at: At): Partial<Reading> {
  const policy = asObject(route.requestRedirectPolicy);
  const { hostname, ...rest } = policy ?? {};
  const host = asText(hostname);
  return {
    controls: { redirectTarget: host === undefined ? [] : [`redirect ${host}`] },
    texts: Object.keys(rest).length === 0 ? {} : { "spec.routes[].requestRedirectPolicy": stableText(rest) },
    places: placesFor(["redirectTarget", "annotation"], [at("requestRedirectPolicy")]),
  };
}

function headersReading(resource: Resource, route: PlainObject, field: FieldPath): Partial<Reading> {
  const holders = [{ value: route, field }, ...itemsOf(route.services, [...field, "services"])];
  const side = (name: string): HeaderOperations => {
    const found = holders.map(({ value }) => asObject(value[name]) ?? {});
    const set = found.flatMap((one) =>
      itemsOf(one.set, []).map(({ value }) => ({ name: asText(value.name) ?? "", value: asText(value.value) ?? "" })),
    );
    return { set, add: [], remove: found.flatMap((one) => textsOf(one.remove)) };
  };
  const request = requestHeaderControls(side("requestHeadersPolicy"));
  const response = responseHeaderControls(side("responseHeadersPolicy"));
  const places = (name: string) => holders.map((holder) => ({ resource, path: [...holder.field, name] }));
  return {
    controls: { ...request.controls, ...response.controls },
    texts: {
      ...(request.rest === "" ? {} : { "spec.routes[].requestHeadersPolicy": request.rest }),
      ...(response.rest === "" ? {} : { "spec.routes[].responseHeadersPolicy": response.rest }),
    },
    places: {
      requestHeaders: places("requestHeadersPolicy"),
      responseHeaders: places("responseHeadersPolicy"),
      hsts: places("responseHeadersPolicy"),
      annotation: [...places("requestHeadersPolicy"), ...places("responseHeadersPolicy")],
    },
  };
}

/** `tcpproxy` hands the connections of the host on, opened or not; another HTTPProxy may say where to. */
function tcpRoutes(root: Resource, host: VirtualHost, entry: Entry, beside: boolean, world: World): Route[] {
  const own = asObject(specOf(root).tcpproxy);
  if (!own) return [];
  const included = asObject(own.include) ?? asObject(own.includes);
  const target =
    included &&
    world.find(
      "projectcontour.io",
      "HTTPProxy",
      asText(included.namespace) ?? root.namespace,
      asText(included.name) ?? "",
    );
  const resource = target ?? root;
  if (target) world.use(target);
  const field = ["spec", "tcpproxy"];
  const services = readServices(resource, asObject(specOf(resource).tcpproxy) ?? own, field, world);
  const left = fieldSettings(resource, field, ["services", "include", "includes"]);
  const certificate = host.certificate.atoms;
  const { controls, texts, places } = joinedReadings(host.reading, services.reading, {
    texts: left.texts,
    places: { annotation: left.aspects },
  });
  const missing = included && !target;
  const opened: ControlValues = { ...controls, redirect: "closed", auth: { ...emptyAuth, ways: [certificate] } };
  return [
    {
      resource: root,
      entry,
      host: readHost(host.fqdn),
      via: "rule",
      path: { kind: "any" },
      // Routes beside it answer plain HTTP.
      conditions: beside ? ["connection TLS"] : [],
      priority: 0,
      backends: missing
        ? [
            {
              kind: "HTTPProxy",
              namespace: asText(included.namespace) ?? root.namespace ?? null,
              name: asText(included.name) ?? "",
              port: "",
            },
          ]
        : services.backends,
      controls: host.passthrough ? behindPassthrough([]) : opened,
      annotations: texts,
      weigh: weighContour,
      assumptions: [],
      where: (facet) => (facet === "entry" ? entryPlaces(root) : (places[facet] ?? [{ resource, path: field }])),
    },
  ];
}

const emptyAuth = { kind: "checks", choice: false, network: "", optionalCertificate: "no" } as const;

function entryPlaces(resource: Resource): Aspect[] {
  return [
    { resource, path: ["spec", "ingressClassName"] },
    { resource, path: ["metadata", "annotations", "projectcontour.io/ingress.class"] },
    { resource, path: ["metadata", "annotations", "kubernetes.io/ingress.class"] },
  ];
}

export function weighContour(setting: string) {
  // The name of the field that holds tuning says nothing.
  return weighField(setting.replace(/(timeout|retry|healthCheck|loadBalancer|cookieRewrite)Policy/i, "$1"));
}
