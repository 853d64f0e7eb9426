import { expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

type Fields = Readonly<Record<string, unknown>>;

const tls: IngressText = { tls: [{ hosts: ["shop.example.com"], secret: "tls" }] };

function shop(annotations: Readonly<Record<string, string>> = {}, text: IngressText = tls): string {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    key.includes("/") ? key : `konghq.com/${key}`,
    value,
  ]);
  return ingress({ class: "kong", ...text, annotations: Object.fromEntries(prefixed) });
}

function plugin(name: string, fields: Fields, kind = "KongPlugin", labels: Fields = {}): string {
  const namespace = kind === "KongPlugin" ? { namespace: "shop" } : {};
  return JSON.stringify({
    apiVersion: "configuration.konghq.com/v1",
    kind,
    metadata: { name, ...namespace, labels },
    ...fields,
  });
}

function service(annotations: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "shop", annotations },
    spec: { ports: [{ port: 80 }] },
  });
}

const outcome = (before: Record<string, string>, after: Record<string, string>, text: IngressText = tls) =>
  outline(changesBetween([shop(before, text)], [shop(after, text)]));

/** The change of one plugin that the Ingress names. */
const pluginOutcome = (before: Fields, after: Fields) =>
  outline(
    changesBetween([shop({ plugins: "one" }), plugin("one", before)], [shop({ plugins: "one" }), plugin("one", after)]),
  );

test.each<[string, Fields, Fields]>([
  [
    "the same addresses in other words",
    { plugin: "ip-restriction", config: { allow: ["10.0.0.0/9", "10.128.0.0/9"] } },
    { plugin: "ip-restriction", config: { allow: ["10.0.0.0/8"] } },
  ],
  [
    "an older name of the list",
    { plugin: "ip-restriction", config: { whitelist: ["10.0.0.0/8"] } },
    { plugin: "ip-restriction", config: { allow: ["10.0.0.0/8"] } },
  ],
  [
    "the default of origins",
    { plugin: "cors", config: {} },
    { plugin: "cors", config: { origins: ["*"], credentials: false } },
  ],
  [
    "an hour in minutes",
    { plugin: "rate-limiting", config: { hour: 600 } },
    { plugin: "rate-limiting", config: { minute: 10 } },
  ],
  ["a plugin that is switched on in words", { plugin: "key-auth" }, { plugin: "key-auth", disabled: false }],
])("equal meaning is no change: %s", (_, before, after) => {
  expect(pluginOutcome(before, after)).toEqual([]);
});

test.each<[string, string, Fields, Fields]>([
  ["a key", "auth", { plugin: "key-auth" }, { plugin: "key-auth", disabled: true }],
  [
    "a login for everybody",
    "auth",
    { plugin: "openid-connect", config: { issuer: "https://login.example.com" } },
    { plugin: "openid-connect", config: { issuer: "https://login.example.com", anonymous: "guest" } },
  ],
  [
    "addresses",
    "sourceRange",
    { plugin: "ip-restriction", config: { allow: ["10.0.0.0/8"] } },
    { plugin: "ip-restriction", config: { allow: ["0.0.0.0/0"] } },
  ],
  [
    "refused addresses",
    "sourceRange",
    { plugin: "ip-restriction", config: { deny: ["203.0.113.0/24"] } },
    { plugin: "ip-restriction", config: { deny: ["203.0.113.7"] } },
  ],
  [
    "a rate",
    "rateLimit",
    { plugin: "rate-limiting", config: { second: 5 } },
    { plugin: "rate-limiting", config: { second: 50 } },
  ],
  [
    "a rate in a window",
    "rateLimit",
    { plugin: "rate-limiting-advanced", config: { limit: [5], window_size: [60] } },
    { plugin: "rate-limiting-advanced", config: { limit: [50], window_size: [60] } },
  ],
  [
    "other sites",
    "cors",
    { plugin: "cors", config: { origins: ["https://a.example"] } },
    { plugin: "cors", config: { origins: ["*"], credentials: true } },
  ],
  [
    "the size of requests",
    "bodyLimit",
    { plugin: "request-size-limiting", config: { allowed_payload_size: 1 } },
    { plugin: "request-size-limiting", config: { allowed_payload_size: 8 } },
  ],
  [
    "requests that were all refused",
    "auth",
    { plugin: "request-termination", config: {} },
    { plugin: "request-termination", config: {}, disabled: true },
  ],
])("a plugin is weakened, and strengthened the other way round: %s", (_, facet, before, after) => {
  expect(pluginOutcome(before, after)).toContain(`${facet} widened`);
  expect(pluginOutcome(after, before)).toContain(`${facet} narrowed`);
});

