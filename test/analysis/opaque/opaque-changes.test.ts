import { describe, expect, test } from "@jest/globals";
import { mayShareHost } from "../../../src/analysis/opaque/hosts.ts";
import { opaqueChanges } from "../../../src/analysis/opaque/opaque-changes.ts";
import type { Plain, PlainObject, Resource } from "../../../src/kubernetes/resource.ts";

describe("opaqueChanges", () => {
  test("names the fields that differ", () => {
    const [change] = changes(
      [route("web", { hostnames: ["a"] })],
      [route("web", { hostnames: ["b"], parentRefs: [] })],
    );
    expect(change).toMatchObject({ what: "altered", direction: "unknown", fields: ["hostnames", "parentRefs"] });
  });

  test("another API version with equal content is nothing", () => {
    const before = route("web", { hostnames: ["a"] });
    expect(
      changes([before], [{ ...before, version: "v1beta1", data: { ...before.data, apiVersion: "x/v1beta1" } }]),
    ).toEqual([]);
  });

  test("a group that was renamed with equal meaning is nothing", () => {
    const before = resource("traefik.containo.us", "Middleware", "allow", { ipWhiteList: {} });
    const after = resource("traefik.io", "Middleware", "allow", { ipWhiteList: {} });
    expect(changes([before], [after])).toEqual([]);
  });

  test("labels and bookkeeping annotations are nothing", () => {
    const before = route("web", {});
    const after = {
      ...before,
      data: { ...before.data, status: {} },
      labels: { chart: "2" },
      annotations: { "argocd.argoproj.io/sync-wave": "1" },
    };
    expect(changes([before], [after])).toEqual([]);
  });

  test("objects that changed alike are one change, and each of them has to be approved", () => {
    const at = (parent: string) =>
      ["a", "b", "c"].map((name) => route(name, { hostnames: [name], parentRefs: [{ name: parent }] }));
    const [change, ...others] = changes(at("internal"), at("external"));
    expect(others).toEqual([]);
    expect(change?.objects.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(change?.parts).toHaveLength(3);
  });

  test("new objects are changes of their own", () => {
    expect(changes([], [route("a", {}), route("b", {})])).toHaveLength(2);
  });

  test.each(["AuthPolicy", "Ingress-less AuthorizationPolicy"])("a removed %s may open something", (title) => {
    const removed =
      title === "AuthPolicy"
        ? resource("kuadrant.io", title, "deny", {})
        : resource("security.istio.io", "AuthorizationPolicy", "deny", {});
    expect(changes([removed], [])).toMatchObject([{ what: "removed", direction: "unknown" }]);
  });

  test("a removed route whose hosts nobody else serves narrows", () => {
    const others = [route("other", { hostnames: ["other.example.com"] })];
    expect(changes([route("web", { hostnames: ["web.example.com"] }), ...others], others)).toMatchObject([
      { direction: "narrowed" },
    ]);
  });

  test("a removed route whose hosts another route takes over is unknown", () => {
    const others = [route("other", { hostnames: ["*.example.com"] })];
    expect(changes([route("web", { hostnames: ["web.example.com"] }), ...others], others)).toMatchObject([
      { direction: "unknown" },
    ]);
  });
});

describe("Services", () => {
  test("a ClusterIP Service is nothing", () => {
    expect(changes([service({ ports: [{ port: 80 }] })], [service({ ports: [{ port: 81 }] })])).toEqual([]);
    expect(changes([], [service({})])).toEqual([]);
  });

  test("one that becomes a LoadBalancer changes its type", () => {
    expect(changes([service({})], [service({ type: "LoadBalancer" })])).toMatchObject([
      { what: "altered", direction: "unknown", fields: ["type"] },
    ]);
  });

  test("external IPs publish a ClusterIP Service", () => {
    expect(changes([service({})], [service({ externalIPs: ["192.0.2.1"] })])).toHaveLength(1);
  });

  test("a LoadBalancer that opens its source ranges changes", () => {
    const at = (ranges: readonly string[]) => service({ type: "LoadBalancer", loadBalancerSourceRanges: ranges });
    expect(changes([at(["10.0.0.0/8"])], [at(["0.0.0.0/0"])])).toMatchObject([
      { fields: ["loadBalancerSourceRanges"] },
    ]);
  });

  test("an annotation can publish a ClusterIP Service", () => {
    const annotated = { ...service({}), annotations: { "tailscale.com/expose": "true" } };
    const altered = { what: "altered", direction: "unknown", fields: ["annotations"] };
    expect(changes([service({})], [annotated])).toMatchObject([altered]);
    expect(changes([annotated], [service({})])).toMatchObject([altered]);
  });

  test("a removed LoadBalancer narrows", () => {
    expect(changes([service({ type: "LoadBalancer" })], [])).toMatchObject([{ direction: "narrowed" }]);
  });
});

test("hosts are read from every kind of route", () => {
  const traefik = resource("traefik.io", "IngressRoute", "a", {
    routes: [{ match: "Host(`web.example.com`) && PathPrefix(`/api`)" }],
  });
  const contour = resource("projectcontour.io", "HTTPProxy", "a", { virtualhost: { fqdn: "web.example.com" } });
  const openshift = resource("route.openshift.io", "Route", "a", { host: "other.example.com" });
  expect(mayShareHost(traefik, contour)).toBe(true);
  expect(mayShareHost(contour, openshift)).toBe(false);
});

test.each([
  ["a.${DOMAIN}", "b.${DOMAIN}", false],
  ["a.${DOMAIN}", "a.${DOMAIN}", true],
  ["a.example.com", "*.example.com", true],
  ["a.example.com", "*.example.org", false],
  ["*.a.example.com", "*.example.com", true],
  ["a.example.com", "a.*.com", true],
])("%s and %s may share a request: %s", (a, b, expected) => {
  expect(mayShareHost(route("a", { hostnames: [a] }), route("b", { hostnames: [b] }))).toBe(expected);
});

function changes(before: readonly Resource[], after: readonly Resource[]) {
  return opaqueChanges({ name: "", before, after });
}

function route(name: string, spec: PlainObject): Resource {
  return resource("gateway.networking.k8s.io", "HTTPRoute", name, spec);
}

function service(spec: PlainObject): Resource {
  return resource("", "Service", "web", spec);
}

function resource(group: string, kind: string, name: string, spec: PlainObject): Resource {
  const apiVersion = group === "" ? "v1" : `${group}/v1`;
  const data: Record<string, Plain> = { apiVersion, kind, metadata: { name }, spec };
  const place = { file: "a.yaml", line: 1, column: 1, endLine: 1, endColumn: 1, side: "after" as const, text: "" };
  return {
    apiVersion,
    group,
    version: "v1",
    kind,
    namespace: undefined,
    name,
    labels: {},
    annotations: {},
    data,
    file: "a.yaml",
    linesOf: () => [],
    locate: () => place,
  };
}
