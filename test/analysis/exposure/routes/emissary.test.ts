import { describe, expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";

function object(kind: string, name: string, spec: object, apiVersion = "getambassador.io/v3alpha1"): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name, namespace: "shop" }, spec });
}

function mapping(spec: object = {}, name = "shop"): string {
  return object("Mapping", name, { hostname: "shop.example.com", prefix: "/", service: "web", ...spec });
}

function host(spec: object = {}, name = "shop"): string {
  return object("Host", name, { hostname: "shop.example.com", tlsSecret: { name: "shop-tls" }, ...spec });
}

const login = object("AuthService", "login", { auth_service: "login:3000" });

function outlineOf(before: object, after: object): string[] {
  return outline(changesBetween([mapping(before)], [mapping(after)]));
}

describe("equal meaning", () => {
  const cases: Record<string, [string[], string[]]> = {
    "the older API": [
      [object("Mapping", "shop", { host: "shop.example.com", prefix: "/", service: "web" }, "getambassador.io/v2")],
      [mapping()],
    ],
    "headers in another order": [
      [mapping({ headers: { "x-a": "1", "x-b": "2" } })],
      [mapping({ headers: { "x-b": "2", "x-a": "1" } })],
    ],
    "the default for plain HTTP": [
      [mapping(), host()],
      [mapping(), host({ requestPolicy: { insecure: { action: "Redirect" } } })],
    ],
    "the namespace written out": [[mapping()], [mapping({ service: "web.shop" })]],
    "the default installation": [[mapping()], [mapping({ ambassador_id: ["default"] })]],
    "the default rewrite": [[mapping({ prefix: "/x/" })], [mapping({ prefix: "/x/", rewrite: "/" })]],
  };
  test.each(Object.entries(cases))("%s", (_, [before, after]) => {
    expect(outline(changesBetween(before, after))).toEqual([]);
    expect(outline(changesBetween(after, before))).toEqual([]);
  });
});

describe("authentication", () => {
  test("a Mapping that goes around it", () => {
    const changes = changesBetween([mapping(), login], [mapping({ bypass_auth: true }), login]);
    expect(outline(changes)).toEqual(["auth widened"]);
    expect(changes[0]).toMatchObject({
      from: { ways: [[{ kind: "external", by: "login:3000" }]] },
      to: { ways: [[]], exempt: "`bypass_auth`" },
      because: [{ file: "after-0.yaml" }],
    });
  });

  test("the only service that checks is removed", () => {
    const [change, ...more] = changesBetween([mapping(), login], [mapping()]);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      facet: "auth",
      direction: "widened",
      targets: [{ host: "shop.example.com" }],
      because: [{ file: "before-1.yaml", side: "before" }, {}],
    });
  });

  test("also where no Mapping is in the repository", () => {
    expect(outline(changesBetween([login], []))).toEqual(["auth widened"]);
  });

  test("it lets requests pass when it is down", () => {
    const open = object("AuthService", "login", { auth_service: "login:3000", failure_mode_allow: true });
    expect(outline(changesBetween([mapping(), login], [mapping(), open]))).toEqual(["auth widened"]);
    expect(outline(changesBetween([mapping(), open], [mapping(), login]))).toEqual(["auth narrowed"]);
  });

  test("client certificates", () => {
    const required = host({ tls: { cert_required: true, ca_secret: "ca" } });
    const optional = host({ tls: { cert_required: false, ca_secret: "ca" } });
    expect(outline(changesBetween([mapping(), required], [mapping(), optional]))).toEqual(["auth widened"]);
  });

  test("without the service in the repository, a bypass is a question", () => {
    expect(outlineOf({}, { bypass_auth: true })).toEqual(["annotation unknown"]);
  });
});

describe("a Host", () => {
  const cases: Record<string, [object, object, string]> = {
    "plain HTTP is served": [{}, { requestPolicy: { insecure: { action: "Route" } } }, "redirect"],
    "plain HTTP is refused no more": [
      { requestPolicy: { insecure: { action: "Reject" } } },
      { requestPolicy: { insecure: { action: "Route" } } },
      "redirect",
    ],
    "older TLS": [{ tls: { min_tls_version: "v1.2" } }, { tls: { min_tls_version: "v1.0" } }, "tlsVersion"],
    "weak suites": [{}, { tls: { cipher_suites: ["AES128-SHA"] } }, "ciphers"],
  };
  test.each(Object.entries(cases))("%s", (_, [strong, weak, facet]) => {
    const [was, is] = [
      [mapping(), host(strong)],
      [mapping(), host(weak)],
    ];
    const changes = changesBetween(was, is);
    expect(outline(changes)).toEqual([`${facet} widened`]);
    expect(changes[0]?.because[0]).toMatchObject({ file: expect.stringMatching(/-1\.yaml$/) });
    expect(outline(changesBetween(is, was))).toEqual([`${facet} narrowed`]);
  });

  test("loses its certificate", () => {
    const changes = changesBetween([mapping(), host()], [mapping(), host({ tlsSecret: undefined })]);
    expect(outline(changes)).toEqual(["tls widened"]);
  });

  test("gives its name to Mappings for every name", () => {
    const any = mapping({ hostname: "*" });
    const changes = changesBetween([any, host()], [any, host(), host({ hostname: "b.example.com" }, "b")]);
    expect(changes.map(({ facet, targets }) => [facet, targets[0]?.host])).toEqual([["host", "b.example.com"]]);
  });

  test("takes its settings from a TLSContext", () => {
    const named = host({ tlsSecret: undefined, tlsContext: { name: "strict" } });
    const context = (version: string) => object("TLSContext", "strict", { secret: "tls", min_tls_version: version });
    expect(outline(changesBetween([mapping(), named, context("v1.2")], [mapping(), named, context("v1.1")]))).toEqual([
      "tlsVersion widened",
    ]);
    expect(outline(changesBetween([mapping(), named, context("v1.2")], [mapping(), named]))).toContain(
      "tlsVersion unknown",
    );
  });
});