test("code in a plugin is a snippet", () => {
  const code = plugin("one", { plugin: "pre-function", config: { access: ["kong.response.exit(200)"] } });
  expect(outline(changesBetween([shop(), code], [shop({ plugins: "one" }), code]))).toEqual(["snippet widened"]);
});

test("headers that a plugin sets or takes away", () => {
  const replace = (headers: readonly string[]) =>
    plugin("one", { plugin: "request-transformer", config: { remove: { headers } } });
  expect(
    outline(changesBetween([shop({ plugins: "one" }), replace(["x-user"])], [shop({ plugins: "one" }), replace([])])),
  ).toEqual(["requestHeaders widened"]);
  const add = (headers: readonly string[]) =>
    plugin("one", { plugin: "response-transformer", config: { add: { headers } } });
  const found = changesBetween(
    [shop({ plugins: "one" }), add(["X-Frame-Options:DENY", "X-Shop:1"])],
    [shop({ plugins: "one" }), add(["X-Shop:1"])],
  );
  expect(outline(found)).toEqual(["responseHeaders widened"]);
});

test("a plugin that goes points at the annotation, one that is switched off at its object", () => {
  const key = plugin("one", { plugin: "key-auth" });
  const [gone] = changesBetween([shop({ plugins: "one" }), key], [shop(), key]);
  expect(gone).toMatchObject({ facet: "auth", direction: "widened", resource: { kind: "Ingress" } });
  const off = plugin("one", { plugin: "key-auth", disabled: true });
  const [disabled] = changesBetween([shop({ plugins: "one" }), key], [shop({ plugins: "one" }), off]);
  expect(disabled).toMatchObject({ facet: "auth", resource: { kind: "KongPlugin", name: "one" } });
  expect(disabled?.because[0]?.file).toBe("after-1.yaml");
});

test("plugins of the route come before those of its Service, and these before global ones", () => {
  const wide = plugin("wide", { plugin: "ip-restriction", config: { allow: ["0.0.0.0/0"] } });
  const office = plugin("office", { plugin: "ip-restriction", config: { allow: ["10.0.0.0/8"] } });
  const guarded = service({ "konghq.com/plugins": "office" });
  expect(
    outline(changesBetween([shop(), guarded, office, wide], [shop({ plugins: "wide" }), guarded, office, wide])),
  ).toEqual(["sourceRange widened"]);
  const global = plugin("all", { plugin: "key-auth" }, "KongClusterPlugin", { global: "true" });
  const found = changesBetween([shop(), global], [shop()]);
  expect(found.filter(({ facet }) => facet === "auth").map(({ direction }) => direction)).toEqual(["widened"]);
  expect(outline(changesBetween([global], []))).toEqual(["auth widened"]);
});

test("a plugin of the cluster is found where the namespace has none, and its name does not matter", () => {
  const [one, other] = [
    plugin("one", { plugin: "key-auth" }),
    plugin("other", { plugin: "key-auth" }, "KongClusterPlugin"),
  ];
  expect(changesBetween([shop({ plugins: "one" }), one, other], [shop({ plugins: "other" }), one, other])).toEqual([]);
});

test("a plugin that is not in the repository is not known, nor is a configuration in a Secret", () => {
  expect(outcome({ plugins: "elsewhere" }, {})).toEqual(["auth unknown"]);
  expect(outcome({ plugins: "elsewhere" }, { plugins: "elsewhere" })).toEqual([]);
  expect(
    pluginOutcome(
      { plugin: "key-auth" },
      { plugin: "key-auth", configFrom: { secretKeyRef: { name: "x", key: "y" } } },
    ),
  ).toContain("auth unknown");
});

