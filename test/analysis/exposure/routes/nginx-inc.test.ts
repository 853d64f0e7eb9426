import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { changesBetween, outline } from "../ingress-texts.ts";
import { withOddValues } from "../odd-values.ts";

type Fields = Readonly<Record<string, unknown>>;

function object(kind: string, name: string, spec: Fields, labels: Fields = {}): string {
  return JSON.stringify({ apiVersion: "k8s.nginx.org/v1", kind, metadata: { name, namespace: "shop", labels }, spec });
}

const upstreams = [{ name: "web", service: "web", port: 80 }];
const pass = { path: "/", action: { pass: "web" } };

function server(spec: Fields = {}): string {
  return object("VirtualServer", "shop", {
    host: "shop.example.com",
    tls: { secret: "tls", redirect: { enable: true } },
    upstreams,
    routes: [pass],
    ...spec,
  });
}

const policy = (name: string, spec: Fields) => object("Policy", name, spec);
const allow = policy("office", { accessControl: { allow: ["10.0.0.0/8"] } });
const login = policy("login", { jwt: { secret: "keys" } });

const outcome = (before: Fields, after: Fields, ...others: readonly string[]) =>
  outline(changesBetween([server(before), ...others], [server(after), ...others]));

test.each<[string, Fields, Fields]>([
  [
    "a default that is written down",
    { upstreams },
    { upstreams: [{ ...upstreams[0], tls: { enable: false }, "client-max-body-size": "1m" }] },
  ],
  [
    "another name of the upstream",
    {},
    { upstreams: [{ name: "shop", service: "web", port: 80 }], routes: [{ path: "/", action: { pass: "shop" } }] },
  ],
  ["an action in longer words", {}, { routes: [{ path: "/", action: { proxy: { upstream: "web" } } }] }],
  [
    "a policy of the server named by its route",
    { policies: [{ name: "office" }] },
    { routes: [{ ...pass, policies: [{ name: "office", namespace: "shop" }] }] },
  ],
])("equal meaning is no change: %s", (_, before, after) => {
  expect(outcome(before, after, allow)).toEqual([]);
});

test.each<[string, string, Fields, Fields]>([
  ["the redirect", "redirect", {}, { tls: { secret: "tls" } }],
  ["addresses", "sourceRange", { policies: [{ name: "office" }] }, {}],
  ["a token", "auth", { routes: [{ ...pass, policies: [{ name: "login" }] }] }, {}],
  ["TLS to the pods", "backendTls", { upstreams: [{ ...upstreams[0], tls: { enable: true } }] }, {}],
  ["a snippet", "snippet", {}, { routes: [{ ...pass, "location-snippets": "allow all;" }] }],
  [
    "a security header",
    "responseHeaders",
    {
      routes: [
        {
          path: "/",
          action: {
            proxy: { upstream: "web", responseHeaders: { add: [{ name: "X-Frame-Options", value: "DENY" }] } },
          },
        },
      ],
    },
    {},
  ],
  [
    "an identity header",
    "requestHeaders",
    {
      routes: [
        { path: "/", action: { proxy: { upstream: "web", requestHeaders: { set: [{ name: "X-User", value: "" }] } } } },
      ],
    },
    {},
  ],
])("weakened, and strengthened the other way round: %s", (_, facet, before, after) => {
  expect(outcome(before, after, allow, login)).toEqual([`${facet} widened`]);
  expect(outcome(after, before, allow, login)).toEqual([`${facet} narrowed`]);
});

test("the server itself loses its certificate", () => {
  expect(outcome({}, { tls: undefined })).toContain("tls widened");
});

test("a policy of a route takes the place of the same kind of its server", () => {
  const wide = policy("wide", { accessControl: { allow: ["0.0.0.0/0"] } });
  const before = { policies: [{ name: "office" }, { name: "login" }] };
  expect(
    outcome(before, { ...before, routes: [{ ...pass, policies: [{ name: "wide" }] }] }, allow, login, wide),
  ).toEqual(["sourceRange widened"]);
});

test("the change of a Policy points at the Policy", () => {
  const own = server({ policies: [{ name: "office" }] });
  const [change] = changesBetween([own, allow], [own, allow.replace("10.0.0.0/8", "10.0.0.0/7")]);
  expect(change).toMatchObject({
    facet: "sourceRange",
    direction: "widened",
    resource: { kind: "Policy", name: "office" },
  });
  expect(change?.because[0]?.file).toBe("after-1.yaml");
});

test("paths are prefixes of characters, exact or expressions, and wildcards span labels", () => {
  const at = (path: string) => ({ routes: [{ ...pass, path }] });
  expect(outcome(at("=/admin"), at("/admin"))).toContain("path widened");
  expect(outcome(at("~ ^/admin"), at("~ ^/adm"))).not.toEqual([]);
  const wild = server({ host: "*.example.com" });
  expect(changesBetween([wild], [wild.replace('"shop"', '"shop"')])).toEqual([]);
});

test("a match is a way of its own, for requests that show more", () => {
  const canary = { name: "canary", service: "canary", port: 80 };
  const match = { conditions: [{ header: "X-Partner", value: "acme" }], action: { pass: "canary" } };
  const matched = { upstreams: [...upstreams, canary], routes: [{ ...pass, matches: [match] }] };
  const found = changesBetween([server()], [server(matched)]);
  expect(outline(found)).toEqual(["backend unknown"]);
  expect(outcome(matched, { ...matched, routes: [{ ...pass, action: { pass: "canary" } }] })).toContain(
    "backend unknown",
  );
});

