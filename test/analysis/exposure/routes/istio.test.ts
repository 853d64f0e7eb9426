import { describe, expect, test } from "@jest/globals";
import type { ExposureChange } from "../../../../src/analysis/exposure/exposure-change.ts";
import { changesBetween, outline } from "../ingress-texts.ts";

const gateway = (servers: string, selector = "ingressgateway") => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: istio-system }
spec:
  selector: { istio: ${selector} }
  servers: ${servers}
`;

const secure = `
    - port: { number: 80, name: http, protocol: HTTP }
      hosts: ["*.example.com"]
      tls: { httpsRedirect: true }
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: ["*.example.com"]
      tls:
        mode: MUTUAL
        credentialName: shop-tls
        minProtocolVersion: TLSV1_3
`;

const service = (http: string, spec = "") => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [istio-system/public]
  ${spec}
  http: ${http}
`;

const web = `
    - match: [{ uri: { prefix: /admin }, headers: { x-role: { exact: staff } } }, { uri: { exact: /login } }]
      route: [{ destination: { host: admin, port: { number: 80 } } }]
    - route: [{ destination: { host: web.shop.svc.cluster.local, port: { number: 8080 } } }]
`;

const before = [gateway(secure), service(web)];

/** What follows from replacing texts in the manifests above. */
function replaced(...replacements: readonly (readonly [string, string])[]): readonly ExposureChange[] {
  const texts = before.map((text) => replacements.reduce((all, [from, to]) => all.replaceAll(from, to), text));
  expect(texts).not.toEqual(before);
  return changesBetween(before, texts);
}

