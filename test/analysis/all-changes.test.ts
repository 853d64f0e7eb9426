import { expect, test } from "@jest/globals";
import { eventsBetween } from "../support/review-example.ts";

const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`;

test("an object in a file that cannot be read any more is not reported as gone", async () => {
  const events = await eventsBetween({ "shop.yaml": ingress }, { "shop.yaml": ingress.replace("spec:", "  spec: [") });
  expect(events.map(({ rule, direction }) => ({ rule, direction }))).toEqual([
    { rule: "manifest-not-understood", direction: "unknown" },
  ]);
});

test("an object that is deleted is reported as gone although another file cannot be read", async () => {
  const events = await eventsBetween(
    { "shop.yaml": ingress, "other.yaml": "a: b\n" },
    { "other.yaml": "kind: Ingress\na: [\n" },
  );
  expect(events.map(({ rule, direction }) => ({ rule, direction }))).toContainEqual({
    rule: "exposure-changed",
    direction: "narrowed",
  });
});

const routeOf = (host: string, gateway: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${host}, namespace: ${host} }
spec:
  parentRefs: [{ name: ${gateway}, namespace: edge }]
  hostnames: [${host}.example.com]
  rules: [{ backendRefs: [{ name: ${host}, port: 80 }] }]
`;
const limitOf = (number: number) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default, namespace: x }
spec: { podSelector: { matchLabels: { tier: "${number}" } } }
`;
const moved = (gateway: string) => ({
  "apps/shop.yaml": routeOf("shop", gateway),
  "apps/blog/blog.yaml": routeOf("blog", gateway),
  "apps/wiki/wiki.yaml": routeOf("wiki", gateway),
  // Two objects of one name put their directories into views of their own.
  "apps/blog/limit.yaml": limitOf(1),
  "apps/wiki/limit.yaml": limitOf(2),
});

test("routes that move in two views, some of them in both, are one event that covers both", async () => {
  const events = await eventsBetween(moved("a"), moved("b"));
  const moves = events.filter(({ rule }) => rule === "gateway-parent-changed");
  expect(moves.map(({ message, views }) => ({ message, views }))).toEqual([
    {
      message:
        "`blog.example.com`, `shop.example.com` and `wiki.example.com` are now served by Gateway `edge/b`, not by Gateway `edge/a`",
      views: ["apps/blog", "apps/wiki"],
    },
  ]);
  // Each host in each view that it occurs in.
  expect(moves[0]?.fingerprints).toHaveLength(4);
});
