import { describe, expect, test } from "@jest/globals";
import { traefikMiddlewares } from "../../../../src/analysis/exposure/traefik/middleware-controls.ts";
import { worldOf } from "../../../../src/analysis/exposure/world.ts";
import { changesBetween, outline, read } from "../ingress-texts.ts";

interface RouteText {
  readonly name?: string;
  readonly match?: string;
  readonly entryPoints?: string;
  readonly middlewares?: readonly string[];
  readonly services?: string;
  readonly priority?: number;
  readonly tls?: string | null;
  readonly more?: string;
}

/** An IngressRoute of the namespace shop behind TLS, unless said otherwise. */
function ingressRoute(text: RouteText = {}): string {
  const middlewares = (text.middlewares ?? []).map((name) => `{ name: ${JSON.stringify(name)} }`);
  return `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: ${text.name ?? "shop"}
  namespace: shop
spec:
  entryPoints: ${text.entryPoints ?? "[websecure]"}
  routes:
    - kind: Rule
      match: ${text.match ?? "Host(`shop.example.com`)"}
      middlewares: [${middlewares.join(", ")}]
${text.priority === undefined ? "" : `      priority: ${text.priority}\n`}      services: ${text.services ?? "[{ name: web, port: 80 }]"}
${text.tls === null ? "" : `  tls: ${text.tls ?? "{ secretName: shop-tls }"}\n`}${text.more ?? ""}`;
}

