import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "./ingress-texts.ts";

const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: envoy
  listeners:
    - { name: http, port: 80, protocol: HTTP }
`;
const httpRoute = (hosts: readonly string[], more = "") => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: ${JSON.stringify(hosts)}
  rules: [{ backendRefs: [{ name: web, port: 80 }]${more} }]
`;
const ingressRoute = (middlewares = "") => `
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: shop, namespace: shop }
spec:
  entryPoints: [web]
  routes:
    - { kind: Rule, match: Host(\`shop.example.com\`)${middlewares}, services: [{ name: web, port: 80 }] }
`;
const plain = ingress();

describe("an Ingress becomes an HTTPRoute", () => {
  test("with the same protection it is one change for the record", () => {
    const changes = changesBetween([plain, gateway], [httpRoute(["shop.example.com"]), gateway]);
    expect(outline(changes)).toContain("migrated neutral");
    expect(outline(changes).filter((text) => /widened|unknown/.test(text))).toEqual([]);
  });

  test("each host is told by itself, and what was lost is listed", () => {
    const guarded = ingress({
      hosts: ["a.example.com", "b.example.com"],
      annotations: { "whitelist-source-range": "10.0.0.0/8" },
    });
    const changes = changesBetween([guarded, gateway], [httpRoute(["a.example.com", "b.example.com"]), gateway]);
    const migrated = changes.filter(({ facet }) => facet === "migrated");
    expect(migrated.map(({ direction, targets }) => [direction, targets.map(({ host }) => host)])).toEqual([
      ["widened", ["a.example.com"]],
      ["widened", ["b.example.com"]],
    ]);
    const [first] = migrated;
    if (first?.facet !== "migrated") throw new Error("no migration");
    expect(first.table).toContainEqual({
      control: "sourceRange",
      before: "10.0.0.0/8",
      after: "every address",
      carried: "no",
    });
  });

  test("an extension that is not in the repository is an honest unknown", () => {
    const extended = httpRoute(
      ["shop.example.com"],
      `, filters: [{ type: ExtensionRef, extensionRef: { group: example.com, kind: Login, name: sso } }]`,
    );
    const guarded = ingress({ annotations: { "auth-url": "https://login.example.com" } });
    const [change] = changesBetween([guarded, gateway], [extended, gateway]).filter(
      ({ facet }) => facet === "migrated",
    );
    if (change?.facet !== "migrated") throw new Error("no migration");
    expect(change.table.find(({ control }) => control === "auth")?.carried).toBe("unknown");
  });
});

describe("the replacement stood there already", () => {
  const guarded = ingress({ annotations: { "whitelist-source-range": "10.0.0.0/8" } });

  test("the old object goes: what only it asked for is lost", () => {
    const changes = changesBetween(
      [guarded, httpRoute(["shop.example.com"]), gateway],
      [httpRoute(["shop.example.com"]), gateway],
    );
    expect(changes.map(({ facet, direction }) => [facet, direction])).toContainEqual(["migrated", "widened"]);
  });

  test("with the same protection it is one change for the record", () => {
    const changes = changesBetween(
      [plain, httpRoute(["shop.example.com"]), gateway],
      [httpRoute(["shop.example.com"]), gateway],
    );
    expect(outline(changes).filter((text) => /widened|unknown/.test(text))).toEqual([]);
  });

  test("a second, open way in beside a guarded one widens", () => {
    const changes = changesBetween([guarded, gateway], [guarded, httpRoute(["shop.example.com"]), gateway]);
    expect(changes.map(({ facet, direction }) => [facet, direction])).toContainEqual(["migrated", "widened"]);
  });
});

test("a wildcard of another kind that leads elsewhere is no successor", () => {
  const wildcard = httpRoute(["*.example.com"]).replace("name: web", "name: pages");
  const guarded = ingress({ annotations: { "whitelist-source-range": "10.0.0.0/8" } });
  const changes = changesBetween([guarded, wildcard, gateway], [wildcard, gateway]);
  expect(outline(changes)).not.toContain("migrated widened");
  const same = httpRoute(["*.example.com"]);
  expect(outline(changesBetween([guarded, same, gateway], [same, gateway]))).toContain("migrated widened");
});

test("an Ingress becomes an IngressRoute of Traefik", () => {
  const guarded = ingress({ annotations: { "limit-rps": "5" } });
  const changes = changesBetween([guarded], [ingressRoute()]);
  expect(changes.map(({ facet, direction }) => [facet, direction])).toContainEqual(["migrated", "widened"]);
});
