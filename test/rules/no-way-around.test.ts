import { describe, expect, test } from "@jest/globals";
import { eventsBetween } from "../support/review-example.ts";

type Fields = Readonly<Record<string, unknown>>;

// JSON is YAML, and one line per object keeps a case to what it is about.
function object(apiVersion: string, kind: string, name: string, spec: Fields, metadata: Fields = {}): string {
  return `---\n${JSON.stringify({ apiVersion, kind, metadata: { name, namespace: "shop", ...metadata }, spec })}\n`;
}

const gatewayGroup = "gateway.networking.k8s.io";
const path = { path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } };

const ingress = (annotations: Fields = {}, ingressClassName = "nginx") =>
  object(
    "networking.k8s.io/v1",
    "Ingress",
    "shop",
    { ingressClassName, rules: [{ host: "shop.example.com", http: { paths: [path] } }] },
    { annotations },
  );

const service = (spec: Fields) => object("v1", "Service", "web", { ports: [{ port: 80 }], ...spec });
const ingressClass = (name: string) =>
  object("networking.k8s.io/v1", "IngressClass", "edge", {
    controller: "ingress.k8s.aws/alb",
    parameters: { apiGroup: "elbv2.k8s.aws", kind: "IngressClassParams", name },
  });

const gateway = (spec: Fields = {}) =>
  object(`${gatewayGroup}/v1`, "Gateway", "edge", {
    gatewayClassName: "envoy",
    listeners: [{ name: "https", port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "shop" }] } }],
    ...spec,
  });

const httpRoute = (name: string, matches: readonly Fields[]) =>
  object(`${gatewayGroup}/v1`, "HTTPRoute", name, {
    parentRefs: [{ name: "edge" }],
    hostnames: ["shop.example.com"],
    rules: [{ matches, backendRefs: [{ name: "web", port: 80 }] }],
  });

const asking = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ headers: [{ name: "x-partner", value: `p${from + index}` }] }));

const login = object("gateway.envoyproxy.io/v1alpha1", "SecurityPolicy", "login", {
  targetRefs: [{ group: gatewayGroup, kind: "HTTPRoute", name: "partners" }],
  jwt: { providers: [{ name: "own", issuer: "https://login.example.com" }] },
});

const clientTraffic = (spec: Fields) =>
  object("gateway.envoyproxy.io/v1alpha1", "ClientTrafficPolicy", "edge", {
    targetRefs: [{ group: gatewayGroup, kind: "Gateway", name: "edge" }],
    ...spec,
  });

const limited = (annotations: Fields) => ingress({ "nginx.ingress.kubernetes.io/limit-rps": "5", ...annotations });

describe("what asks for a look although no route says a word of it", () => {
  test.each<[string, string, string]>([
    ["a Service leads to other Pods", service({ selector: { app: "web" } }), service({ selector: { app: "admin" } })],
    [
      "a Service leads to another port of its Pods",
      service({ ports: [{ port: 80, targetPort: 8080 }] }),
      service({ ports: [{ port: 80, targetPort: 9090 }] }),
    ],
    ["a Service loses its selector", service({ selector: { app: "web" } }), service({})],
  ])("%s", async (_, before, after) => expectQuestion(ingress() + before, ingress() + after));

  test("a class has other parameters", () =>
    expectQuestion(ingress({}, "edge") + ingressClass("private"), ingress({}, "edge") + ingressClass("public")));

  test.each<[string, Fields]>([
    ["the parameters of a Gateway", { infrastructure: { parametersRef: { kind: "EnvoyProxy", name: "public" } } }],
    ["the address of a Gateway", { addresses: [{ value: "203.0.113.7" }] }],
  ])("%s", async (_, spec) => expectQuestion(gateway() + httpRoute("web", []), gateway(spec) + httpRoute("web", [])));

  test("paths are no longer made plain before they are compared", () =>
    expectQuestion(
      gateway() + httpRoute("web", []) + clientTraffic({}),
      gateway() + httpRoute("web", []) + clientTraffic({ path: { escapedSlashesAction: "KeepUnchanged" } }),
    ));

  test.each<[string, string, string, Fields]>([
    ["a policy of another vendor", "gateway.kgateway.dev/v1alpha1", "TrafficPolicy", { extAuth: {} }],
    ["a router of OpenShift", "operator.openshift.io/v1", "IngressController", { clientTLS: {} }],
  ])("%s", async (_, apiVersion, kind, spec) => {
    await expectQuestion(ingress() + object(apiVersion, kind, "web", spec), ingress());
    await expectQuestion(ingress(), ingress() + object(apiVersion, kind, "web", spec));
  });

  test("Endpoints, which lead nowhere once they are gone", async () => {
    const more = object("v1", "Endpoints", "web", { subsets: [{ addresses: [{ ip: "203.0.113.7" }] }] });
    await expectQuestion(ingress(), ingress() + more);
    expect(await questions(ingress() + more, ingress())).toEqual([]);
  });

  test("a route of the first Gateway API", () =>
    expectQuestion(ingress(), ingress() + object("networking.x-k8s.io/v1alpha1", "HTTPRoute", "web", {})));
});

test("the last of a hundred conditions of one path loses its authentication", () =>
  expectQuestion(
    gateway() + login + httpRoute("partners", asking(0, 100)),
    gateway() + login + httpRoute("partners", asking(0, 99)) + httpRoute("open", asking(99, 100)),
  ));

test("a limit that nobody notices any more", async () => {
  const more = { "nginx.ingress.kubernetes.io/limit-rps": "5000" };
  const exempt = { "nginx.ingress.kubernetes.io/limit-whitelist": "0.0.0.0/1,128.0.0.0/1" };
  await expectQuestion(limited({}), limited(more));
  await expectQuestion(limited({}), limited(exempt));
});

test("a Service that comes along or stays as it is asks nothing", async () => {
  expect(await questions(ingress(), ingress() + service({ selector: { app: "web" } }))).toEqual([]);
  const same = service({ selector: { app: "web" }, ports: [{ port: 80, targetPort: 80 }] });
  expect(await questions(ingress() + service({ selector: { app: "web" } }), ingress() + same)).toEqual([]);
  const elsewhere = (app: string) => object("v1", "Service", "other", { selector: { app }, ports: [{ port: 80 }] });
  expect(await questions(ingress() + elsewhere("a"), ingress() + elsewhere("b"))).toEqual([]);
});

async function questions(before: string, after: string): Promise<readonly string[]> {
  const events = await eventsBetween({ "all.yaml": before }, { "all.yaml": after });
  return events.filter(({ severity }) => severity !== "info" && severity !== "low").map(({ message }) => message);
}

async function expectQuestion(before: string, after: string): Promise<void> {
  expect((await questions(before, after)).length).toBeGreaterThan(0);
}
