import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const prefix = "traefik.ingress.kubernetes.io/";

function traefik(annotations: Readonly<Record<string, string>>, text: IngressText = {}): string {
  const full = Object.entries(annotations).map(([key, value]) => [key.includes("/") ? key : prefix + key, value]);
  return ingress({ class: "traefik", ...text, annotations: Object.fromEntries(full) });
}

function object(kind: string, name: string, spec: string, namespace = "shop"): string {
  return `apiVersion: traefik.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
}

const auth = object("Middleware", "auth", "{ basicAuth: { secret: users } }");
const toHttps = object("Middleware", "to-https", "{ redirectScheme: { scheme: https } }");
const secure = { "router.entrypoints": "websecure", "router.tls": "true" };
const lines = (before: readonly string[], after: readonly string[]) => outline(changesBetween(before, after));

describe("doors", () => {
  test.each([
    [
      "plain HTTP beside TLS",
      { "router.entrypoints": "websecure" },
      { "router.entrypoints": "web,websecure" },
      ["redirect widened"],
    ],
    ["the default entry points", secure, {}, ["tls widened"]],
    ["plain HTTP alone", secure, { "router.entrypoints": "web" }, ["annotation neutral", "tls widened"]],
    [
      "names in another order",
      { "router.entrypoints": "web,websecure" },
      { "router.entrypoints": "websecure, web" },
      [],
    ],
    ["the entry point says it already", { "router.entrypoints": "websecure" }, secure, []],
    [
      "an unknown entry point",
      { "router.entrypoints": "websecure" },
      { "router.entrypoints": "lan" },
      ["annotation unknown", "tls unknown"],
    ],
    [
      "a section says so too",
      { "router.entrypoints": "web" },
      { "router.entrypoints": "web", "router.tls": "true" },
      ["annotation neutral", "annotation unknown", "tls narrowed"],
    ],
  ] as const)("%s", (_, before, after, expected) => {
    expect(lines([traefik(before)], [traefik(after)])).toEqual(expected);
  });

  test("spec.tls brings a certificate and no TLS", () => {
    const tls = [{ hosts: ["shop.example.com"], secret: "shop-tls" }];
    expect(lines([traefik(secure)], [traefik(secure, { tls })])).toEqual(["tls narrowed"]);
    const web = { "router.entrypoints": "web" };
    expect(lines([traefik(web)], [traefik(web, { tls })])).toEqual([]);
    expect(lines([traefik({})], [traefik({}, { tls })])).toEqual(["tls narrowed"]);
  });

  test("an Ingress that only redirects is the plaintext door of another one", () => {
    const plain = (middlewares: Readonly<Record<string, string>>) =>
      traefik({ "router.entrypoints": "web", ...middlewares }, { name: "plain" });
    const redirecting = plain({ "router.middlewares": "shop-to-https@kubernetescrd" });
    expect(lines([toHttps, traefik(secure)], [toHttps, traefik(secure), redirecting])).toEqual([]);
    expect(lines([toHttps, traefik(secure), redirecting], [toHttps, traefik(secure), plain({})])).toContain(
      "redirect widened",
    );
  });

  test("the redirection of one Ingress for both doors", () => {
    const both = (more: Readonly<Record<string, string>>) =>
      traefik({ "router.entrypoints": "web,websecure", ...more });
    expect(
      lines([toHttps, both({ "router.middlewares": "shop-to-https@kubernetescrd" })], [toHttps, both({})]),
    ).toEqual(["redirect widened"]);
  });
});

describe("middlewares", () => {
  const named = (...names: string[]) => traefik({ ...secure, "router.middlewares": names.join(",") });

  test("are found by namespace and name", () => {
    expect(lines([auth, named("shop-auth@kubernetescrd")], [auth, traefik(secure)])).toEqual(["auth widened"]);
    const changes = changesBetween(
      [auth, named("shop-auth@kubernetescrd")],
      [auth.replace("users", "others"), named("shop-auth@kubernetescrd")],
    );
    expect(changes).toMatchObject([{ facet: "auth", direction: "unknown", resource: { kind: "Middleware" } }]);
  });

  test("point to the annotation that lost one", () => {
    const [change] = changesBetween(
      [auth, named("shop-auth@kubernetescrd", "shop-x@file")],
      [auth, named("shop-x@file")],
    );
    expect(change).toMatchObject({ facet: "auth", direction: "unknown", resource: { kind: "Ingress" } });
  });

  test("of a namespace that the applier fills in", () => {
    const bare = auth.replace(", namespace: shop", "");
    expect(lines([bare, named("shop-auth@kubernetescrd")], [bare, traefik(secure)])).toEqual(["auth widened"]);
  });

  test("of the Service behind a path", () => {
    const service = (annotations: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop, annotations: { ${annotations} } }\nspec: { ports: [{ port: 80 }] }\n`;
    const guarded = service(`${prefix}service.middlewares: shop-auth@kubernetescrd`);
    expect(lines([auth, guarded, traefik(secure)], [auth, service(""), traefik(secure)])).toContain("auth widened");
  });

  test("which the repository does not have are unknown", () => {
    expect(lines([traefik(secure)], [named("traefik-sso@kubernetescrd")])).toEqual(["auth unknown"]);
  });
});

