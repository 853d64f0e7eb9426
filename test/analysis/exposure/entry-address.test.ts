import { expect, test } from "@jest/globals";
import { changesBetween, outline } from "./ingress-texts.ts";

const gateway = (name: string, target: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: edge, annotations: { external-dns.alpha.kubernetes.io/target: ${target} } }
spec:
  gatewayClassName: envoy
  listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
`;
const gateways = [gateway("one", "one.example.com"), gateway("two", "two.example.com")];
const route = (parent: string, annotations = "{}") => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop, annotations: ${annotations} }
spec:
  parentRefs: [{ name: ${parent}, namespace: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;

test("a route that moves to another Gateway is published at the address of that Gateway: one change", () => {
  expect(outline(changesBetween([...gateways, route("one")], [...gateways, route("two")]))).toEqual(["entry unknown"]);
});

test("a target on the route itself does nothing beside the move: external-dns takes it from the Gateway", () => {
  const own = "{ external-dns.alpha.kubernetes.io/target: elsewhere.example.net }";
  expect(outline(changesBetween([...gateways, route("one")], [...gateways, route("two", own)]))).toEqual([
    "annotation neutral",
    "entry unknown",
  ]);
});
