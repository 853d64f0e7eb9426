import { describe, expect, test } from "@jest/globals";
import { routes as kinds } from "../../../../src/analysis/exposure/routes/index.ts";
import { worldOf } from "../../../../src/analysis/exposure/world.ts";
import { changesBetween, outline, read } from "../ingress-texts.ts";
import { all, at, gateway, group, http, https, object, route, rule, toHttps, web } from "./gateway-api-texts.ts";

function routesOf(...texts: readonly string[]) {
  const world = worldOf(read(texts, "after"), {});
  const found = kinds.find(({ name }) => name === "Gateway API")?.readRoutes(world);
  return found ?? { routes: [], problems: [] };
}

function hostsOf(...texts: readonly string[]) {
  return routesOf(...texts).routes.map(({ host }) => host);
}

describe("attachment", () => {
  test("needs a common host, which may be a template", () => {
    const listener = https({ hostname: "*.${DOMAIN}" });
    expect(hostsOf(gateway([listener]), route({ hostnames: ["app.${DOMAIN}"] }))).toEqual([
      { kind: "exact", name: "app.${DOMAIN}" },
    ]);
    expect(hostsOf(gateway([https({ hostname: "*.example.com" })]), route({ hostnames: ["example.com"] }))).toEqual([]);
    expect(hostsOf(gateway([https({ hostname: "a.example.com" })]), route({ hostnames: ["*.example.com"] }))).toEqual([
      { kind: "exact", name: "a.example.com" },
    ]);
  });

  test("without host names a route takes those of its listener", () => {
    const listener = https({ hostname: "*.example.com" });
    expect(hostsOf(gateway([listener]), route({ hostnames: undefined }))).toEqual([
      { kind: "suffix", suffix: "example.com" },
    ]);
  });

  test("is refused across namespaces unless the listener admits it", () => {
    const same = https({ allowedRoutes: undefined });
    const reading = routesOf(gateway([same]), route());
    expect(reading.routes).toEqual([]);
    expect(reading.problems.map(({ text }) => text)).toEqual([
      "it is not attached to one of its parents, because Gateway public does not admit routes of namespace shop",
    ]);
    expect(hostsOf(gateway([same]), route({}, { namespace: "edge" }))).toHaveLength(1);
  });

  test("by labels is decided by the Namespace, and assumed without it", () => {
    const listener = https({
      allowedRoutes: { namespaces: { from: "Selector", selector: { matchLabels: { tier: "web" } } } },
    });
    const namespace = (tier: string) => object("Namespace", "shop", null, {}, { apiVersion: "v1", labels: { tier } });
    expect(hostsOf(gateway([listener]), route(), namespace("web"))).toHaveLength(1);
    expect(hostsOf(gateway([listener]), route(), namespace("db"))).toHaveLength(0);
    const [assumed] = routesOf(gateway([listener]), route()).routes;
    expect(assumed?.assumptions).toEqual(["listener https of Gateway public admits routes of namespace shop"]);
  });

  test("of a ListenerSet needs the Gateway's word", () => {
    const set = object("ListenerSet", "shop", "shop", {
      parentRef: { name: "public", namespace: "edge" },
      listeners: [https()],
    });
    const attached = route({ parentRefs: [{ kind: "ListenerSet", name: "shop" }] });
    expect(hostsOf(gateway([http()]), set, attached)).toEqual([]);
    const allowedListeners = { namespaces: { from: "All" } };
    expect(hostsOf(gateway([http()], { allowedListeners }), set, attached)).toHaveLength(1);
    expect(outline(changesBetween([gateway([http()]), set], [gateway([http()], { allowedListeners }), set]))).toContain(
      "attachment widened",
    );
  });

  test("to a Gateway that stands elsewhere leaves TLS open", () => {
    const [found] = routesOf(route()).routes;
    expect(found?.entry).toEqual({
      class: "Gateway edge/public",
      controller: "",
      reach: "unknown",
      listener: "every listener",
      missing: true,
    });
    expect(found?.controls.tls).toBeUndefined();
    expect(found?.controls.redirect).toBeUndefined();
    expect(outline(changesBetween([route(at("https"))], [route(at("http"))]))).toEqual(["entry unknown"]);
  });

  test("that leaves the repository is one change, and so is one that comes to it", () => {
    const [gone, came] = [[gateway([https()]), route(at("https"))], [route(at("https"))]] as const;
    const ofRoute = (changes: ReturnType<typeof changesBetween>) =>
      changes.filter(({ subject }) => subject === "route").map(({ facet, direction }) => `${facet} ${direction}`);
    expect(ofRoute(changesBetween(gone, came))).toEqual(["entry unknown"]);
    expect(ofRoute(changesBetween(came, gone))).toEqual(["entry unknown"]);
  });

  test("that is new says who may attach, and a record of many names is told once", () => {
    const target = { "external-dns.alpha.kubernetes.io/target": "edge.example.com" };
    const settings = { infrastructure: { parametersRef: { kind: "EnvoyProxy", name: "edge" } } };
    expect(outline(changesBetween([], [gateway([https()], settings, { annotations: target })]))).toEqual([
      "annotation neutral",
      "attachment widened",
    ]);
    const routes = (more: object) =>
      ["a", "b", "c"].map((name) => route({ hostnames: [`${name}.example.com`] }, { name, ...more }));
    const [moved, ...rest] = changesBetween(
      routes({ annotations: { "external-dns.alpha.kubernetes.io/cloudflare-proxied": "true" } }),
      routes({}),
    );
    expect(rest).toEqual([]);
    expect(moved).toMatchObject({ facet: "dns" });
    expect(moved?.targets).toHaveLength(3);
  });

  test("names a Service whose namespace an applier fills in", () => {
    const short = route({}, { namespace: null });
    const written = route(rule({ backendRefs: [{ ...web, namespace: "shop" }] }), { namespace: null });
    const other = route(rule({ backendRefs: [{ ...web, name: "web-v2", namespace: "shop" }] }), { namespace: null });
    expect(outline(changesBetween([short], [written]))).toEqual([]);
    expect(outline(changesBetween([short], [other]))).toEqual(["backend unknown"]);
  });
});