test("requests that are split are as safe as the weakest way", () => {
  const two = [
    { ...upstreams[0], tls: { enable: true } },
    { name: "next", service: "next", port: 80 },
  ];
  const before = { upstreams: two };
  const after = {
    upstreams: two,
    routes: [
      {
        path: "/",
        splits: [
          { weight: 90, action: { pass: "web" } },
          { weight: 10, action: { pass: "next" } },
        ],
      },
    ],
  };
  expect(outcome(before, after)).toEqual(expect.arrayContaining(["backend unknown", "backendTls widened"]));
});

test("routes are delegated by name or by labels, with the policies of who delegates", () => {
  const route = (subroute: Fields = {}) =>
    object(
      "VirtualServerRoute",
      "cart",
      { host: "shop.example.com", upstreams, subroutes: [{ path: "/cart", action: { pass: "web" }, ...subroute }] },
      { app: "cart" },
    );
  const named = server({ routes: [{ path: "/cart", route: "cart", policies: [{ name: "login" }] }] });
  const selected = server({
    routes: [{ path: "/cart", routeSelector: { matchLabels: { app: "cart" } }, policies: [{ name: "login" }] }],
  });
  expect(changesBetween([named, route(), login], [selected, route(), login])).toEqual([]);
  const open = server({ routes: [{ path: "/cart", route: "cart" }] });
  expect(outline(changesBetween([named, route(), login], [open, route(), login]))).toEqual(["auth widened"]);
  expect(
    outline(changesBetween([named, route(), login], [named, route({ policies: [{ name: "office" }] }), login, allow])),
  ).toEqual(["auth widened", "sourceRange narrowed"]);
  expect(outline(changesBetween([named, login], [named.replace('"route":"cart"', '"route":"other"'), login]))).toEqual([
    "backend unknown",
  ]);
});

test("what no control reads is an annotation", () => {
  expect(outcome({}, { dos: "dos" })).toEqual(["annotation unknown"]);
  expect(outcome({}, { gunzip: true })).toEqual(["annotation neutral"]);
  const [change] = changesBetween(
    [server()],
    [
      server({
        routes: [
          {
            ...pass,
            action: { proxy: { upstream: "web", requestHeaders: { set: [{ name: "X-Shop", value: "1" }] } } },
          },
        ],
      }),
    ],
  );
  expect(change).toMatchObject({
    facet: "annotation",
    changed: [{ key: "spec.routes[].action.proxy.requestHeaders" }],
  });
  expect(change?.because.length).toBeGreaterThan(0);
});

test("a VirtualServer and an Ingress of one class share a door", () => {
  const ingressClass = JSON.stringify({
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "nginx" },
    spec: { controller: "nginx.org/ingress-controller" },
  });
  const [change] = changesBetween([ingressClass], [ingressClass, server()]);
  expect(change).toMatchObject({ facet: "host", class: "nginx", controller: "nginx-inc" });
});

const listeners = (list: readonly Fields[]) =>
  object("GlobalConfiguration", "nginx-configuration", { listeners: list });
const database = object("TransportServer", "db", {
  listener: { name: "postgres", protocol: "TCP" },
  upstreams: [{ name: "db", service: "db", port: 5432 }],
  action: { pass: "db" },
});
const postgres = { name: "postgres", port: 5432, protocol: "TCP" };

test("a TransportServer opens the port of its listener", () => {
  const before = [listeners([postgres])];
  const [change] = changesBetween(before, [...before, database]);
  expect(change).toMatchObject({ facet: "host", direction: "widened", backends: [{ name: "db", port: "5432" }] });
  expect(change?.targets[0]?.label).toContain("TCP port 5432");
  expect(changesBetween([...before, database], [listeners([postgres]), database])).toEqual([]);
});

test("a listener that moves to another port moves the door", () => {
  const moved = changesBetween([listeners([postgres]), database], [listeners([{ ...postgres, port: 5433 }]), database]);
  expect(outline(moved)).toEqual(expect.arrayContaining(["host narrowed", "host widened"]));
  expect(
    outline(
      changesBetween([listeners([postgres])], [listeners([postgres, { name: "dns", port: 53, protocol: "UDP" }])]),
    ),
  ).toEqual(["annotation unknown"]);
});

test("TLS that passes through is answered by its host", () => {
  const secure = object("TransportServer", "db", {
    listener: { name: "tls-passthrough", protocol: "TLS_PASSTHROUGH" },
    host: "db.example.com",
    upstreams: [{ name: "db", service: "db", port: 8443 }],
    action: { pass: "db" },
  });
  expect(outline(changesBetween([], [secure]))).toEqual(["host widened", "passthrough widened"]);
});

const manifold = server({
  policies: [{ name: "office" }],
  routes: [
    {
      path: "/",
      matches: [{ conditions: [{ header: "a", value: "b" }], action: { pass: "web" } }],
      splits: [
        {
          weight: 1,
          action: {
            proxy: {
              upstream: "web",
              rewritePath: "/",
              responseHeaders: { add: [{ name: "a", value: "b" }], hide: ["c"] },
            },
          },
        },
      ],
    },
    { path: "/cart", routeSelector: { matchLabels: { app: "cart" } } },
  ],
});
const manyPolicies = policy("office", {
  accessControl: { allow: ["10.0.0.0/8"] },
  rateLimit: { rate: "1r/s", burst: 1 },
  ingressMTLS: { clientCertSecret: "ca" },
  egressMTLS: { verifyServer: true, trustedCertSecret: "ca" },
  waf: { enable: true, apPolicy: "x" },
  cors: { allowOrigin: ["*"] },
});

test("no field, however wrong, breaks the reading", () => {
  const all = fc.tuple(...[manifold, manyPolicies, database, listeners([postgres])].map(withOddValues));
  fc.assert(
    fc.property(all, all, (before, after) => {
      for (const { because } of changesBetween(before, after)) expect(because.length).toBeGreaterThan(0);
      expect(changesBetween(after, after)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
