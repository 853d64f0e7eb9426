import { describe, expect, test } from "@jest/globals";
import { dnsOf } from "../../../src/analysis/exposure/dns/external-dns.ts";
import { changesBetween, ingress, outline, read } from "./ingress-texts.ts";

const [older, newer] = ["external-dns.alpha.kubernetes.io/", "external-dns.kubernetes.io/"];
const named = (annotations: Readonly<Record<string, string>>) => ingress({ annotations });
const between = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  outline(changesBetween([named(before)], [named(after)]));

describe("what external-dns publishes", () => {
  test("names are a set, under either prefix", () => {
    expect(between({ [`${older}hostname`]: "b.io, A.io" }, { [`${newer}hostname`]: "a.io.,b.io" })).toEqual([]);
    expect(between({}, { [`${older}hostname`]: "a.io" })).toEqual(["dns widened"]);
    expect(between({ [`${older}hostname`]: "a.io,b.io" }, { [`${older}hostname`]: "a.io" })).toEqual(["dns narrowed"]);
  });

  test("the newer prefix counts where both are set", () => {
    const [resource] = read([named({ [`${older}target`]: "10.0.0.1", [`${newer}target`]: "10.0.0.2" })], "after");
    expect(resource && dnsOf(resource).target).toBe("10.0.0.2");
  });

  test("another target is neither more nor less", () => {
    expect(between({ [`${older}target`]: "10.0.0.1" }, { [`${older}target`]: "tunnel.io" })).toEqual(["dns unknown"]);
    expect(between({ [`${older}target`]: "a.io,b.io" }, { [`${older}target`]: "b.io, a.io" })).toEqual([]);
  });

  test("access, proxy and exclusion", () => {
    expect(between({ [`${older}access`]: "private" }, { [`${older}access`]: "public" })).toEqual(["dns widened"]);
    expect(between({ [`${older}cloudflare-proxied`]: "true" }, {})).toEqual(["dns widened"]);
    expect(between({}, { [`${older}cloudflare-proxied`]: "true" })).toEqual(["dns narrowed"]);
    expect(between({ [`${older}controller`]: "none" }, {})).toEqual(["dns widened"]);
    expect(between({ [`${older}controller`]: "dns-controller" }, {})).toEqual([]);
  });

  test("what a template fills in is unknown", () => {
    const proxied = (value: string) => ({ [`${older}cloudflare-proxied`]: value });
    expect(between(proxied("true"), proxied("${PROXIED}"))).toEqual(["dns unknown"]);
    expect(between({ [`${older}hostname`]: "${NAME}" }, { [`${newer}hostname`]: "${NAME}" })).toEqual([]);
  });

  test("names that the annotation may not add are none", () => {
    const both = { [`${older}hostname`]: "a.io" };
    expect(between({}, { ...both, [`${older}ingress-hostname-source`]: "defined-hosts-only" })).toEqual([
      "annotation neutral",
    ]);
  });

  test("tuning stays a setting, and the prefix is an assumption", () => {
    expect(between({}, { [`${older}ttl`]: "60" })).toEqual(["annotation neutral"]);
    const [change] = changesBetween([named({})], [named({ [`${older}hostname`]: "a.io" })]);
    expect(change?.assumptions.at(-1)).toMatch(/before 0\.22/);
    expect(change?.because.map(({ line }) => line)).toEqual([1]);
  });
});

test("the records of a canary are not lost", () => {
  const canary = (annotations: Readonly<Record<string, string>>) =>
    ingress({ name: "canary", annotations: { canary: "true", ...annotations } });
  const before = [ingress(), canary({})];
  const after = [ingress(), canary({ [`${older}target`]: "tunnel.io" })];
  expect(outline(changesBetween(before, after))).toEqual(["annotation unknown"]);
});