describe("the plaintext door", () => {
  const both = gateway([http(), https()]);
  const redirect = route({ ...at("http"), hostnames: undefined, rules: [toHttps] }, { name: "to-https" });
  const controlOf = (...texts: readonly string[]) => routesOf(...texts).routes.map(({ controls }) => controls.redirect);

  test("is closed, redirects or serves", () => {
    expect(controlOf(gateway([https()]), route())).toEqual(["closed"]);
    expect(controlOf(both, route(at("https")))).toEqual(["closed"]);
    expect(controlOf(both, route(at("https")), redirect)).toEqual(["redirect"]);
    expect(controlOf(both, route())).toEqual(["none"]);
    // The own host of a route is closer than a redirect for every host.
    expect(controlOf(both, route(), redirect)).toEqual(["none"]);
  });

  test("opens when the route is no longer pinned to a listener", () => {
    expect(outline(changesBetween([both, route(at("https")), redirect], [both, route(), redirect]))).toEqual([
      "redirect widened",
    ]);
  });

  test("closes without a difference to a redirect", () => {
    expect(outline(changesBetween([both, route(at("https")), redirect], [both, route(at("https"))]))).toEqual([]);
  });

  test("serves nothing where it only redirects", () => {
    const wild = gateway([http({ hostname: "*.example.com" }), https({ hostname: "*.example.com" })]);
    const gone = changesBetween([wild, route(at("https")), redirect], [wild, redirect]);
    expect(gone.filter(({ direction }) => direction !== "neutral").map(({ facet }) => facet)).toEqual(["host"]);
    expect(gone.find(({ facet }) => facet === "host")).toMatchObject({ served: "no longer", direction: "narrowed" });
    expect(outline(changesBetween([wild], [wild, redirect]))).toEqual(["annotation neutral"]);
    expect(outline(changesBetween([wild, redirect], [wild, route({ ...at("http"), hostnames: undefined })]))).toContain(
      "host widened",
    );
  });

  test("has routes of its own", () => {
    const acme = route(
      { ...at("http"), ...rule({ matches: [{ path: { value: "/.well-known" } }] }) },
      { name: "acme" },
    );
    const [main, challenge] = routesOf(both, route(at("https")), acme).routes;
    expect(main?.controls.redirect).toBe("closed");
    expect(challenge).toMatchObject({ conditions: ["plain HTTP"], controls: { tls: "none", redirect: "none" } });
  });
});

