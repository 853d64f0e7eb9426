import { describe, expect, test } from "@jest/globals";
import { eventsBetween } from "../../../support/review-example.ts";
import { changesBetween, outline } from "../ingress-texts.ts";
import { gateway, group, http, https, object, policy, route, rule, web } from "./gateway-api-texts.ts";

const base = [gateway([https()]), route()];

/** Facets between no policy, or a first one, and another. */
function facets(before: string | null, after: string | null): string[] {
  return outline(changesBetween([...base, ...(before ? [before] : [])], [...base, ...(after ? [after] : [])]));
}

const security = (spec: object) => policy("SecurityPolicy", spec as never);

describe("a SecurityPolicy", () => {
  const basic = security({ basicAuth: { users: { name: "users" } } });

  test("asks for a login", () => {
    expect(facets(null, basic)).toEqual(["auth narrowed"]);
    expect(facets(basic, null)).toEqual(["auth widened"]);
  });

  test("of another name says the same", () => {
    expect(facets(basic, basic.replace('"name":"rule"', '"name":"login"'))).toEqual([]);
  });

  test("counts before the one of its Gateway", () => {
    const wide = policy(
      "SecurityPolicy",
      { basicAuth: { users: { name: "users" } } },
      { kind: "Gateway", name: "public" },
      "edge",
    );
    const own = security({ cors: { allowOrigins: ["https://a.example"] } });
    expect(outline(changesBetween([...base, wide], [...base, wide, own]))).toContain("auth widened");
    const merging = security({ cors: { allowOrigins: ["https://a.example"] }, mergeType: "StrategicMerge" });
    expect(outline(changesBetween([...base, wide], [...base, wide, merging]))).not.toContain("auth widened");
  });

  test("with a token that is optional, or a check that fails open", () => {
    const jwt = {
      providers: [
        { name: "a", issuer: "https://login.example.com", remoteJWKS: { uri: "https://login.example.com/keys" } },
      ],
    };
    expect(facets(security({ jwt }), security({ jwt: { ...jwt, optional: true } }))).toEqual(["auth widened"]);
    const extAuth = { http: { backendRefs: [{ name: "auth", port: 80 }] } };
    expect(facets(security({ extAuth }), security({ extAuth: { ...extAuth, failOpen: true } }))).toEqual([
      "auth widened",
    ]);
  });

  test("brings the details of its check along", () => {
    const http = { backendRefs: [{ name: "auth", port: 80 }], headersToBackend: ["x-user"] };
    const extAuth = { http, headersToExtAuth: ["cookie"] };
    expect(facets(null, security({ extAuth }))).toEqual(["auth narrowed"]);
    expect(facets(security({ extAuth }), null)).toEqual(["auth widened"]);
    expect(facets(security({ extAuth }), security({ extAuth: { ...extAuth, headersToExtAuth: ["x-all"] } }))).toEqual([
      "annotation unknown",
    ]);
  });

  test("limits source addresses, and denies by default", () => {
    const allow = (...clientCIDRs: readonly string[]) => ({ action: "Allow", principal: { clientCIDRs } });
    const authorization = (rules: readonly object[], more = {}) => security({ authorization: { rules, ...more } });
    expect(facets(null, authorization([allow("10.0.0.0/8")]))).toEqual(["sourceRange narrowed"]);
    expect(
      facets(authorization([allow("10.0.0.0/8")]), authorization([allow("10.0.0.0/8"), allow("0.0.0.0/0")])),
    ).toEqual(["sourceRange widened"]);
    expect(
      facets(authorization([allow("10.0.0.0/8")]), authorization([allow("10.0.0.0/9"), allow("10.128.0.0/9")])),
    ).toEqual([]);
    expect(
      facets(authorization([allow("10.0.0.0/8")]), authorization([allow("10.0.0.0/8")], { defaultAction: "Allow" })),
    ).toEqual(["sourceRange widened"]);
  });

  test("keeps what is not read", () => {
    expect(facets(security({ csrf: { percentage: 100 } }), security({ csrf: { percentage: 1 } }))).not.toEqual([]);
  });

  test("that loses its route is told, and so is its loss", () => {
    const renamed = [gateway([https()]), route({}, { name: "shop-v2" })];
    expect(outline(changesBetween([...base, basic], [...renamed, basic]))).toEqual([
      "auth widened",
      "ineffective widened",
    ]);
    const followed = policy(
      "SecurityPolicy",
      { basicAuth: { users: { name: "users" } } },
      { kind: "HTTPRoute", name: "shop-v2" },
    );
    expect(outline(changesBetween([...base, basic], [...renamed, followed]))).toEqual([]);
  });

  test("by labels of the route", () => {
    const selecting = object(
      "SecurityPolicy",
      "rule",
      "shop",
      {
        targetSelectors: [{ group, kind: "HTTPRoute", matchLabels: { login: "yes" } }],
        basicAuth: { users: { name: "users" } },
      },
      { apiVersion: "gateway.envoyproxy.io/v1alpha1" },
    );
    const labelled = [gateway([https()]), route({}, { labels: { login: "yes" } }), selecting];
    expect(outline(changesBetween(labelled, [gateway([https()]), route(), selecting]))).toEqual([
      "auth widened",
      "ineffective widened",
    ]);
  });

  test("two for one route leave it open which one counts", () => {
    expect(
      outline(changesBetween([...base, basic], [...base, basic, basic.replace('"name":"rule"', '"name":"b"')])),
    ).toEqual(["auth unknown"]);
  });
});