describe("kinds whose annotations external-dns reads", () => {
  const metadata = (name: string, annotations: Readonly<Record<string, string>>) => ({
    name,
    namespace: "shop",
    annotations,
  });
  const kinds: Readonly<Record<string, (annotations: Readonly<Record<string, string>>) => string>> = {
    IngressRoute: (annotations) =>
      JSON.stringify({
        apiVersion: "traefik.io/v1alpha1",
        kind: "IngressRoute",
        metadata: metadata("shop", annotations),
        spec: { routes: [{ kind: "Rule", match: "Host(`shop.example.com`)", services: [{ name: "web", port: 80 }] }] },
      }),
    HTTPProxy: (annotations) =>
      JSON.stringify({
        apiVersion: "projectcontour.io/v1",
        kind: "HTTPProxy",
        metadata: metadata("shop", annotations),
        spec: { virtualhost: { fqdn: "shop.example.com" }, routes: [{ services: [{ name: "web", port: 80 }] }] },
      }),
    "HTTPProxy with passthrough": (annotations) =>
      JSON.stringify({
        apiVersion: "projectcontour.io/v1",
        kind: "HTTPProxy",
        metadata: metadata("shop", annotations),
        spec: {
          virtualhost: { fqdn: "shop.example.com", tls: { passthrough: true } },
          tcpproxy: { services: [{ name: "web", port: 443 }] },
        },
      }),
    VirtualService: (annotations) =>
      JSON.stringify({
        apiVersion: "networking.istio.io/v1",
        kind: "VirtualService",
        metadata: metadata("shop", annotations),
        spec: {
          hosts: ["shop.example.com"],
          gateways: ["edge/public"],
          http: [{ route: [{ destination: { host: "web", port: { number: 80 } } }] }],
        },
      }),
    "VirtualService of connections": (annotations) =>
      JSON.stringify({
        apiVersion: "networking.istio.io/v1",
        kind: "VirtualService",
        metadata: metadata("shop", annotations),
        spec: {
          hosts: ["shop.example.com"],
          gateways: ["edge/public"],
          tls: [{ match: [{ sniHosts: ["shop.example.com"] }], route: [{ destination: { host: "web" } }] }],
        },
      }),
    "Gateway of Istio": (annotations) =>
      JSON.stringify({
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: metadata("public", annotations),
        spec: {
          selector: { istio: "ingressgateway" },
          servers: [{ port: { number: 80, protocol: "HTTP" }, hosts: ["*.example.com"] }],
        },
      }),
    Route: (annotations) =>
      JSON.stringify({
        apiVersion: "route.openshift.io/v1",
        kind: "Route",
        metadata: metadata("shop", annotations),
        spec: { host: "shop.example.com", to: { kind: "Service", name: "web" } },
      }),
    HTTPRoute: (annotations) =>
      JSON.stringify({
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: metadata("shop", annotations),
        spec: {
          parentRefs: [{ name: "public", namespace: "edge" }],
          hostnames: ["shop.example.com"],
          rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
        },
      }),
    TCPIngress: (annotations) =>
      JSON.stringify({
        apiVersion: "configuration.konghq.com/v1beta1",
        kind: "TCPIngress",
        metadata: metadata("db", annotations),
        spec: { rules: [{ port: 5432, backend: { serviceName: "db", servicePort: 5432 } }] },
      }),
    "Host of Emissary": (annotations) =>
      [
        { kind: "Host", metadata: metadata("shop", annotations), spec: { hostname: "shop.example.com" } },
        {
          kind: "Mapping",
          metadata: { name: "web", namespace: "shop" },
          spec: { hostname: "shop.example.com", prefix: "/", service: "web" },
        },
      ]
        .map((one) => JSON.stringify({ apiVersion: "getambassador.io/v3alpha1", ...one }))
        .join("\n---\n"),
    Service: (annotations) =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "Service",
        metadata: metadata("web", annotations),
        spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
      }),
  };

  test.each(Object.entries(kinds))("%s", (_, manifest) => {
    const difference = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
      outline(changesBetween([manifest(before)], [manifest(after)]));
    expect(difference({}, { [`${older}hostname`]: "www.example.com" })).toEqual(["dns widened"]);
    expect(difference({ [`${older}cloudflare-proxied`]: "true" }, { [`${newer}cloudflare-proxied`]: "false" })).toEqual(
      ["dns widened"],
    );
    expect(difference({ [`${older}hostname`]: "a.io" }, { [`${newer}hostname`]: "A.io" })).toEqual([]);
    expect(difference({}, { [`${older}ttl`]: "60" })).toEqual(["annotation neutral"]);
    expect(difference({}, { "example.com/owner": "shop" })).not.toContain("dns widened");
    const [change] = changesBetween([manifest({})], [manifest({ [`${older}hostname`]: "www.example.com" })]);
    expect(change?.because.at(-1)).toMatchObject({ side: "after" });
    expect(change?.assumptions.join(" ")).toContain("external-dns");
  });

  test("a VirtualService points where its Gateway does", () => {
    const [service, gateway] = [kinds.VirtualService?.({}) ?? "", kinds["Gateway of Istio"]];
    const bound = service.replace("edge/public", "shop/public");
    const to = (target: string) => gateway?.({ [`${older}target`]: target }) ?? "";
    const changes = changesBetween([bound, to("10.0.0.1")], [bound, to("tunnel.io")]);
    expect(outline(changes)).toEqual(["dns unknown"]);
    expect(changes[0]?.targets[0]?.host).toBe("shop.example.com");
  });
});

describe("the record of a Service", () => {
  const service = (annotations: Readonly<Record<string, string>>) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "nas", namespace: "shop", annotations },
      spec: { type: "ExternalName", externalName: "nas.home.svc", ports: [{ port: 443 }] },
    });
  const named = service({ [`${older}hostname`]: "nas.io", [`${older}target`]: "tunnel.io" });

  test("comes with its name, and goes with it, target included", () => {
    expect(outline(changesBetween([], [named]))).toContain("dns widened");
    expect(outline(changesBetween([named], []))).toContain("dns narrowed");
    expect(outline(changesBetween([service({})], [named]))).toEqual(["dns widened"]);
  });

  test("is none without a name", () => {
    expect(outline(changesBetween([], [service({})]))).not.toContain("dns widened");
  });
});