describe("TLS of a listener", () => {
  const before = [gateway([https()]), route()];
  const facets = (listener: object, spec: object = {}) =>
    outline(changesBetween(before, [gateway([listener as never], spec as never), route()]));

  test("by another certificate, or none", () => {
    expect(
      facets(https({ tls: { certificateRefs: [{ name: "shop-tls", kind: "Secret", group: "" }], mode: "Terminate" } })),
    ).toEqual([]);
    expect(facets(https({ tls: { certificateRefs: [{ name: "other" }] } }))).toEqual(["certificate neutral"]);
    expect(facets(https({ tls: undefined }))).toEqual(["tls widened"]);
  });

  test("by the oldest version", () => {
    const refs = { certificateRefs: [{ name: "shop-tls" }] };
    const options = { "example.com/min-tls-version": "1.0" };
    expect(facets(https({ tls: { ...refs, options } }))).toEqual(["tlsVersion widened"]);
    expect(facets(https({ tls: { ...refs, options: { "example.com/odd": "x" } } }))).toEqual(["annotation unknown"]);
  });

  test("by client certificates, for all ports or one", () => {
    const validation = { caCertificateRefs: [{ kind: "ConfigMap", group: "", name: "ca" }] };
    const strict = { tls: { frontend: { default: { validation } } } };
    const mutual = [gateway([https()], strict), route()];
    const facetsOf = (frontend: object) =>
      outline(changesBetween(mutual, [gateway([https()], { tls: { frontend } }), route()]));
    expect(facetsOf({ default: { validation: { ...validation, mode: "AllowValidOnly" } } })).toEqual([]);
    expect(facetsOf({ default: { validation: { ...validation, mode: "AllowInsecureFallback" } } })).toEqual([
      "auth widened",
    ]);
    expect(facetsOf({ default: { validation }, perPort: [{ port: 443, tls: {} }] })).toEqual(["auth widened"]);
    expect(outline(changesBetween(before, mutual))).toEqual(["auth narrowed"]);
  });

  test("passes it on to the service", () => {
    const listener = { name: "tls", port: 443, protocol: "TLS", tls: { mode: "Passthrough" }, allowedRoutes: all };
    const raw = object("TLSRoute", "shop", "shop", {
      parentRefs: [{ name: "public", namespace: "edge" }],
      hostnames: ["shop.example.com"],
      rules: [{ backendRefs: [web] }],
    });
    expect(routesOf(gateway([listener]), raw).routes[0]?.controls).toMatchObject({
      passthrough: "on",
      tls: "passthrough",
    });
  });
});

describe("who may publish", () => {
  const from = (listeners: readonly Parameters<typeof https>[0][], more: object = {}) =>
    gateway(
      listeners.map((one) => https(one)),
      more as never,
    );

  test("widens with namespaces and hosts", () => {
    const same = { allowedRoutes: { namespaces: { from: "Same" } }, hostname: "a.example.com" };
    const facets = (fields: object) => outline(changesBetween([from([same])], [from([{ ...same, ...fields }])]));
    expect(facets({ allowedRoutes: undefined })).toEqual([]);
    expect(facets({ allowedRoutes: all })).toEqual(["attachment widened"]);
    expect(facets({ hostname: undefined })).toEqual(["attachment widened"]);
    expect(facets({ hostname: "*.example.com" })).toEqual(["attachment widened"]);
    expect(facets({ name: "other" })).toEqual([]);
  });

  test("is told once for listeners that become one, at the line that changed", () => {
    const before = from([
      { name: "https", hostname: "*.${DOMAIN}" },
      { name: "https-root", hostname: "${DOMAIN}" },
    ]);
    const changes = changesBetween([before], [from([{ name: "https" }])]);
    expect(changes.map(({ facet, before: was, after: is }) => ({ facet, was, is }))).toEqual([
      { facet: "attachment", was: "every namespace for ${DOMAIN}, *.${DOMAIN}", is: "every namespace" },
    ]);
  });

  test("is granted by a ReferencePolicy, as a ReferenceGrant was called before, just as well", () => {
    const spec = { from: [{ group, kind: "HTTPRoute", namespace: "shop" }], to: [{ group: "", kind: "Service" }] };
    const crossing = route(rule({ backendRefs: [{ name: "cards", namespace: "cde", port: 80 }] }));
    const state = (kind: string, name: string) => [gateway([https()]), crossing, object(kind, name, "cde", spec)];
    expect(outline(changesBetween(state("ReferencePolicy", "policy"), state("ReferenceGrant", "grant")))).toEqual([]);
    expect(outline(changesBetween([], [object("ReferencePolicy", "policy", "cde", spec)]))).toEqual([
      "references widened",
    ]);
  });

  test("across namespaces is a grant", () => {
    const grant = (to: object, name = "grant") =>
      object("ReferenceGrant", name, "cde", {
        from: [{ group, kind: "HTTPRoute", namespace: "shop" }],
        to: [{ group: "", ...to }],
      });
    const named = grant({ kind: "Service", name: "ledger" });
    expect(outline(changesBetween([], [named]))).toEqual(["references widened"]);
    expect(outline(changesBetween([named], [grant({ kind: "Service", name: "ledger" }, "other")]))).toEqual([]);
    expect(outline(changesBetween([named], [grant({ kind: "Service" })]))).toEqual(["references widened"]);
    expect(outline(changesBetween([named], []))).toEqual(["references narrowed"]);
    const crossing = route(rule({ backendRefs: [{ name: "cards", namespace: "cde", port: 80 }] }));
    const backends = (...texts: readonly string[]) => routesOf(...texts).routes[0]?.backends.map(({ name }) => name);
    expect(backends(gateway([https()]), crossing, named)).toEqual([]);
    expect(backends(gateway([https()]), crossing, grant({ kind: "Service" }))).toEqual(["cards"]);
    expect(backends(gateway([https()]), crossing)).toEqual(["cards"]);
  });
});