describe("a ClientTrafficPolicy", () => {
  const client = (spec: object, section?: string) =>
    policy("ClientTrafficPolicy", spec as never, { kind: "Gateway", name: "public", sectionName: section }, "edge");

  test("decides versions, ciphers and client certificates", () => {
    expect(facets(client({ tls: { minVersion: "1.2" } }), client({ tls: { minVersion: "1.0" } }))).toEqual([
      "tlsVersion widened",
    ]);
    expect(facets(client({}), client({ tls: { ciphers: ["AES128-SHA"] } }))).toContain("ciphers widened");
    const clientValidation = { caCertificateRefs: [{ kind: "Secret", name: "ca" }] };
    expect(
      facets(
        client({ tls: { clientValidation } }),
        client({ tls: { clientValidation: { ...clientValidation, optional: true } } }),
      ),
    ).toEqual(["auth widened"]);
    expect(facets(client({ tls: { clientValidation } }), client({ tls: { clientValidation } }, "https"))).toEqual([]);
  });

  test("decides whose word counts for addresses", () => {
    const trusted = client({ clientIPDetection: { xForwardedFor: { trustedCIDRs: ["10.0.0.0/8"] } } });
    expect(facets(trusted, client({ clientIPDetection: { customHeader: { name: "x-real-ip" } } }))).toEqual([
      "clientIp widened",
    ]);
    // Connections without requests have no headers.
    const tcp = [
      gateway([{ name: "game", port: 25565, protocol: "TCP" }]),
      object("TCPRoute", "game", "edge", { parentRefs: [{ name: "public" }], rules: [{ backendRefs: [web] }] }),
    ];
    const hops = client({ clientIPDetection: { xForwardedFor: { numTrustedHops: 1 } } });
    expect(outline(changesBetween(tcp, [...tcp, hops]))).toEqual([]);
  });
});

test("a BackendTrafficPolicy limits requests, unless it only counts", () => {
  const limit = (requests: number, more = {}) =>
    policy("BackendTrafficPolicy", {
      rateLimit: { type: "Local", local: { rules: [{ limit: { requests, unit: "Second" }, ...more }] } },
    });
  expect(facets(null, limit(10))).toEqual(["rateLimit narrowed"]);
  expect(facets(limit(10), limit(20))).toEqual(["rateLimit widened"]);
  expect(facets(limit(10), limit(10, { shadowMode: true }))).toEqual(["rateLimit widened"]);
});

test("a policy for a route that is not here and that only tunes is for the record", async () => {
  const traffic = (spec: object) =>
    policy("BackendTrafficPolicy", spec as never, { kind: "HTTPRoute", name: "made-by-a-chart" });
  const told = async (spec: object) =>
    (await eventsBetween({ "README.md": "" }, { "a.yaml": traffic(spec) })).map(
      ({ rule: id, severity }) => `${severity} ${id}`,
    );
  expect(await told({ timeout: { http: { requestTimeout: "0s" } } })).toEqual(["info exposure-changed"]);
  expect(await told({ rateLimit: { type: "Global" } })).toContain("medium protected-kind-changed");
});

