import { describe, expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";
import { gateway, http, https, object, route, rule, toHttps } from "./gateway-api-texts.ts";

const between = (before: readonly string[], after: readonly string[]) => outline(changesBetween(before, after));

function extension(name: string, group = "traefik.io", kind = "Middleware") {
  return { type: "ExtensionRef", extensionRef: { group, kind, name } };
}

const middleware = (name: string, spec: Readonly<Record<string, unknown>>) =>
  object("Middleware", name, "shop", spec, { apiVersion: "traefik.io/v1alpha1" });

describe("Middlewares of Traefik behind filters", () => {
  const users = middleware("users", { basicAuth: { secret: "users" } });
  const office = middleware("office", { ipAllowList: { sourceRange: ["10.0.0.0/8"] } });
  const shop = (...names: readonly string[]) => route(rule({ filters: names.map((name) => extension(name)) }));

  test("are read like those of an IngressRoute", () => {
    const state = (...names: readonly string[]) => [gateway([https()]), users, office, shop(...names)];
    expect(between(state("users", "office"), state("office"))).toEqual(["auth widened"]);
    expect(between(state("users", "office"), state("users"))).toEqual(["sourceRange widened"]);
    expect(between(state("office"), state("users", "office"))).toEqual(["auth narrowed"]);
    const limit = middleware("limit", { rateLimit: { average: 10 } });
    expect(between([...state("office"), limit], [...state("office", "limit"), limit])).toEqual(["rateLimit narrowed"]);
  });

  test("of which one changes: the event points there", () => {
    const open = middleware("office", { ipAllowList: { sourceRange: ["0.0.0.0/0"] } });
    const changes = changesBetween(
      [gateway([https()]), shop("office"), office],
      [gateway([https()]), shop("office"), open],
    );
    expect(outline(changes)).toEqual(["sourceRange widened"]);
    expect(changes[0]?.because.map(({ file }) => file)).toContain("after-2.yaml");
  });

  test("that the repository does not have are unknown, as is what else they may do", () => {
    const before = [gateway([https()]), shop("elsewhere")];
    expect(between(before, [gateway([https()]), shop()])).toEqual(["auth unknown"]);
    expect(between(before, before)).toEqual([]);
    expect(between([gateway([https()]), office, shop("office")], before)).toEqual([
      "auth unknown",
      "sourceRange unknown",
    ]);
  });

  test("two lists let in what both accept", () => {
    const wide = middleware("wide", { ipAllowList: { sourceRange: ["10.0.0.0/7"] } });
    const state = (...names: readonly string[]) => [gateway([https()]), wide, office, shop(...names)];
    expect(between(state("office"), state("wide", "office"))).toEqual([]);
  });

  test("rewrite the path of each match", () => {
    const strip = middleware("strip", { stripPrefix: { prefixes: ["/api"] } });
    const at = (...filters: readonly unknown[]) =>
      route(rule({ matches: [{ path: { type: "PathPrefix", value: "/api" } }], filters }));
    expect(between([gateway([https()]), strip, at()], [gateway([https()]), strip, at(extension("strip"))])).toEqual([
      "rewrite widened",
    ]);
  });

  test("send visitors to HTTPS like the filter of the API", () => {
    const secure = middleware("secure", { redirectScheme: { scheme: "https" } });
    const [door, both] = [
      gateway([https(), http()]),
      { parentRefs: [{ name: "public", namespace: "edge", sectionName: "http" }] },
    ];
    const main = route({ parentRefs: [{ name: "public", namespace: "edge", sectionName: "https" }] });
    const own = route({ ...both, rules: [{ ...toHttps }] }, { name: "redirect" });
    const byMiddleware = route({ ...both, ...rule({ filters: [extension("secure")] }) }, { name: "redirect" });
    expect(between([door, main, own, secure], [door, main, byMiddleware, secure])).toEqual([]);
  });
});

describe("plugins of Kong", () => {
  const kong = gateway([https()], { gatewayClassName: "kong" });
  const plugin = (name: string, does: string, config: object) =>
    JSON.stringify({
      apiVersion: "configuration.konghq.com/v1",
      kind: "KongPlugin",
      metadata: { name, namespace: "shop" },
      plugin: does,
      config,
    });
  const key = plugin("key", "key-auth", {});
  const named = (names: string, kind?: string) => {
    const annotations = { "konghq.com/plugins": names };
    return kind === undefined ? route({}, { annotations }) : route({}, { annotations }).replace("HTTPRoute", kind);
  };

  test("are named by an annotation of the route", () => {
    expect(between([kong, key, named("key")], [kong, key, route()])).toEqual(["auth widened"]);
    expect(
      between([kong, key, named("key", "GRPCRoute")], [kong, key, route().replace("HTTPRoute", "GRPCRoute")]),
    ).toEqual(["auth widened"]);
  });

  test("are named by a filter or a Service as well", () => {
    const filtered = route(rule({ filters: [extension("key", "configuration.konghq.com", "KongPlugin")] }));
    expect(between([kong, key, named("key")], [kong, key, filtered])).toEqual([]);
    const service = object(
      "Service",
      "web",
      "shop",
      {},
      { apiVersion: "v1", annotations: { "konghq.com/plugins": "key" } },
    );
    expect(between([kong, key, named("key")], [kong, key, route(), service])).toEqual([]);
  });

  test("that the repository does not have are unknown", () => {
    expect(between([kong, named("key")], [kong, route()])).toEqual(["auth unknown"]);
  });

  test("mean nothing to another Gateway", () => {
    const envoy = gateway([https()]);
    expect(between([envoy, key, named("key")], [envoy, key, route()])).toEqual(["annotation unknown"]);
  });
});

test("an address is asked for under the present name of an annotation, or under an old one", () => {
  const asking = (annotation: string, address = "10.0.0.1") =>
    gateway([https()], { infrastructure: { annotations: { [annotation]: address } } });
  const [old, present] = ["io.cilium/lb-ipam-ips", "lbipam.cilium.io/ips"];
  expect(between([asking(old)], [asking(present)])).toEqual([]);
  expect(between([asking(old)], [asking(present, "10.0.0.2")])).toEqual(["annotation unknown"]);
});

describe("names in DNS", () => {
  const dns = "external-dns.alpha.kubernetes.io/";
  const at = (target: string) => gateway([https()], {}, { annotations: { [`${dns}target`]: target } });

  test("point where the Gateway says", () => {
    const changes = changesBetween([gateway([https()]), route()], [at("tunnel.example.net"), route()]);
    expect(outline(changes)).toEqual(["dns unknown"]);
    expect(changes[0]).toMatchObject({ to: { target: "tunnel.example.net" } });
    expect(changes[0]?.targets.map(({ host }) => host)).toEqual(["shop.example.com"]);
    expect(changes[0]?.because.map(({ file }) => file)).toContain("after-0.yaml");
  });

  test("point there without any route in the repository", () => {
    const changes = changesBetween([gateway([https()])], [at("tunnel.example.net")]);
    expect(outline(changes)).toEqual(["dns unknown"]);
    expect(changes[0]?.targets[0]?.label).toBe("Gateway `edge/public`");
  });

  test("are those of the route and of its annotation", () => {
    const named = route({}, { annotations: { [`${dns}hostname`]: "www.example.com" } });
    expect(between([gateway([https()]), route()], [gateway([https()]), named])).toEqual(["dns widened"]);
    expect(between([route()], [named])).toEqual(["dns widened"]);
    const moved = named.replace("alpha.", "");
    expect(between([gateway([https()]), named], [gateway([https()]), moved])).toEqual([]);
  });

  test("do not point where a route says", () => {
    const own = route({}, { annotations: { [`${dns}target`]: "10.0.0.1" } });
    expect(between([at("a.net"), own], [at("b.net"), own])).toEqual(["dns unknown"]);
    expect(between([at("a.net"), own], [at("a.net"), route()])).toEqual(["annotation neutral"]);
  });

  test("of a Gateway that is not in the repository point somewhere", () => {
    expect(between([gateway([https()]), route()], [route()])).not.toContain("dns unknown");
  });
});

describe("issuers of cert-manager", () => {
  const by = (name: string) => gateway([https()], {}, { annotations: { "cert-manager.io/cluster-issuer": name } });

  test("are named by the Gateway", () => {
    const changes = changesBetween([by("letsencrypt-prod"), route()], [by("letsencrypt-staging"), route()]);
    expect(outline(changes)).toEqual(["issuer widened"]);
    expect(changes[0]?.targets.map(({ host }) => host)).toEqual(["shop.example.com"]);
    expect(between([by("letsencrypt-prod")], [by("letsencrypt-staging")])).toEqual(["issuer widened"]);
  });

  test("are those of the Certificate that fills the Secret", () => {
    const certificate = (name: string) =>
      object(
        "Certificate",
        "shop",
        "edge",
        { secretName: "shop-tls", dnsNames: ["shop.example.com"], issuerRef: { name, kind: "ClusterIssuer" } },
        { apiVersion: "cert-manager.io/v1" },
      );
    const state = (name: string) => [gateway([https()]), route(), certificate(name)];
    expect(between(state("letsencrypt-prod"), state("letsencrypt-staging"))).toEqual(["issuer widened"]);
    expect(between([by("letsencrypt-prod"), route()], state("letsencrypt-prod"))).toEqual(["issuer neutral"]);
  });
});

test("a change of the name behind a Service points to the Service", () => {
  const service = (externalName: string) =>
    object("Service", "web", "shop", { type: "ExternalName", externalName }, { apiVersion: "v1" });
  const changes = changesBetween(
    [gateway([https()]), route(), service("a.net.")],
    [gateway([https()]), route(), service("b.net")],
  );
  expect(outline(changes)).toEqual(["backend unknown"]);
  expect(changes[0]?.because.map(({ file }) => file)).toContain("after-2.yaml");
  expect(
    between([gateway([https()]), route(), service("A.net.")], [gateway([https()]), route(), service("a.net")]),
  ).toEqual([]);
});