describe("a rule", () => {
  const facets = (before: object, after: object) =>
    outline(
      changesBetween(
        [gateway([https()]), route(rule(before as never))],
        [gateway([https()]), route(rule(after as never))],
      ),
    );
  const filter = (type: string, name: string, value: object) => ({ filters: [{ type, [name]: value }] });

  test("means the same in other words", () => {
    expect(facets({}, { matches: [{ path: { type: "PathPrefix", value: "/" } }] })).toEqual([]);
    expect(facets({}, { backendRefs: [{ ...web, kind: "Service", group: "", weight: 7 }] })).toEqual([]);
    expect(facets({}, { backendRefs: [web, { name: "old", port: 80, weight: 0 }] })).toEqual([]);
  });

  test("asks for less", () => {
    const path = { path: { value: "/reports" } };
    expect(facets({ matches: [{ ...path, method: "GET" }] }, { matches: [path] })).toEqual(["path widened"]);
    expect(facets({ matches: [path] }, { matches: [{ path: { value: "/" } }] })).toEqual(["path widened"]);
  });

  test("protects less", () => {
    const origins = (allowOrigins: readonly string[], allowCredentials = false) =>
      filter("CORS", "cors", { allowOrigins, allowCredentials });
    expect(facets(origins(["https://a.example"]), origins(["*"], true))).toEqual(["cors widened"]);
    const headers = filter("ResponseHeaderModifier", "responseHeaderModifier", {
      set: [
        { name: "Strict-Transport-Security", value: "max-age=31536000" },
        { name: "X-Frame-Options", value: "DENY" },
      ],
    });
    expect(facets(headers, {})).toEqual(["hsts widened", "responseHeaders widened"]);
    expect(facets({}, headers)).toEqual(["hsts narrowed", "responseHeaders narrowed"]);
    const identity = filter("RequestHeaderModifier", "requestHeaderModifier", { remove: ["X-Remote-User"] });
    expect(facets(identity, {})).toEqual(["requestHeaders widened"]);
    const external = filter("ExternalAuth", "externalAuth", {
      protocol: "HTTP",
      backendRef: { name: "auth", port: 80 },
    });
    expect(facets(external, {})).toEqual(["auth widened"]);
    expect(facets({}, filter("RequestMirror", "requestMirror", { backendRef: { name: "copy", port: 80 } }))).toEqual([
      "mirror widened",
    ]);
    expect(
      facets({}, filter("URLRewrite", "urlRewrite", { path: { type: "ReplaceFullPath", replaceFullPath: "/a" } })),
    ).toEqual(["rewrite unknown"]);
  });

  test("leads to another host", () => {
    const away = {
      filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", hostname: "pay.example.net" } }],
    };
    const { routes } = routesOf(gateway([https()]), route({ rules: [away] }));
    expect(routes[0]).toMatchObject({
      backends: [],
      controls: { redirectTarget: ["redirect https://pay.example.net"] },
    });
  });

  test("with a filter of another vendor is not known", () => {
    const extension = filter("ExtensionRef", "extensionRef", {
      group: "traefik.io",
      kind: "Middleware",
      name: "login",
    });
    expect(facets(extension, {})).toEqual(["auth unknown"]);
  });

  test("keeps no field to itself", () => {
    expect(facets({}, { timeouts: { request: "10s" } })).toEqual(["annotation neutral"]);
    expect(facets({}, { retry: { attempts: 3 } })).toEqual(["annotation neutral"]);
  });
});