describe("a Gateway and its VirtualService", () => {
  test("equal meanings are no change", () => {
    expect(replaced(["host: web.shop.svc.cluster.local", "host: web"])).toEqual([]);
    expect(replaced(['"*.example.com"', '"*/*.EXAMPLE.com"'])).toEqual([]);
    expect(replaced(["name: https,", "name: tls,"])).toEqual([]);
    expect(replaced(["[istio-system/public]", "[istio-system/public, mesh]"])).toEqual([]);
  });

  test("a host behind a wildcard of the Gateway is served with its certificate", () => {
    const [change] = changesBetween([before[0] ?? ""], before);
    expect(change).toMatchObject({
      facet: "host",
      targets: [{ host: "shop.example.com" }],
      class: "Istio Gateway istio-system/public",
    });
    expect(change?.backends.map(({ name }) => name)).toEqual(["web", "admin"]);
  });

  test("each setting of the server that is weakened is told once, at its line", () => {
    expect(outline(replaced(["mode: MUTUAL", "mode: SIMPLE"]))).toEqual(["auth widened"]);
    expect(outline(replaced(["mode: MUTUAL", "mode: OPTIONAL_MUTUAL"]))).toEqual(["auth widened"]);
    expect(outline(replaced(["TLSV1_3", "TLSV1_0"]))).toEqual(["tlsVersion widened"]);
    expect(outline(replaced(["httpsRedirect: true", "httpsRedirect: false"]))).toEqual(["redirect widened"]);
    expect(outline(replaced(["TLSV1_3", "TLSV1_3\n        cipherSuites: [AES128-SHA]"]))).toEqual(["ciphers widened"]);
    expect(outline(replaced(["credentialName: shop-tls", "credentialName: other"]))).toEqual([
      "auth unknown",
      "certificate neutral",
    ]);
    const [change] = replaced(["TLSV1_3", "TLSV1_0"]);
    expect(change).toMatchObject({
      resource: { kind: "Gateway" },
      because: [{ text: expect.stringMatching("TLSV1_0") }, { text: expect.stringMatching("TLSV1_3") }],
    });
  });

  test("strengthening is narrowing", () => {
    const texts = before.map((text) => text.replace("mode: MUTUAL", "mode: SIMPLE"));
    expect(outline(changesBetween(texts, before))).toEqual(["auth narrowed"]);
    expect(outline(changesBetween(before, []))).not.toContain("auth widened");
  });

  test("pinned names of client certificates count", () => {
    const pinned = before.map((text) =>
      text.replace("mode: MUTUAL", "mode: MUTUAL\n        subjectAltNames: [partner]"),
    );
    expect(outline(changesBetween(pinned, before))).toEqual(["auth widened"]);
    const more = before.map((text) =>
      text.replace("mode: MUTUAL", "mode: MUTUAL\n        subjectAltNames: [partner, other]"),
    );
    expect(outline(changesBetween(pinned, more))).toEqual(["auth widened"]);
  });

  test("a server that lets more namespaces claim its hosts is told without any VirtualService", () => {
    const own = gateway(secure.replaceAll('"*.example.com"', '"./*.example.com"'));
    expect(outline(changesBetween([own], [gateway(secure)]))).toEqual(["attachment widened"]);
    expect(outline(changesBetween([gateway(secure)], [gateway(secure.replace("MUTUAL", "SIMPLE"))]))).toEqual([
      "auth widened",
    ]);
    expect(outline(changesBetween([gateway(secure)], []))).toEqual(["annotation neutral", "attachment narrowed"]);
  });

  test("a host that a template fills in may be one of the Gateway", () => {
    const filled = replaced(["hosts: [shop.example.com]", "hosts: ['shop.${DOMAIN}']"]);
    expect(outline(filled)).toEqual(["host narrowed", "host widened"]);
    expect(filled.find(({ direction }) => direction === "widened")).toMatchObject({
      targets: [{ host: "shop.${DOMAIN}" }],
      tls: true,
    });
    // Any other host is not published.
    expect(outline(replaced(["hosts: [shop.example.com]", "hosts: [shop.example.net]"]))).toEqual([
      "host narrowed",
      "problem unknown",
    ]);
  });

  test("a host for callers in the mesh needs no server, and its change is told", () => {
    const both = (host: string) => [
      gateway(secure),
      service(web)
        .replace("[istio-system/public]", "[mesh, istio-system/public]")
        .replace("hosts: [shop.example.com]", `hosts: [shop.example.com, ${host}]`),
    ];
    expect(outline(changesBetween([], both("web")))).not.toContain("problem unknown");
    expect(outline(changesBetween(both("web"), both("api")))).toEqual(["annotation neutral"]);
    const internal = (host: string) => [
      gateway(secure),
      service(`${web}
    - match: [{ gateways: [mesh] }]
      route: [{ destination: { host: ${host} } }]
`).replace("[istio-system/public]", "[mesh, istio-system/public]"),
    ];
    expect(outline(changesBetween(internal("web"), internal("api")))).toEqual(["annotation neutral"]);
  });

  test("what a server sets that comes or goes is no change of anything, who may attach to it is", () => {
    const newest = "    - { port: { number: 8443, name: alt, protocol: HTTPS }, hosts: ['*.example.net'], tls: TLS }\n";
    const tls = "{ mode: SIMPLE, credentialName: alt, maxProtocolVersion: TLSV1_2 }";
    const more = [gateway(`${secure}${newest.replace("TLS }", `${tls} }`)}`)];
    const outlines = (one: readonly string[], other: readonly string[]) => outline(changesBetween(one, other));
    expect(outlines([gateway(secure)], more)).toEqual(["annotation neutral", "attachment widened"]);
    expect(outlines(more, [gateway(secure)])).toEqual(["annotation neutral", "attachment narrowed"]);
    expect(outlines(more, [(more[0] ?? "").replace("TLSV1_2", "TLSV1_1")])).toEqual(["annotation unknown"]);
  });

  test("of which the Gateway leaves the repository is one change of the way in", () => {
    const ofRoutes = changesBetween(before, before.slice(1)).filter(({ subject }) => subject === "route");
    expect(outline(ofRoutes)).toEqual(["entry unknown"]);
    expect(ofRoutes[0]?.entries.after).toMatchObject({ missing: true });
  });

  test("other proxies may be reached by others", () => {
    expect(outline(replaced(["istio: ingressgateway", "istio: internal"]))).toEqual(["annotation unknown"]);
    const services = ["ingressgateway", "internal"].map(
      (name) => `
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: istio-system
  annotations: { service.beta.kubernetes.io/aws-load-balancer-scheme: ${name === "internal" ? "internal" : "internet-facing"} }
spec: { type: LoadBalancer, selector: { istio: ${name}, app: gw }, ports: [{ port: 443 }] }
`,
    );
    const internal = [gateway(secure, "internal"), service(web), ...services];
    expect(outline(changesBetween(internal, [...before, ...services]))).toEqual(["entry widened"]);
  });
});

