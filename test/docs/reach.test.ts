import { expect, test } from "@jest/globals";
import { changesBetween, ingress } from "../analysis/exposure/ingress-texts.ts";
import { section } from "./documents.ts";

// The doors of the table in docs/guide/policy.md, each with the keys that name its reach.
const metadata = { name: "shop", namespace: "shop" };
const object = (apiVersion: string, kind: string, spec: object, name = "shop") =>
  JSON.stringify({ apiVersion, kind, metadata: { ...metadata, name }, spec });
const gateway = { gatewayClassName: "internal", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] };
const httpRoute = object("gateway.networking.k8s.io/v1", "HTTPRoute", {
  parentRefs: [{ name: "public", namespace: "infra" }],
  hostnames: ["shop.example.com"],
  rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
});
const gatewayObject = JSON.stringify({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "public", namespace: "infra" },
  spec: { ...gateway, listeners: [{ ...gateway.listeners[0], allowedRoutes: { namespaces: { from: "All" } } }] },
});
const virtualService = object("networking.istio.io/v1", "VirtualService", {
  hosts: ["shop.example.com"],
  gateways: ["edge/main"],
  http: [{ route: [{ destination: { host: "web" } }] }],
});
const istioGateway = JSON.stringify({
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { name: "main", namespace: "edge" },
  spec: { servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*/*"] }] },
});
const router = (extra: object) =>
  object("traefik.io/v1alpha1", "IngressRoute", {
    ...extra,
    routes: [{ kind: "Rule", match: "Host(`shop.example.com`)", services: [{ name: "web", port: 80 }] }],
  });
const proxy = (extra: object) =>
  object("projectcontour.io/v1", "HTTPProxy", {
    ...extra,
    virtualhost: { fqdn: "shop.example.com" },
    routes: [{ services: [{ name: "web", port: 80 }] }],
  });
const server = (extra: object) =>
  object("k8s.nginx.org/v1", "VirtualServer", {
    ...extra,
    host: "shop.example.com",
    upstreams: [{ name: "web", service: "web", port: 80 }],
    routes: [{ path: "/", action: { pass: "web" } }],
  });
const mapping = (extra: object) =>
  object("getambassador.io/v3alpha1", "Mapping", {
    ...extra,
    hostname: "shop.example.com",
    prefix: "/",
    service: "web",
  });
const tcp = object("configuration.konghq.com/v1beta1", "TCPIngress", {
  rules: [{ port: 9000, backend: { serviceName: "web", servicePort: 80 } }],
});
const route = object("route.openshift.io/v1", "Route", {
  host: "shop.example.com",
  to: { kind: "Service", name: "web" },
});

const doors: readonly (readonly [key: string, ...manifests: string[]])[] = [
  ["nginx-internal", ingress({ class: "nginx-internal" })],
  ["infra/public", gatewayObject, httpRoute],
  ["public", gatewayObject, httpRoute],
  ["internal", gatewayObject, httpRoute],
  ["infra/public", httpRoute],
  ["public", httpRoute],
  ["Istio Gateway edge/main", istioGateway, virtualService],
  ["edge/main", istioGateway, virtualService],
  ["main", virtualService],
  ["Traefik", router({})],
  ["traefik", router({})],
  ["Traefik inner", router({ ingressClassName: "inner" })],
  ["inner", router({ ingressClassName: "inner" })],
  ["Contour", proxy({})],
  ["contour", proxy({})],
  ["Contour inner", proxy({ ingressClassName: "inner" })],
  ["inner", proxy({ ingressClassName: "inner" })],
  ["inner", server({ ingressClassName: "inner" })],
  ["NGINX Ingress Controller", server({})],
  ["kong", tcp],
  ["Emissary", mapping({})],
  ["Emissary inner", mapping({ ambassador_id: ["inner"] })],
  ["OpenShift router", route],
];

test.each(doors)("the reach of `%s` is that of the policy", (key, ...manifests) => {
  for (const reach of ["internet", "private-network"] as const) {
    const controllers = { [key]: { controller: "any", reach } };
    const served = changesBetween([], manifests, { controllers }).filter(({ facet }) => facet === "host");
    expect(served.map(({ entries }) => entries.after?.reach)).toEqual([reach]);
  }
});

test("the guide has a row for each of these doors", () => {
  const table = section("docs/guide/policy.md", "Controllers");
  const named = [
    "Istio Gateway namespace/name",
    "Traefik",
    "Contour",
    "NGINX Ingress Controller",
    "kong",
    "Emissary",
    "OpenShift router",
  ];
  expect(named.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});