test("code in the proxy is a snippet", () => {
  expect(facets(null, policy("EnvoyExtensionPolicy", { lua: [{ type: "Inline", inline: "x" }] }))).toEqual([
    "snippet widened",
  ]);
  const patch = policy("EnvoyPatchPolicy", { type: "JSONPatch" }, { kind: "Gateway", name: "public" }, "edge");
  expect(facets(null, patch)).toEqual(["snippet widened"]);
});

test("a Backend may stand anywhere", () => {
  const backend = (hostname: string, more = {}) =>
    object(
      "Backend",
      "api",
      "shop",
      { endpoints: [{ fqdn: { hostname, port: 443 } }], ...more },
      { apiVersion: "gateway.envoyproxy.io/v1alpha1" },
    );
  const leading = route(rule({ backendRefs: [{ group: "gateway.envoyproxy.io", kind: "Backend", name: "api" }] }));
  const state = (text: string) => [gateway([https()]), leading, text];
  expect(outline(changesBetween(state(backend("a.example.net")), state(backend("b.example.net"))))).toEqual([
    "backend unknown",
  ]);
  const verified = backend("a.example.net", { tls: { wellKnownCACertificates: "System" } });
  const unverified = backend("a.example.net", { tls: { wellKnownCACertificates: "System", insecureSkipVerify: true } });
  expect(outline(changesBetween(state(verified), state(unverified)))).toEqual(["backendTls widened"]);
});

test("a filter of the vendor may answer or rewrite", () => {
  const filter = object(
    "HTTPRouteFilter",
    "page",
    "shop",
    { directResponse: { statusCode: 503 } },
    { apiVersion: "gateway.envoyproxy.io/v1alpha1" },
  );
  const extension = {
    filters: [
      { type: "ExtensionRef", extensionRef: { group: "gateway.envoyproxy.io", kind: "HTTPRouteFilter", name: "page" } },
    ],
  };
  const after = [gateway([https()]), route(rule(extension)), filter];
  expect(outline(changesBetween([...base, filter], after))).toContain("backend unknown");
});

test("a policy of another vendor leaves open what it decides", () => {
  const armor = object(
    "GCPBackendPolicy",
    "armor",
    "shop",
    { targetRef: { group: "", kind: "Service", name: "web" } },
    { apiVersion: "networking.gke.io/v1" },
  );
  expect(outline(changesBetween([...base, armor], base))).toEqual(["annotation unknown", "auth unknown"]);
});

test("settings of a policy for connections are told once, however many routes it has", () => {
  const many = Array.from({ length: 5 }, (_, index) =>
    route({ hostnames: [`h${index}.example.com`] }, { name: `r${index}` }),
  );
  const tuned = (seconds: string) =>
    policy(
      "ClientTrafficPolicy",
      { timeout: { http: { streamIdleTimeout: seconds } } },
      { kind: "Gateway", name: "public" },
      "edge",
    );
  const edge = gateway([http(), https()]);
  expect(outline(changesBetween([edge, ...many, tuned("1h")], [edge, ...many, tuned("2h")]))).toEqual([
    "annotation neutral",
  ]);
});

test("an EnvoyProxy counts where a class or a Gateway names it", () => {
  const apiVersion = "gateway.envoyproxy.io/v1alpha1";
  const proxy = (spec: object) => object("EnvoyProxy", "edge", "edge", spec as never, { apiVersion });
  const parametersRef = { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: "edge", namespace: "edge" };
  const named = object("GatewayClass", "envoy", null, { controllerName: "envoy", parametersRef });
  const service = (fields: object) => proxy({ provider: { kubernetes: { envoyService: fields } } });
  const between = (before: string, after: string) =>
    outline(changesBetween([...base, named, before], [...base, named, after]));
  const [local, wide] = [service({ externalTrafficPolicy: "Local" }), service({ externalTrafficPolicy: "Cluster" })];
  expect(between(local, wide)).toEqual(["annotation unknown"]);
  expect(between(proxy({ shutdown: { drainTimeout: "60s" } }), proxy({ shutdown: { drainTimeout: "90s" } }))).toEqual([
    "annotation neutral",
  ]);
  expect(changesBetween([...base, local], [...base, wide])).toEqual([]);
});