describe("a Mapping", () => {
  const cases: Record<string, [object, object, string]> = {
    "plain HTTP to the service": [{ service: "https://web" }, {}, "backendTls"],
    "any origin with credentials": [
      { cors: { origins: ["https://a.io"], credentials: true } },
      { cors: { origins: ["*"], credentials: true } },
      "cors",
    ],
    "every path of the service": [{ prefix: "/x/", rewrite: "/public/" }, { prefix: "/x/", rewrite: "/" }, "rewrite"],
    "an identity header of the client": [{ remove_request_headers: ["x-user"] }, {}, "requestHeaders"],
    "no security header": [{ add_response_headers: { "x-frame-options": "DENY" } }, {}, "responseHeaders"],
    "any path": [{ prefix: "/api/", rewrite: "" }, { prefix: "/", rewrite: "" }, "path"],
    "paths that only start so": [
      { prefix: "/api", prefix_exact: true, rewrite: "" },
      { prefix: "/api", rewrite: "" },
      "path",
    ],
    "any method": [{ method: "GET" }, {}, "path"],
    "without a header": [{ headers: { "x-partner": "acme" } }, {}, "path"],
  };
  test.each(Object.entries(cases))("%s", (_, [strong, weak, facet]) => {
    expect(outlineOf(strong, weak)).toEqual([`${facet} widened`]);
    expect(outlineOf(weak, strong)).toEqual([`${facet} narrowed`]);
  });

  test("sends copies elsewhere", () => {
    const copy = mapping({ shadow: true, service: "https://test.example.com" }, "copy");
    const [change, ...more] = changesBetween([mapping()], [mapping(), copy]);
    expect(more).toEqual([]);
    expect(change).toMatchObject({ facet: "mirror", to: ["https://test.example.com (100 %)"] });
  });

  test("shares its requests", () => {
    const canary = (weight: number) => mapping({ service: "canary", weight }, "canary");
    expect(outline(changesBetween([mapping()], [mapping(), canary(10)]))).toContain("backend unknown");
    expect(outline(changesBetween([mapping(), canary(10)], [mapping(), canary(50)]))).toEqual(["annotation neutral"]);
  });

  test("goes before another", () => {
    const admin = mapping({ prefix: "/admin/", service: "admin" }, "admin");
    const changes = changesBetween([mapping(), admin], [mapping({ precedence: 10 }), admin]);
    expect(changes.map(({ facet }) => facet)).toContain("backend");
  });

  test("limits are decided elsewhere", () => {
    const limited = { labels: { ambassador: [{ request_label_group: [{ generic_key: { value: "shop" } }] }] } };
    expect(outlineOf(limited, {})).toEqual(["rateLimit unknown"]);
  });

  test("names a service outside the cluster", () => {
    const [change] = changesBetween([mapping()], [mapping({ service: "https://api.example.net:8443" })]);
    expect(change?.backends).toEqual([
      { kind: "", namespace: null, name: "api.example.net", port: "8443", external: "api.example.net" },
    ]);
  });

  test("has settings that nobody interprets", () => {
    expect(outlineOf({}, { allow_upgrade: ["websocket"] })).toEqual(
      ["annotation protective"].map(() => "annotation unknown"),
    );
    expect(outlineOf({}, { timeout_ms: 5000 })).toEqual(["annotation neutral"]);
    const changes = changesBetween([mapping()], [mapping({ error_response_overrides: [{ on_status_code: 404 }] })]);
    expect(changes[0]?.because[0]).toMatchObject({ file: "after-0.yaml" });
  });
});

test("a TCPMapping opens a port", () => {
  const changes = changesBetween([], [object("TCPMapping", "db", { port: 5432, service: "db:5432" })]);
  expect(changes.map(({ facet, targets }) => [facet, targets[0]?.label])).toEqual([
    ["host", "TCP port 5432 of `Emissary`"],
  ]);
});

test("a Listener that takes everything for secure", () => {
  const listener = (securityModel: string) =>
    object("Listener", "http", { port: 8080, protocol: "HTTP", securityModel });
  const changes = changesBetween([listener("XFP")], [listener("SECURE")]);
  expect(outline(changes)).toEqual(["annotation unknown"]);
  expect(changes[0]).toMatchObject({ subject: "scope", because: [{ file: "after-0.yaml" }, {}] });
});

test("the policy says who reaches an installation", () => {
  const options = { controllers: { Emissary: { controller: "emissary", reach: "internet" } } };
  expect(changesBetween([], [mapping()], options)[0]?.entries.after).toMatchObject({ reach: "internet" });
});