describe("TLS options", () => {
  const strict = object("TLSOption", "strict", "{ minVersion: VersionTLS13, clientAuth: { secretNames: [ca] } }");
  const named = traefik({ ...secure, "router.tls.options": "shop-strict@kubernetescrd" });

  test("are those of the annotation, or the default ones", () => {
    expect(lines([strict, named], [strict, traefik(secure)])).toEqual(["auth widened", "tlsVersion widened"]);
    const standard = object("TLSOption", "default", "{ minVersion: VersionTLS13 }", "traefik");
    expect(lines([standard, traefik(secure)], [traefik(secure)])).toEqual(["tlsVersion widened"]);
  });

  test("are lost where two Ingresses of a host disagree", () => {
    const other = traefik(secure, { name: "other", paths: [["/other", "Prefix", "other"]] });
    expect(lines([strict, named], [strict, named, other])).toEqual(
      expect.arrayContaining(["auth widened", "ineffective widened"]),
    );
  });
});

describe("paths", () => {
  test("a prefix counts by characters, unlike that of ingress-nginx", () => {
    const paths = [["/foo"]] as const;
    const changes = changesBetween([ingress({ paths })], [ingress({ paths, class: "traefik" })]);
    expect(outline(changes)).toContain("path widened");
  });

  test("the matcher of paths without a type", () => {
    const paths = [["/foo", "ImplementationSpecific"]] as const;
    const web = { "router.entrypoints": "web" };
    const matched = (matcher: string) => traefik({ ...web, "router.pathmatcher": matcher }, { paths });
    expect(lines([matched("Path")], [matched("PathPrefix")])).toEqual(["path widened"]);
    expect(lines([matched("PathPrefix")], [traefik(web, { paths })])).toEqual([]);
    expect(lines([matched("PathPrefix")], [matched("PathRegexp")])).toEqual(expect.arrayContaining(["path unknown"]));
  });

  test("a priority decides before the length of a path", () => {
    const whole = (priority: string) => traefik({ "router.priority": priority });
    const guarded = traefik(
      { "router.middlewares": "shop-auth@kubernetescrd" },
      { name: "admin", paths: [["/admin", "Prefix", "admin"]] },
    );
    expect(lines([auth, traefik({}), guarded], [auth, whole("1000"), guarded])).toEqual([
      "backend unknown",
      "shadowed widened",
    ]);
  });

  test("the default backend answers only in an Ingress without rules", () => {
    const [change] = changesBetween(
      [],
      [
        traefik({}, { hosts: [] }).replace(
          '"rules":[]',
          '"defaultBackend":{"service":{"name":"x","port":{"number":80}}}',
        ),
      ],
    );
    expect(change).toMatchObject({ facet: "host", targets: [{ host: "*" }] });
  });
});

describe("services", () => {
  const service = (annotations: string, port = "{ port: 80 }") =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop, annotations: { ${annotations} } }\nspec: { ports: [${port}] }\n`;

  test("TLS to the pods", () => {
    const https = service(`${prefix}service.serversscheme: https`);
    expect(lines([https, traefik({})], [service(""), traefik({})])).toContain("backendTls widened");
    const careless = object("ServersTransport", "any", "{ insecureSkipVerify: true }");
    const skipping = service(
      `${prefix}service.serversscheme: https, ${prefix}service.serverstransport: shop-any@kubernetescrd`,
    );
    expect(lines([careless, https, traefik({})], [careless, skipping, traefik({})])).toContain("backendTls widened");
  });
});

test.each([
  ["whitelist-source-range", "10.0.0.0/8"],
  ["redirect-entry-point", "https"],
  ["frontend.entryPoints", "https"],
  ["ingress.kubernetes.io/auth-type", "basic"],
  ["router.observability.accesslogs", "false"],
])("the annotation %s is text that may protect", (key, value) => {
  expect(lines([traefik({ [key]: value })], [traefik({})])).toEqual(["annotation unknown"]);
});