function object(kind: string, name: string, spec: string, namespace = "shop"): string {
  return `apiVersion: traefik.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
}

const middleware = (name: string, spec: string) => object("Middleware", name, spec);

/** What a middleware is worth: with it, then without it in the list of the route. */
function withoutMiddleware(spec: string): string[] {
  const both = middleware("m", spec);
  return outline(changesBetween([both, ingressRoute({ middlewares: ["m"] })], [both, ingressRoute()]));
}

/** What a change of a middleware means to the route that names it. */
function changedMiddleware(before: string, after: string): string[] {
  const route = ingressRoute({ middlewares: ["m"] });
  return outline(changesBetween([middleware("m", before), route], [middleware("m", after), route]));
}

describe("rules", () => {
  const rules = (before: string, after: string) =>
    outline(changesBetween([ingressRoute({ match: before })], [ingressRoute({ match: after })]));

  test.each([
    ["blanks and parentheses", "Host(`a.io`) && PathPrefix(`/x`)", "(Host(`a.io`)&&(PathPrefix(`/x`)))"],
    ["quotes of another kind", "Host(`a.io`)", "'Host(\"a.io\")'"],
    ["the order of alternatives", "Host(`a.io`) || Host(`b.io`)", "Host(`b.io`) || Host(`a.io`)"],
    ["the list of Traefik 2", "Host(`a.io`, `b.io`)", "Host(`a.io`) || Host(`b.io`)"],
    [
      "factored out",
      "(Host(`a.io`) || Host(`b.io`)) && Method(`GET`)",
      "Host(`a.io`) && Method(`GET`) || Host(`b.io`) && Method(`get`)",
    ],
    [
      "negations pushed inwards",
      "Host(`a.io`) && !(Method(`GET`) || Method(`PUT`))",
      "Host(`a.io`) && !Method(`GET`) && !Method(`PUT`)",
    ],
    ["case of a host", "Host(`A.io`)", "Host(`a.io`)"],
    ["an expression for every host", "HostRegexp(`{any:.+}`)", "PathPrefix(`/`)"],
    [
      "addresses in another order",
      "ClientIP(`10.0.0.0/8`, `1.1.1.1`)",
      "ClientIP(`1.1.1.1/32`) || ClientIP(`10.0.0.0/8`)",
    ],
    ["an alternative that cannot be", "Host(`a.io`)", "Host(`a.io`) || Host(`a.io`) && Host(`b.io`)"],
  ])("equal: %s", (_, before, after) => {
    expect(rules(before, after)).toEqual([]);
  });

  test.each([
    ["another host", "Host(`a.io`)", "Host(`a.io`) || Host(`b.io`)", ["host widened"]],
    [
      "a shorter prefix",
      "Host(`a.io`) && PathPrefix(`/api/v1`)",
      "Host(`a.io`) && PathPrefix(`/api`)",
      ["path widened"],
    ],
    [
      "a prefix instead of a path",
      "Host(`a.io`) && Path(`/api`)",
      "Host(`a.io`) && PathPrefix(`/api`)",
      ["path widened"],
    ],
    ["a method no longer asked for", "Host(`a.io`) && Method(`GET`)", "Host(`a.io`)", ["path widened"]],
    ["a header no longer asked for", "Host(`a.io`) && Header(`x-partner`, `acme`)", "Host(`a.io`)", ["path widened"]],
    ["an exclusion dropped", "Host(`a.io`) && !PathPrefix(`/admin`)", "Host(`a.io`)", ["path widened"]],
    [
      "another expression",
      "HostRegexp(`^a[0-9]\\.io$`)",
      "HostRegexp(`^a[0-9]+\\.io$`)",
      ["host narrowed", "host widened"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(rules(before, after)).toEqual(expected);
    const mirrored = expected.map((line) =>
      line.replace(/widened|narrowed/, (word) => (word === "widened" ? "narrowed" : "widened")),
    );
    expect(rules(after, before)).toEqual(mirrored.sort());
  });

  test("addresses in a rule are a source range", () => {
    expect(rules("Host(`a.io`) && ClientIP(`10.0.0.0/8`)", "Host(`a.io`)")).toContain("sourceRange widened");
    expect(rules("Host(`a.io`)", "Host(`a.io`) && ClientIP(`10.0.0.0/8`)")).toContain("sourceRange narrowed");
  });

  test.each([
    "Host(`a.io`",
    "Host(a.io)",
    "Host(`a.io`) &&",
    "${RULE}",
    "Host(`a.io`) ; true",
    `${"(".repeat(60)}Host(\`a.io\`)${")".repeat(60)}`,
  ])("a rule that is none: %s", (match) => {
    expect(outline(changesBetween([], [ingressRoute({ match: JSON.stringify(match) })]))).toEqual(["problem unknown"]);
  });

  test("a rule that multiplies out to a million alternatives is refused and not tried", () => {
    const part = `(${Array.from({ length: 100 }, (_, index) => `Host(\`h${index}.io\`)`).join("||")})`;
    const match = JSON.stringify([part, part, part].join(" && "));
    expect(outline(changesBetween([], [ingressRoute({ match })]))).toEqual(["problem unknown"]);
  });

  test("the longest rule wins, whatever its path is", () => {
    const auth = middleware("auth", "{ basicAuth: { secret: users } }");
    const open = ingressRoute({ name: "open", match: "Host(`a.io`) || Host(`much-longer.example.com`)" });
    const guarded = ingressRoute({ name: "guarded", match: "Host(`a.io`) && PathPrefix(`/x`)", middlewares: ["auth"] });
    const raised = guarded.replace("      services", "      priority: 1000\n      services");
    expect(outline(changesBetween([auth, open, guarded], [auth, open, raised]))).toEqual(["shadowed narrowed"]);
  });
});

describe("doors", () => {
  test.each([
    [
      "the web beside TLS, without a section of its own",
      { tls: null },
      { entryPoints: "[web, websecure]", tls: null },
      ["redirect widened"],
    ],
    ["no entry point means the default ones", { tls: null }, { entryPoints: "[]", tls: null }, ["tls widened"]],
    ["no TLS at all", { tls: null }, { entryPoints: "[web]", tls: null }, ["annotation neutral", "tls widened"]],
    [
      "the default ones beside the web",
      { entryPoints: "[web]", tls: null },
      { entryPoints: "[]", tls: null },
      ["annotation neutral"],
    ],
    [
      "an unknown entry point",
      { tls: null },
      { entryPoints: "[lan]", tls: null },
      ["annotation unknown", "tls unknown"],
    ],
    [
      "a section for TLS keeps plain HTTP out on every entry point",
      {},
      { entryPoints: "[web, websecure]" },
      ["annotation unknown"],
    ],
    [
      "the names in another order",
      { entryPoints: "[web, websecure]", tls: null },
      { entryPoints: "[websecure, web]", tls: null },
      [],
    ],
  ] as const)("%s", (_, before, after, expected) => {
    expect(outline(changesBetween([ingressRoute(before)], [ingressRoute(after)]))).toEqual(expected);
  });

  const toHttps = middleware("to-https", "{ redirectScheme: { scheme: https, permanent: true } }");
  const plain = (middlewares: readonly string[]) =>
    ingressRoute({ name: "plain", entryPoints: "[web]", tls: null, middlewares });

  test("a router that only redirects is the plaintext door of the other one", () => {
    expect(changesBetween([toHttps, ingressRoute()], [toHttps, ingressRoute(), plain(["to-https"])])).toEqual([]);
    const changes = changesBetween(
      [toHttps, ingressRoute(), plain(["to-https"])],
      [toHttps, ingressRoute(), plain([])],
    );
    expect(outline(changes)).toEqual(["redirect widened"]);
    expect(changes[0]?.because[0]).toMatchObject({ file: "before-2.yaml", side: "before" });
  });

  test("a redirection of every host counts for each of them", () => {
    const every = ingressRoute({
      name: "every",
      match: "HostRegexp(`.*`)",
      entryPoints: "[web]",
      tls: null,
      middlewares: ["to-https"],
    });
    const both = ingressRoute({ name: "own", entryPoints: "[web]", tls: null });
    expect(outline(changesBetween([toHttps, every, ingressRoute(), both], [toHttps, every, ingressRoute()]))).toEqual([
      "redirect narrowed",
    ]);
  });

  test("what is served over plain HTTP without the protections of TLS is a way in of its own", () => {
    const auth = middleware("auth", "{ basicAuth: { secret: users } }");
    const guarded = ingressRoute({ middlewares: ["auth"] });
    expect(outline(changesBetween([auth, guarded], [auth, guarded, plain([])]))).toEqual([
      "auth widened",
      "redirect widened",
    ]);
  });

  test("the class of another instance is another entry", () => {
    const classed = ingressRoute().replace(
      "  name: shop\n",
      "  name: shop\n  annotations: { kubernetes.io/ingress.class: lan }\n",
    );
    expect(outline(changesBetween([ingressRoute()], [classed]))).toEqual(["entry unknown"]);
  });
});

describe("TLS", () => {
  const tls = (before: string | null, after: string | null, ...objects: string[]) =>
    outline(changesBetween([...objects, ingressRoute({ tls: before })], [...objects, ingressRoute({ tls: after })]));

  test.each([
    ["the self-signed certificate", "{ secretName: a }", "{}", ["tls widened"]],
    ["another Secret", "{ secretName: a }", "{ secretName: b }", ["certificate neutral"]],
    ["a resolver", "{}", "{ certResolver: le }", ["issuer neutral", "tls narrowed"]],
    ["a resolver that nobody trusts", "{ certResolver: le }", "{ certResolver: le-staging }", ["issuer widened"]],
    [
      "options that are elsewhere",
      "{}",
      "{ options: { name: modern } }",
      ["auth unknown", "ciphers unknown", "tlsVersion unknown"],
    ],
  ] as const)("%s", (_, before, after, expected) => {
    expect(tls(before, after)).toEqual(expected);
  });

  test("the certificate of the default store", () => {
    const store = object("TLSStore", "default", "{ defaultCertificate: { secretName: wildcard } }", "traefik");
    expect(tls("{ secretName: a }", "{}", store)).toEqual(["certificate neutral"]);
  });

  const option = (spec: string, name = "strict") => object("TLSOption", name, spec);
  const named = ingressRoute({ tls: "{ secretName: a, options: { name: strict } }" });
  const options = (before: string, after: string) =>
    outline(changesBetween([option(before), named], [option(after), named]));

  test.each([
    ["the version", "{ minVersion: VersionTLS13 }", "{ minVersion: VersionTLS11 }", ["tlsVersion widened"]],
    ["the default version", "{ minVersion: VersionTLS12 }", "{}", []],
    [
      "a weak suite",
      "{ cipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256] }",
      "{ cipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA] }",
      ["ciphers widened"],
    ],
    [
      "no certificate",
      "{ clientAuth: { secretNames: [ca], clientAuthType: RequireAndVerifyClientCert } }",
      "{ clientAuth: { clientAuthType: NoClientCert } }",
      ["auth widened"],
    ],
    [
      "any certificate",
      "{ clientAuth: { secretNames: [ca] } }",
      "{ clientAuth: { clientAuthType: RequireAnyClientCert } }",
      ["auth widened"],
    ],
    [
      "an optional certificate",
      "{ clientAuth: { clientAuthType: RequireAnyClientCert } }",
      "{ clientAuth: { clientAuthType: RequestClientCert } }",
      ["auth widened"],
    ],
    [
      "verified if given",
      "{ clientAuth: { secretNames: [ca], clientAuthType: VerifyClientCertIfGiven } }",
      "{ clientAuth: { clientAuthType: RequestClientCert } }",
      ["annotation unknown", "auth widened"],
    ],
    [
      "another authority",
      "{ clientAuth: { secretNames: [ca] } }",
      "{ clientAuth: { secretNames: [other] } }",
      ["auth unknown"],
    ],
    [
      "required by default with an authority",
      "{ clientAuth: { secretNames: [ca] } }",
      "{ clientAuth: { secretNames: [ca], clientAuthType: RequireAndVerifyClientCert } }",
      [],
    ],
    ["unknown server names", "{ sniStrict: true }", "{}", ["annotation unknown"]],
  ] as const)("options: %s", (_, before, after, expected) => {
    expect(options(before, after)).toEqual(expected);
  });

  test("the options called default count for every router without any, and only one of them", () => {
    const standard = option("{ clientAuth: { secretNames: [ca] } }", "default");
    const change = changesBetween([standard, ingressRoute()], [ingressRoute()]);
    expect(outline(change)).toEqual(["auth widened"]);
    const second = object("TLSOption", "default", "{}", "other");
    expect(outline(changesBetween([standard, ingressRoute()], [standard, second, ingressRoute()]))).toEqual([
      "auth widened",
      "ineffective widened",
    ]);
  });

  test("two routers of a host with different options get the default ones", () => {
    const strict = option("{ clientAuth: { secretNames: [ca] } }");
    const other = ingressRoute({ name: "other", match: "Host(`shop.example.com`) && PathPrefix(`/x`)" });
    const changes = outline(changesBetween([strict, named], [strict, named, other]));
    expect(changes).toContain("auth widened");
    expect(changes).toContain("ineffective widened");
  });
});

describe("middlewares", () => {
  test.each([
    ["basicAuth", "{ basicAuth: { secret: users } }", ["auth widened"]],
    ["digestAuth", "{ digestAuth: { secret: users } }", ["auth widened"]],
    ["forwardAuth", "{ forwardAuth: { address: 'https://login.io' } }", ["auth widened"]],
    [
      "the identity that a check brings along",
      "{ forwardAuth: { address: 'https://login.io', authResponseHeaders: [X-User] } }",
      ["auth widened", "requestHeaders widened"],
    ],
    ["ipAllowList", "{ ipAllowList: { sourceRange: [10.0.0.0/8] } }", ["sourceRange widened"]],
    ["ipWhiteList", "{ ipWhiteList: { sourceRange: [10.0.0.0/8] } }", ["sourceRange widened"]],
    ["a list of everybody", "{ ipAllowList: { sourceRange: [0.0.0.0/0, '::/0'] } }", []],
    ["rateLimit", "{ rateLimit: { average: 10 } }", ["rateLimit widened"]],
    ["no rate at all", "{ rateLimit: { burst: 10 } }", []],
    ["inFlightReq", "{ inFlightReq: { amount: 10 } }", ["rateLimit widened"]],
    ["buffering", "{ buffering: { maxRequestBodyBytes: 1000 } }", ["bodyLimit widened"]],
    ["hsts", "{ headers: { stsSeconds: 100, stsIncludeSubdomains: true } }", ["hsts widened"]],
    [
      "security headers",
      "{ headers: { frameDeny: true, contentSecurityPolicy: default-src } }",
      ["responseHeaders widened"],
    ],
    [
      "a header that is taken away",
      "{ headers: { customRequestHeaders: { X-Forwarded-User: '' } } }",
      ["requestHeaders widened"],
    ],
    ["cors", "{ headers: { accessControlAllowOriginList: [https://a.io] } }", ["cors narrowed"]],
    [
      "other sites",
      "{ redirectRegex: { regex: '^https://shop', replacement: 'https://pay.example.net/x' } }",
      ["redirectTarget narrowed"],
    ],
    ["replacePath", "{ replacePath: { path: /x } }", ["rewrite unknown"]],
    ["a firewall", "{ plugin: { coraza: { directives: x } } }", ["waf unknown"]],
    ["a login by a plugin", "{ plugin: { my-oidc: { provider: x } } }", ["auth unknown"]],
    ["any other plugin", "{ plugin: { geoblock: { countries: [DE] } } }", ["snippet unknown"]],
    ["tuning", "{ compress: { minResponseBodyBytes: 10 } }", ["annotation neutral"]],
  ] as const)("%s is taken off the route", (_, spec, expected) => {
    expect(withoutMiddleware(spec)).toEqual(expected);
  });

  test.each([
    [
      "basicAuth",
      "{ basicAuth: { secret: users, removeHeader: true } }",
      "{ basicAuth: { secret: others, removeHeader: true } }",
      ["auth unknown"],
    ],
    [
      "forwardAuth",
      "{ forwardAuth: { address: 'https://login.io' } }",
      "{ forwardAuth: { address: 'http://other.io' } }",
      ["auth unknown"],
    ],
    [
      "what a client says about itself",
      "{ forwardAuth: { address: 'https://login.io' } }",
      "{ forwardAuth: { address: 'https://login.io', trustForwardHeader: true } }",
      ["annotation unknown"],
    ],
    [
      "more addresses",
      "{ ipAllowList: { sourceRange: [10.0.0.0/8] } }",
      "{ ipAllowList: { sourceRange: [10.0.0.0/8, 1.1.1.1] } }",
      ["sourceRange widened"],
    ],
    [
      "the hop that counts",
      "{ ipAllowList: { sourceRange: [10.0.0.0/8] } }",
      "{ ipAllowList: { sourceRange: [10.0.0.0/8], ipStrategy: { depth: 1 } } }",
      ["clientIp widened"],
    ],
    [
      "addresses of a template",
      "{ ipAllowList: { sourceRange: [10.0.0.0/8] } }",
      "{ ipAllowList: { sourceRange: ['${LAN}'] } }",
      ["sourceRange unknown"],
    ],
    ["a higher rate", "{ rateLimit: { average: 10 } }", "{ rateLimit: { average: 20 } }", ["rateLimit widened"]],
    [
      "the same rate in another period",
      "{ rateLimit: { average: 120, period: 1m } }",
      "{ rateLimit: { average: 2 } }",
      [],
    ],
    ["a limit switched off", "{ rateLimit: { average: 10 } }", "{ rateLimit: { average: 0 } }", ["rateLimit widened"]],
    [
      "a longer burst",
      "{ rateLimit: { average: 10, burst: 1 } }",
      "{ rateLimit: { average: 10, burst: 50 } }",
      ["rateLimit widened"],
    ],
    [
      "a header that names the client",
      "{ rateLimit: { average: 10 } }",
      "{ rateLimit: { average: 10, sourceCriterion: { requestHeaderName: X-Id } } }",
      ["clientIp widened"],
    ],
    ["hsts", "{ headers: { stsSeconds: 100 } }", "{ headers: { stsSeconds: 10 } }", ["hsts widened"]],
    [
      "any site",
      "{ headers: { accessControlAllowOriginList: [https://a.io] } }",
      "{ headers: { accessControlAllowOriginList: ['*'] } }",
      ["cors widened"],
    ],
    [
      "any site with credentials",
      "{ headers: { accessControlAllowCredentials: true, accessControlAllowOriginList: [https://a.io] } }",
      "{ headers: { accessControlAllowCredentials: true, accessControlAllowOriginListRegex: ['.*'] } }",
      ["cors widened"],
    ],
    [
      "the old name of a list",
      "{ ipWhiteList: { sourceRange: [10.0.0.0/8] } }",
      "{ ipAllowList: { sourceRange: [10.0.0.0/8] } }",
      [],
    ],
    [
      "a field that nobody reads",
      "{ basicAuth: { secret: users } }",
      "{ basicAuth: { secret: users, realm: x } }",
      ["annotation neutral"],
    ],
    [
      "another header for the service",
      "{ headers: { customRequestHeaders: { X-Color: red } } }",
      "{ headers: { customRequestHeaders: { X-Color: blue } } }",
      ["annotation neutral"],
    ],
  ] as const)("%s changes", (_, before, after, expected) => {
    expect(changedMiddleware(before, after)).toEqual(expected);
  });

  test("the cause of a change is the field of the Middleware, or the list that lost it", () => {
    const auth = middleware("auth", "{ basicAuth: { secret: users } }");
    const other = middleware("auth", "{ basicAuth: { secret: other } }");
    const route = ingressRoute({ middlewares: ["auth"] });
    const [changed] = changesBetween([auth, route], [other, route]);
    expect(changed).toMatchObject({
      resource: { kind: "Middleware", name: "auth" },
      because: [{ file: "after-0.yaml" }, { file: "before-0.yaml" }],
    });
    const [lost] = changesBetween([auth, route], [auth, ingressRoute()]);
    expect(lost).toMatchObject({ resource: { kind: "IngressRoute", name: "shop" } });
    expect(lost?.because[0]).toMatchObject({ file: "after-1.yaml", line: 11 });
  });

  test("a chain is what stands in it", () => {
    const auth = middleware("auth", "{ basicAuth: { secret: users } }");
    const chain = middleware("all", "{ chain: { middlewares: [{ name: auth }] } }");
    expect(
      changesBetween(
        [auth, chain, ingressRoute({ middlewares: ["auth"] })],
        [auth, chain, ingressRoute({ middlewares: ["all"] })],
      ),
    ).toEqual([]);
    const empty = middleware("all", "{ chain: { middlewares: [] } }");
    const route = ingressRoute({ middlewares: ["all"] });
    const changes = changesBetween([auth, chain, route], [auth, empty, route]);
    expect(outline(changes)).toEqual(["auth widened"]);
  });

  test("a chain that leads to itself ends", () => {
    const loop = middleware("loop", "{ chain: { middlewares: [{ name: loop }, { name: loop }] } }");
    expect(outline(changesBetween([loop, ingressRoute()], [loop, ingressRoute({ middlewares: ["loop"] })]))).toEqual([
      "auth unknown",
    ]);
  });

  test("chains of chains that hold nothing are not followed without end", () => {
    const many = (name: string) => Array.from({ length: 300 }, () => `{ name: ${name} }`).join(", ");
    const chains = ["a", "b", "c", "d", "e"].map((name, index) =>
      middleware(name, `{ chain: { middlewares: [${index < 4 ? many("abcde"[index + 1] ?? "") : ""}] } }`),
    );
    expect(changesBetween(chains, [...chains, ingressRoute({ middlewares: ["a"] })])).toHaveLength(1);
  });

  test("a middleware of another provider is unknown, and hides no loss beside it", () => {
    const auth = middleware("auth", "{ basicAuth: { secret: users } }");
    expect(outline(changesBetween([ingressRoute()], [ingressRoute({ middlewares: ["sso@file"] })]))).toEqual([
      "auth unknown",
    ]);
    const [change] = changesBetween(
      [auth, ingressRoute({ middlewares: ["sso@file", "auth"] })],
      [auth, ingressRoute({ middlewares: ["sso@file"] })],
    );
    expect(change).toMatchObject({ facet: "auth", direction: "unknown" });
  });

  test("the name that other providers use is the same middleware", () => {
    const auth = middleware("auth", "{ basicAuth: { secret: users } }");
    expect(
      changesBetween(
        [auth, ingressRoute({ middlewares: ["auth"] })],
        [auth, ingressRoute({ middlewares: ["shop-auth@kubernetescrd"] })],
      ),
    ).toEqual([]);
  });

  test("the order matters where a check sees what was rewritten", () => {
    const objects = [
      middleware("auth", "{ forwardAuth: { address: 'https://login.io' } }"),
      middleware("x", "{ replacePath: { path: /x } }"),
    ];
    const order = (...middlewares: string[]) => [...objects, ingressRoute({ middlewares })];
    expect(outline(changesBetween(order("auth", "x"), order("x", "auth")))).toEqual(["annotation unknown"]);
  });

  test("what a route strips decides what the service can be asked for", () => {
    const strip = middleware("strip", "{ stripPrefix: { prefixes: [/api] } }");
    const match = "Host(`a.io`) && PathPrefix(`/api`)";
    expect(
      outline(
        changesBetween([strip, ingressRoute({ match })], [strip, ingressRoute({ match, middlewares: ["strip"] })]),
      ),
    ).toEqual(["rewrite widened"]);
  });
});

describe("services", () => {
  const services = (before: string, after: string, ...objects: string[]) =>
    outline(
      changesBetween([...objects, ingressRoute({ services: before })], [...objects, ingressRoute({ services: after })]),
    );

  test("TLS to the pods", () => {
    expect(services("[{ name: web, port: 443 }]", "[{ name: web, port: 443, scheme: https }]")).toEqual([]);
    expect(services("[{ name: web, port: 443 }]", "[{ name: web, port: 443, scheme: http }]")).toEqual([
      "backendTls widened",
    ]);
    const careless = object("ServersTransport", "any", "{ insecureSkipVerify: true }");
    expect(
      services("[{ name: web, port: 443 }]", "[{ name: web, port: 443, serversTransport: any }]", careless),
    ).toEqual(["backendTls widened"]);
    expect(services("[{ name: web, port: 443 }]", "[{ name: web, port: 443, serversTransport: elsewhere }]")).toEqual([
      "backendTls unknown",
    ]);
  });

  test("a Service that stands for a name outside", () => {
    const external =
      "apiVersion: v1\nkind: Service\nmetadata: { name: out, namespace: shop }\nspec: { type: ExternalName, externalName: pay.example.net }\n";
    const [change] = changesBetween(
      [external, ingressRoute()],
      [external, ingressRoute({ services: "[{ name: out, port: 80 }]" })],
    );
    expect(change).toMatchObject({ facet: "backend", to: [{ external: "pay.example.net" }] });
  });

  test("weighted and mirrored services", () => {
    const split = object("TraefikService", "split", "{ weighted: { services: [{ name: web, port: 80, weight: 1 }] } }");
    expect(services("[{ name: web, port: 80 }]", "[{ name: split, kind: TraefikService }]", split)).toEqual([
      "annotation neutral",
    ]);
    const copy = object(
      "TraefikService",
      "copy",
      "{ mirroring: { name: web, port: 80, mirrors: [{ name: spy, port: 80, percent: 10 }] } }",
    );
    expect(services("[{ name: web, port: 80 }]", "[{ name: copy, kind: TraefikService }]", copy)).toEqual([
      "mirror widened",
    ]);
  });

  test("services that lead to each other end", () => {
    const loop = object(
      "TraefikService",
      "loop",
      "{ weighted: { services: [{ name: loop, kind: TraefikService }, { name: loop, kind: TraefikService }] } }",
    );
    expect(services("[{ name: web, port: 80 }]", "[{ name: loop, kind: TraefikService }]", loop)).toEqual([
      "backend unknown",
    ]);
  });

  test("the dashboard", () => {
    const changes = changesBetween([], [ingressRoute({ services: "[{ name: api@internal, kind: TraefikService }]" })]);
    expect(changes[0]?.backends).toEqual([{ kind: "TraefikService", namespace: null, name: "api@internal", port: "" }]);
  });
});

describe("connections", () => {
  const tcp = (match: string, tls = "", entryPoints = "[postgres]") =>
    object(
      "IngressRouteTCP",
      "db",
      `{ entryPoints: ${entryPoints}, routes: [{ match: '${match}', services: [{ name: db, port: 5432 }] }]${tls} }`,
    );

  test("every connection of an entry point is a raw port", () => {
    const [change] = changesBetween([], [tcp("HostSNI(`*`)")]);
    expect(change).toMatchObject({
      facet: "host",
      direction: "widened",
      targets: [{ label: "TCP port postgres of `Traefik entry point postgres`" }],
    });
  });

  test("a server name is no longer asked for", () => {
    expect(
      outline(changesBetween([tcp("HostSNI(`db.io`)", ", tls: {}")], [tcp("HostSNI(`*`)", ", tls: {}")])),
    ).toContain("host widened");
  });

  test("connections pass unopened", () => {
    const changes = changesBetween(
      [tcp("HostSNI(`db.io`)", ", tls: { secretName: a }")],
      [tcp("HostSNI(`db.io`)", ", tls: { passthrough: true }")],
    );
    expect(outline(changes)).toEqual(["passthrough widened"]);
  });

  test("addresses", () => {
    const list = object("MiddlewareTCP", "lan", "{ ipAllowList: { sourceRange: [10.0.0.0/8] } }");
    const guarded = tcp("HostSNI(`*`)").replace("services:", "middlewares: [{ name: lan }], services:");
    expect(outline(changesBetween([list, guarded], [list, tcp("HostSNI(`*`)")]))).toEqual(["sourceRange widened"]);
    expect(outline(changesBetween([tcp("HostSNI(`*`) && ClientIP(`10.0.0.0/8`)")], [tcp("HostSNI(`*`)")]))).toContain(
      "sourceRange widened",
    );
  });

  test("datagrams", () => {
    const udp = object(
      "IngressRouteUDP",
      "dns",
      "{ entryPoints: [dns], routes: [{ services: [{ name: dns, port: 53 }] }] }",
    );
    const [change] = changesBetween([], [udp]);
    expect(change).toMatchObject({ facet: "host", targets: [{ label: "UDP port dns of `Traefik entry point dns`" }] });
  });
});

test("a route behind another one gets only what that lets through", () => {
  const child = ingressRoute({ match: "PathPrefix(`/x`)", more: "  parentRefs: [{ name: parent }]\n" });
  const [change] = changesBetween([child], [child.replace("name: parent", "name: other")]);
  expect(change).toMatchObject({ facet: "path" });
});

test("a Middleware that a route of another kind names is read alike", () => {
  const world = worldOf(read([middleware("auth", "{ basicAuth: { secret: users } }")], "after"), {});
  expect(traefikMiddlewares(world, [{ name: "auth", namespace: "shop" }]).controls).toEqual({
    auth: {
      kind: "checks",
      ways: [[{ kind: "basic", by: "shop/users" }]],
      choice: false,
      network: "",
      optionalCertificate: "no",
    },
  });
  expect(traefikMiddlewares(world, [{ name: "other", namespace: "shop" }]).controls.auth).toMatchObject({
    kind: "unreadable",
  });
  expect(world.resources.every((one) => world.isUsed(one))).toBe(true);
});

test("the older group of the objects means the same", () => {
  const auth = middleware("auth", "{ basicAuth: { secret: users } }");
  const route = ingressRoute({ middlewares: ["auth"] });
  const older = [auth, route].map((text) => text.replace("traefik.io/", "traefik.containo.us/"));
  expect(changesBetween(older, [auth, route])).toEqual([]);
});

test("a field that nobody reads is still a change", () => {
  const sticky = ingressRoute({ services: "[{ name: web, port: 80, sticky: { cookie: { secure: true } } }]" });
  const odd = ingressRoute({ more: "  odd: [{ name: x, authPolicy: y }]\n" });
  expect(outline(changesBetween([ingressRoute()], [sticky]))).toEqual(["annotation neutral"]);
  expect(outline(changesBetween([ingressRoute()], [odd]))).toEqual(
    ["annotation unknown"].concat(["annotation neutral"]).sort(),
  );
});
