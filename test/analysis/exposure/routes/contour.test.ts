import { describe, expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";

interface Proxy {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** An HTTPProxy as JSON, which is YAML. */
function proxy({ name = "shop", namespace = "shop", annotations = {}, ...spec }: Proxy): string {
  return JSON.stringify({
    apiVersion: "projectcontour.io/v1",
    kind: "HTTPProxy",
    metadata: { name, namespace, annotations },
    spec,
  });
}

const web = { name: "web", port: 80 };
const tls = { secretName: "shop-tls" };
const virtualhost = (more: object = {}) => ({ fqdn: "shop.example.com", tls, ...more });
const root = (host: object = {}, route: object = {}) =>
  proxy({ virtualhost: virtualhost(host), routes: [{ conditions: [{ prefix: "/" }], services: [web], ...route }] });

/** What a setting of the host or of the route, in place of another one, changes. */
const hostChange = (before: object, after: object) => outline(changesBetween([root(before)], [root(after)]));
const routeChange = (before: object, after: object) => outline(changesBetween([root({}, before)], [root({}, after)]));

describe("the host", () => {
  const login = (more: object = {}) => ({
    authorization: { extensionRef: { name: "login", namespace: "auth" }, ...more },
  });
  const client = (more: object = {}) => ({ tls: { ...tls, clientValidation: { caSecret: "ca", ...more } } });
  const tokens = (more: object = {}) => ({
    jwtProviders: [{ name: "main", default: true, issuer: "https://id.example.com", ...more }],
  });

  test.each([
    ["the version that is the default", {}, { tls: { ...tls, minimumProtocolVersion: "1.2" } }, []],
    ["an older version", {}, { tls: { ...tls, minimumProtocolVersion: "1.1" } }, ["tlsVersion widened"]],
    ["a newer version", {}, { tls: { ...tls, minimumProtocolVersion: "1.3" } }, ["tlsVersion narrowed"]],
    ["the Secret with its namespace", {}, { tls: { secretName: "shop/shop-tls" } }, []],
    ["another Secret", {}, { tls: { secretName: "other" } }, ["certificate neutral"]],
    ["no TLS", {}, { tls: undefined }, ["tls widened"]],
    [
      "a certificate for clients without a name",
      {},
      { tls: { ...tls, enableFallbackCertificate: true } },
      ["annotation unknown"],
    ],
    ["no certificate of clients", client(), {}, ["auth widened"]],
    ["an optional certificate", client(), client({ optionalClientCertificate: true }), ["auth widened"]],
    ["a certificate that nobody checks", client(), client({ skipClientCertValidation: true }), ["auth widened"]],
    ["a certificate that is checked", client({ skipClientCertValidation: true }), client(), ["auth narrowed"]],
    ["no check elsewhere", login(), {}, ["auth widened"]],
    ["a check that fails open", login(), login({ failOpen: true }), ["auth widened"]],
    ["a check that no route asks for", login(), login({ authPolicy: { disabled: true } }), ["auth widened"]],
    ["a check by another service", login(), { authorization: { extensionRef: { name: "other" } } }, ["auth unknown"]],
    ["no tokens", tokens(), {}, ["auth widened"]],
    ["tokens that no route asks for by itself", tokens(), tokens({ default: false }), ["auth widened"]],
    ["every address", { ipAllowPolicy: [{ source: "Remote", cidr: "10.0.0.0/8" }] }, {}, ["sourceRange widened"]],
    [
      "fewer refused addresses",
      { ipDenyPolicy: [{ source: "Remote", cidr: "10.0.0.0/8" }] },
      { ipDenyPolicy: [{ source: "Remote", cidr: "10.0.0.0/9" }] },
      ["sourceRange widened"],
    ],
    [
      "the address of the connection",
      { ipAllowPolicy: [{ source: "Remote", cidr: "10.0.0.0/8" }] },
      { ipAllowPolicy: [{ source: "Peer", cidr: "10.0.0.0/8" }] },
      ["annotation unknown"],
    ],
    ["no limit", { rateLimitPolicy: { local: { requests: 60, unit: "minute" } } }, {}, ["rateLimit widened"]],
    [
      "the same limit",
      { rateLimitPolicy: { local: { requests: 60, unit: "minute" } } },
      { rateLimitPolicy: { local: { requests: 1, unit: "second" } } },
      [],
    ],
    [
      "no shared limit",
      { rateLimitPolicy: { global: { descriptors: [] } } },
      { rateLimitPolicy: { global: { disabled: true } } },
      ["annotation unknown"],
    ],
    [
      "any site",
      {},
      { corsPolicy: { allowOrigin: ["*"], allowCredentials: true, allowMethods: ["GET"] } },
      ["annotation unknown", "cors widened"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(hostChange(before, after)).toEqual(expected);
  });

  test("another class is another installation", () => {
    const named = (name: string) =>
      proxy({
        virtualhost: virtualhost(),
        routes: [{ services: [web] }],
        annotations: { "projectcontour.io/ingress.class": name },
      });
    expect(
      changesBetween(
        [root()],
        [root().replace('"annotations":{}', '"annotations":{"kubernetes.io/ingress.class":"contour"}')],
      ),
    ).toEqual([]);
    const controllers = {
      "Contour public": { controller: "contour", reach: "internet" },
      "Contour internal": { controller: "contour", reach: "private-network" },
    };
    expect(outline(changesBetween([named("internal")], [named("public")], { controllers }))).toEqual(["entry widened"]);
  });
});

describe("a route", () => {
  const login = { authorization: { extensionRef: { name: "login", namespace: "auth" } } };

  test.each([
    ["plain HTTP", {}, { permitInsecure: true }, ["redirect widened"]],
    ["no plain HTTP", { permitInsecure: true }, { permitInsecure: false }, ["redirect narrowed"]],
    ["an encrypted way to the pods", {}, { services: [{ ...web, protocol: "tls" }] }, ["backendTls narrowed"]],
    [
      "a certificate of pods that nobody checks",
      { services: [{ ...web, protocol: "tls", validation: { caSecret: "ca", subjectName: "web" } }] },
      { services: [{ ...web, protocol: "tls" }] },
      ["backendTls widened"],
    ],
    ["copies", {}, { services: [web, { name: "shadow", port: 80, mirror: true }] }, ["mirror widened"]],
    ["another service", {}, { services: [{ name: "other", port: 80 }] }, ["backend unknown"]],
    [
      "other shares",
      {
        services: [
          { ...web, weight: 9 },
          { name: "new", port: 80, weight: 1 },
        ],
      },
      {
        services: [
          { ...web, weight: 5 },
          { name: "new", port: 80, weight: 5 },
        ],
      },
      ["annotation neutral"],
    ],
    [
      "a header taken away",
      {},
      { responseHeadersPolicy: { remove: ["Content-Security-Policy"] } },
      ["responseHeaders widened"],
    ],
    [
      "an identity header",
      {},
      { requestHeadersPolicy: { set: [{ name: "X-User", value: "guest" }] } },
      ["requestHeaders narrowed"],
    ],
    ["another path", {}, { pathRewritePolicy: { replacePrefix: [{ replacement: "/internal" }] } }, ["rewrite unknown"]],
    [
      "a redirect",
      { requestRedirectPolicy: { hostname: "a.example.com" } },
      { requestRedirectPolicy: { hostname: "b.example.com" } },
      ["redirectTarget unknown"],
    ],
    ["time limits", {}, { timeoutPolicy: { response: "5s" } }, ["annotation neutral"]],
    ["something new", {}, { firewallPolicy: { mode: "off" } }, ["annotation unknown"]],
    ["its own addresses", {}, { ipAllowPolicy: [{ source: "Remote", cidr: "10.0.0.0/8" }] }, ["sourceRange narrowed"]],
  ])("%s", (_, before, after, expected) => {
    expect(routeChange(before, after)).toEqual(expected);
  });

  test("is exempt from the checks of its host", () => {
    const [change] = changesBetween([root(login)], [root(login, { authPolicy: { disabled: true } })]);
    expect(change).toMatchObject({
      facet: "auth",
      direction: "widened",
      to: { exempt: "authPolicy.disabled" },
      because: [{ file: "after-0.yaml" }],
    });
  });

  test("a prefix is one of characters, and conditions are asked for", () => {
    const at = (conditions: object[]) =>
      proxy({ virtualhost: virtualhost(), routes: [{ conditions, services: [web] }] });
    expect(outline(changesBetween([at([{ prefix: "/a" }])], [at([{ prefix: "/ab" }])]))).toEqual(["path narrowed"]);
    expect(
      outline(
        changesBetween([at([{ prefix: "/a" }, { header: { name: "x-a", exact: "1" } }])], [at([{ prefix: "/a" }])]),
      ),
    ).toEqual(["path widened"]);
    expect(
      changesBetween(
        [at([{ prefix: "/a" }, { header: { name: "X-A", present: true } }])],
        [at([{ header: { name: "x-a", present: true } }, { prefix: "/a" }])],
      ),
    ).toEqual([]);
  });

  test("the name behind a Service is where requests leave the cluster", () => {
    const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: ExternalName, externalName: ${name} }
`;
    const changes = changesBetween([root(), service("a.example.net")], [root(), service("b.example.net")]);
    expect(changes.find(({ facet }) => facet === "backend")?.backends).toMatchObject([{ external: "b.example.net" }]);
  });
});

describe("includes", () => {
  const parent = (include: object) =>
    proxy({
      virtualhost: virtualhost(),
      includes: [{ name: "cart", namespace: "team", conditions: [{ prefix: "/cart" }], ...include }],
    });
  const child = (more: object = {}) =>
    proxy({
      name: "cart",
      namespace: "team",
      routes: [{ conditions: [{ prefix: "/v1" }], services: [{ name: "cart", port: 80 }], ...more }],
    });

  test("join prefixes across namespaces", () => {
    const [change] = changesBetween([parent({}), child()], [parent({}), child({ permitInsecure: true })]);
    expect(change).toMatchObject({ facet: "redirect", direction: "widened", because: [{ file: "after-1.yaml" }] });
    const [added] = changesBetween([proxy({ virtualhost: virtualhost(), routes: [] })], [parent({}), child()]);
    expect(added).toMatchObject({ facet: "host", backends: [{ namespace: "team", name: "cart" }] });
    expect(
      outline(changesBetween([parent({}), child()], [parent({ conditions: [{ prefix: "/" }] }), child()])),
    ).toEqual(["path narrowed", "path widened"]);
  });

  test("an object that no root includes publishes nothing", () => {
    expect(changesBetween([], [child()])).toEqual([]);
  });

  test("circles and objects of other repositories come to an end", () => {
    const one = proxy({ name: "cart", namespace: "team", includes: [{ name: "cart" }, { name: "away" }] });
    const [change] = changesBetween([], [parent({}), one]);
    expect(change?.backends).toEqual([{ kind: "HTTPProxy", namespace: "team", name: "away", port: "" }]);
  });

  test("many ways to the same objects do not explode", () => {
    const levels = Array.from({ length: 20 }, (_, index) =>
      proxy({ name: `p${index}`, includes: [{ name: `p${index + 1}` }, { name: `p${index + 1}` }] }),
    );
    const changes = changesBetween([], [proxy({ virtualhost: virtualhost(), includes: [{ name: "p0" }] }), ...levels]);
    expect(outline(changes)).toEqual(["problem unknown"]);
  });
});

test("connections that are handed on unopened", () => {
  const tcp = (more: object) =>
    proxy({ virtualhost: { fqdn: "db.example.com", tls: more }, tcpproxy: { services: [{ name: "db", port: 5432 }] } });
  expect(outline(changesBetween([tcp({ secretName: "db" })], [tcp({ passthrough: true })]))).toEqual([
    "passthrough widened",
  ]);
});

test("certificates that other namespaces may use", () => {
  const delegation = (...targetNamespaces: string[]) =>
    JSON.stringify({
      apiVersion: "projectcontour.io/v1",
      kind: "TLSCertificateDelegation",
      metadata: { name: "shared", namespace: "certs" },
      spec: { delegations: [{ secretName: "wildcard", targetNamespaces }] },
    });
  expect(outline(changesBetween([delegation("a")], [delegation("a", "b")]))).toEqual(["attachment widened"]);
  expect(outline(changesBetween([delegation("a")], [delegation("*")]))).toEqual(["attachment widened"]);
  expect(outline(changesBetween([delegation("a")], []))).toEqual(["attachment narrowed"]);
  expect(changesBetween([delegation("a", "b")], [delegation("b", "a")])).toEqual([]);
});

test("names of what every object has are names", () => {
  const odd = `
apiVersion: projectcontour.io/v1
kind: HTTPProxy
metadata: { name: constructor, namespace: shop }
spec:
  virtualhost: { fqdn: __proto__, rateLimitPolicy: { local: { requests: 1, unit: constructor } } }
  includes: [{ name: toString }, null, 3]
  routes:
    - conditions: [{ header: { name: __proto__, exact: a } }, 7]
      services: [{ name: hasOwnProperty, port: 80, protocol: valueOf }]
      requestHeadersPolicy: { set: [{ name: constructor, value: a }] }
`;
  expect(() => changesBetween([], [odd])).not.toThrow();
  expect(() =>
    changesBetween([proxy({ virtualhost: 3, routes: 7 })], [proxy({ virtualhost: {}, routes: [null] })]),
  ).not.toThrow();
});