test("plugins that nobody interprets, and fields that are left, are annotations", () => {
  expect(pluginOutcome({ plugin: "bot-detection", disabled: true }, { plugin: "bot-detection" })).toEqual([
    "annotation unknown",
  ]);
  const [change] = changesBetween(
    [shop({ plugins: "one" }), plugin("one", { plugin: "key-auth", config: { run_on_preflight: true } })],
    [shop({ plugins: "one" }), plugin("one", { plugin: "key-auth", config: { run_on_preflight: false } })],
  );
  expect(change).toMatchObject({ facet: "annotation", changed: [{ key: "plugin key-auth: config.run_on_preflight" }] });
  expect(change?.because[0]?.file).toBe("after-1.yaml");
});

test("HTTP is served unless the protocols say otherwise", () => {
  expect(outcome({ protocols: "https" }, {})).toEqual(["redirect widened"]);
  expect(outcome({ protocols: "https" }, { protocols: "https", "https-redirect-status-code": "308" })).toEqual([]);
  expect(outcome({ "ingress.kubernetes.io/force-ssl-redirect": "true" }, {})).toEqual(["redirect widened"]);
  expect(outcome({}, { protocols: "http" })).toContain("tls widened");
});

test("TLS to the pods follows from the Service", () => {
  const between = (before: Record<string, string>, after: Record<string, string>) =>
    outline(changesBetween([shop(), service(before)], [shop(), service(after)]));
  expect(between({ "konghq.com/protocol": "https" }, {})).toEqual(["backendTls widened"]);
  expect(
    between({ "konghq.com/protocol": "https", "konghq.com/tls-verify": "true" }, { "konghq.com/protocol": "https" }),
  ).toEqual(["backendTls widened"]);
});

test("conditions, names and paths", () => {
  expect(outcome({ methods: "GET" }, {})).toEqual(["path widened"]);
  expect(outcome({ "headers.x-partner": "acme" }, {})).toEqual(["path widened"]);
  expect(outcome({ methods: "GET,HEAD" }, { methods: "HEAD, GET" })).toEqual([]);
  expect(outcome({}, { "host-aliases": "www.shop.example.com" })).toContain("host widened");
  const at = (path: string, type: string) => [shop({}, { ...tls, paths: [[path, type]] })];
  expect(outline(changesBetween(at("/admin", "Prefix"), at("/admin", "ImplementationSpecific")))).toEqual([
    "path widened",
  ]);
  expect(
    outline(
      changesBetween(at("/~/admin/\\d+$", "ImplementationSpecific"), at("/~/admin/.*", "ImplementationSpecific")),
    ),
  ).not.toEqual([]);
  expect(outcome({}, { "strip-path": "true" }, { ...tls, paths: [["/shop"]] })).toEqual(["rewrite widened"]);
});

test("a KongIngress says the same as annotations", () => {
  const override = (route: Fields) =>
    JSON.stringify({
      apiVersion: "configuration.konghq.com/v1",
      kind: "KongIngress",
      metadata: { name: "own", namespace: "shop" },
      route,
    });
  const named = shop({ override: "own" });
  expect(
    outline(
      changesBetween([named, override({ protocols: ["https"] })], [named, override({ protocols: ["http", "https"] })]),
    ),
  ).toEqual(["redirect widened"]);
  expect(changesBetween([named, override({ protocols: ["https"] })], [shop({ protocols: "https" })])).toEqual([]);
  expect(outline(changesBetween([named, override({})], [named, override({ regex_priority: 3 })]))).toEqual([
    "annotation neutral",
  ]);
});

test("a protection of another controller does nothing here", () => {
  expect(outcome({}, { "traefik.ingress.kubernetes.io/router.middlewares": "shop-auth@kubernetescrd" })).toEqual([
    "ineffective widened",
  ]);
});