describe("the rules of a VirtualService", () => {
  test("the order of rules decides", () => {
    const first = [
      gateway(secure),
      service(`
    - match: [{ uri: { prefix: /admin } }]
      route: [{ destination: { host: admin } }]
    - route: [{ destination: { host: web } }]`),
    ];
    const swapped = [
      gateway(secure),
      service(`
    - route: [{ destination: { host: web } }]
    - match: [{ uri: { prefix: /admin } }]
      route: [{ destination: { host: admin } }]`),
    ];
    expect(outline(changesBetween(first, swapped))).toEqual(["backend unknown"]);
  });

  test("a prefix is one of characters, and conditions are asked for", () => {
    const [character] = replaced(["uri: { prefix: /admin }", "uri: { prefix: /adm }"]);
    expect(character).toMatchObject({ facet: "backend" });
    expect(outline(replaced([", headers: { x-role: { exact: staff } }", ""]))).toEqual(["backend unknown"]);
  });

  test.each([
    ["a copy of requests", "mirror: { host: shadow.example.net }", "mirror widened"],
    ["CORS for any site", "corsPolicy: { allowOrigins: [{ regex: '.*' }], allowCredentials: true }", "cors widened"],
    ["a path that is replaced", "rewrite: { uri: /internal }", "rewrite unknown"],
    [
      "a header that protects",
      "headers: { response: { remove: [content-security-policy] } }",
      "responseHeaders widened",
    ],
    ["an identity header", "headers: { request: { set: { x-user: guest } } }", "requestHeaders narrowed"],
    ["HSTS", "headers: { response: { set: { strict-transport-security: max-age=31536000 } } }", "hsts narrowed"],
    ["a fault that is injected", "fault: { abort: { httpStatus: 500 } }", "annotation unknown"],
    ["a time limit", "timeout: 5s", "annotation neutral"],
    ["retries", "retries: { attempts: 3 }", "annotation neutral"],
  ])("%s", (_, setting, expected) => {
    const more = service(`${web.trimEnd()}\n      ${setting}\n`);
    expect(outline(changesBetween(before, [before[0] ?? "", more]))).toEqual(
      setting.startsWith("mirror") ? ["mirror widened"] : [expected],
    );
  });

  test("a redirect to another host", () => {
    const redirect = (host: string) => [gateway(secure), service(`\n    - redirect: { authority: ${host} }`)];
    expect(outline(changesBetween(redirect("a.example.com"), redirect("b.example.net")))).toEqual([
      "redirectTarget unknown",
    ]);
  });

  test("shares and subsets are settings, destinations are backends", () => {
    const split = (one: number) => [
      gateway(secure),
      service(`
    - route:
        - { destination: { host: web, subset: v1 }, weight: ${one} }
        - { destination: { host: web, subset: v2 }, weight: ${100 - one} }`),
    ];
    expect(outline(changesBetween(split(90), split(50)))).toEqual(["annotation neutral"]);
  });

  test("the first releases wrote `name` where a destination now says `host`", () => {
    const early = before.map((text) =>
      text.replaceAll("host: web.shop.svc.cluster.local", "name: web.shop.svc.cluster.local"),
    );
    expect(early).not.toEqual(before);
    expect(changesBetween(before, early)).toEqual([]);
  });

  test("in the mesh only it publishes nothing", () => {
    const meshOnly = service(web).replace("gateways: [istio-system/public]", "");
    expect(
      outline(changesBetween([before[0] ?? "", meshOnly], before)).filter((one) => one.startsWith("host")),
    ).toEqual(["host widened"]);
    expect(outline(changesBetween([meshOnly], [meshOnly.replace("/login", "/signin")]))).toEqual([
      "annotation neutral",
    ]);
  });

  test("delegates stand in for the rule that names them", () => {
    const root = service(
      "\n    - match: [{ uri: { prefix: /shop } }]\n      delegate: { name: child, namespace: team }\n",
    );
    const child = (port: number) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: child, namespace: team }
spec:
  http:
    - match: [{ uri: { prefix: /shop/cart } }]
      route: [{ destination: { host: cart, port: { number: ${port} } } }]
    - route: [{ destination: { host: web } }]
`;
    const [change] = changesBetween([gateway(secure), root, child(80)], [gateway(secure), root, child(81)]);
    expect(change).toMatchObject({ facet: "backend", targets: [{ host: "shop.example.com", path: "/shop/cart" }] });
    expect(change?.backends).toEqual([{ kind: "Service", namespace: "team", name: "cart", port: "81" }]);
    expect(change?.because[0]?.file).toBe("after-2.yaml");
  });

  test("a Gateway of another repository gives an entry of which nothing else is known", () => {
    const [change] = changesBetween([], [service(web)]);
    expect(change?.entries.after).toEqual({
      class: "Istio Gateway istio-system/public",
      controller: "istio",
      reach: "unknown",
      missing: true,
    });
    const reached = changesBetween([], [service(web)], {
      controllers: { "istio-system/public": { controller: "istio", reach: "internet" } },
    });
    expect(reached[0]?.entries.after?.reach).toBe("internet");
  });

  test("TLS that is handed on by name, and ports without names", () => {
    const passthrough = gateway(`
    - port: { number: 443, name: tls, protocol: TLS }
      hosts: [db.example.com]
      tls: { mode: PASSTHROUGH }
    - port: { number: 5432, name: db, protocol: TCP }
      hosts: ["*"]`);
    const routes = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: db, namespace: db }
spec:
  hosts: ["*"]
  gateways: [istio-system/public]
  tls:
    - match: [{ port: 443, sniHosts: [db.example.com] }]
      route: [{ destination: { host: db } }]
  tcp:
    - match: [{ port: 5432 }]
      route: [{ destination: { host: db, port: { number: 5432 } } }]
`;
    const changes = changesBetween([passthrough], [passthrough, routes]);
    expect(outline(changes)).toEqual(["host widened", "host widened", "passthrough widened"]);
    expect(changes.map(({ targets: [target] }) => target?.host)).toContain(
      "TCP port 5432 of Istio Gateway istio-system/public",
    );
    expect(outline(changesBetween([], [routes]))).toEqual(["host widened", "host widened"]);
  });
});