test("methods of gRPC are paths", () => {
  const grpc = object("GRPCRoute", "shop", "shop", {
    parentRefs: [{ name: "public", namespace: "edge" }],
    hostnames: ["shop.example.com"],
    rules: [
      {
        matches: [{ method: { service: "shop.Cart", method: "Add" } }, { method: { service: "shop.Pay" } }],
        backendRefs: [web],
      },
    ],
  });
  expect(routesOf(gateway([https()]), grpc).routes.map(({ path }) => path)).toEqual([
    { kind: "exact", text: "/shop.Cart/Add" },
    { kind: "segments", text: "/shop.Pay" },
  ]);
});

test("a TCPRoute opens a port", () => {
  const listener = { name: "db", port: 5432, protocol: "TCP", allowedRoutes: all };
  const tcp = object("TCPRoute", "db", "shop", {
    parentRefs: [{ name: "public", namespace: "edge", sectionName: "db" }],
    rules: [{ backendRefs: [{ name: "db", port: 5432 }] }],
  });
  expect(hostsOf(gateway([listener]), tcp)).toEqual([
    { kind: "port", protocol: "TCP", port: "5432", door: "Gateway edge/public" },
  ]);
  expect(outline(changesBetween([gateway([listener])], [gateway([listener]), tcp]))).toContain("host widened");
});

test("a Service of another name outside is an external backend", () => {
  const service = object(
    "Service",
    "web",
    "shop",
    { type: "ExternalName", externalName: "api.example.net" },
    { apiVersion: "v1" },
  );
  expect(routesOf(gateway([https()]), route(), service).routes[0]?.backends[0]?.external).toBe("api.example.net");
});

test("TLS to the pods is a policy of the Service", () => {
  const policy = (spec: object) =>
    object("BackendTLSPolicy", "web", "shop", { targetRefs: [{ group: "", kind: "Service", name: "web" }], ...spec });
  const validation = { hostname: "web.internal", wellKnownCACertificates: "System" };
  const state = (...more: readonly string[]) => [gateway([https()]), route(), ...more];
  expect(outline(changesBetween(state(policy({ validation })), state()))).toEqual(["backendTls widened"]);
  expect(
    outline(
      changesBetween(state(policy({ validation })), state(policy({ validation: { ...validation, hostname: "x" } }))),
    ),
  ).toEqual(["backendTls unknown"]);
});

test("who can reach a Gateway follows from its class, its annotations or the policy", () => {
  const reach = (spec: object, options = {}) =>
    kinds
      .find(({ name }) => name === "Gateway API")
      ?.readRoutes(worldOf(read([gateway([https()], spec as never), route()], "after"), options)).routes[0]?.entry
      .reach;
  expect(reach({ gatewayClassName: "gke-l7-rilb" })).toBe("private-network");
  expect(reach({ gatewayClassName: "gke-l7-global-external-managed" })).toBe("internet");
  const internal = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" };
  expect(reach({ infrastructure: { annotations: internal } })).toBe("private-network");
  expect(reach({}, { envoy: { controller: "envoy", reach: "internet" } })).toBe("internet");
  expect(reach({}, { "edge/public": { controller: "envoy", reach: "cluster" } })).toBe("cluster");
  expect(reach({})).toBe("unknown");
});

test("a product of hosts, listeners and matches is not multiplied out", () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example.com`);
  const matches = Array.from({ length: 300 }, (_, index) => ({ path: { value: `/p${index}` } }));
  const reading = routesOf(gateway([https()]), route({ hostnames: names(300), ...rule({ matches }) }));
  expect(reading.routes).toEqual([]);
  expect(reading.problems.map(({ text }) => text)).toEqual([
    "its hosts, listeners and matches are too many to be compared",
  ]);
});