describe("the way to the pods", () => {
  const rule = (tls: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec: { host: web.shop.svc.cluster.local, trafficPolicy: { ${tls} } }
`;

  test.each([
    ["tls: { mode: ISTIO_MUTUAL }", "tls: { mode: DISABLE }", "backendTls widened"],
    [
      "tls: { mode: SIMPLE, caCertificates: /ca.pem }",
      "tls: { mode: SIMPLE, caCertificates: /ca.pem, insecureSkipVerify: true }",
      "backendTls widened",
    ],
    ["tls: { mode: DISABLE }", "tls: { mode: ISTIO_MUTUAL }", "backendTls narrowed"],
    ["", "tls: { mode: DISABLE }", "backendTls unknown"],
    ["tls: { mode: DISABLE }", "tls: { mode: DISABLE }, loadBalancer: { simple: RANDOM }", "annotation neutral"],
  ])("%s → %s", (was, is, expected) => {
    expect(outline(changesBetween([...before, rule(was)], [...before, rule(is)]))).toEqual([expected]);
    expect(outline(changesBetween([rule(was)], [rule(is)]))).toEqual([expected]);
  });

  test("settings of a port and of a subset come first", () => {
    const port = "tls: { mode: ISTIO_MUTUAL }, portLevelSettings: [{ port: { number: 8080 }, tls: { mode: DISABLE } }]";
    expect(
      outline(changesBetween([...before, rule("tls: { mode: ISTIO_MUTUAL }")], [...before, rule(port)])),
    ).toContain("backendTls widened");
  });
});

describe("hostile manifests", () => {
  test("products of lists come to an end", () => {
    const hosts = JSON.stringify(Array.from({ length: 3000 }, (_, index) => `h${index}.example.com`));
    const wide = gateway(`\n    - { port: { number: 443, protocol: HTTPS }, hosts: ${hosts}, tls: { mode: SIMPLE } }`);
    const rules = JSON.stringify(
      Array.from({ length: 50 }, (_, index) => ({ match: [{ uri: { prefix: `/${index}` } }] })),
    );
    const everything = service(rules).replace("[shop.example.com]", '["*"]');
    expect(outline(changesBetween([wide], [wide, everything]))).toEqual(["problem unknown"]);
  });

  test("names of what every object has are names", () => {
    const odd = service(`
    - match: [{ headers: { constructor: { exact: a }, __proto__: { exact: b } }, queryParams: { toString: {} } }]
      headers: { request: { set: { constructor: a } }, response: { add: { __proto__: b } } }
      route: [{ destination: { host: __proto__, subset: constructor }, weight: 100 }]
      hasOwnProperty: { valueOf: 1 }`);
    expect(() => changesBetween([], [gateway(secure), odd])).not.toThrow();
    expect(() =>
      changesBetween([gateway("{}"), service("7", "hosts: 3")], [gateway("[1, null]"), service("[null, 3, []]")]),
    ).not.toThrow();
  });
});
