import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { exposureChanges } from "../../../src/analysis/exposure/exposure-changes.ts";
import type { View } from "../../../src/kubernetes/desired-state.ts";
import type { Resource } from "../../../src/kubernetes/resource.ts";
import { resourcesFrom } from "../../support/resources.ts";

const host = fc.constantFrom("a.x.io", "b.x.io", "*.x.io", "a.b.x.io", "*.b.x.io", "x.io", "y.io", "*.io", "");
const ingress = fc.record({
  host,
  path: fc.constantFrom("/", "/a", "/a/b"),
  tls: fc.option(host),
  range: fc.constantFrom(undefined, "10.0.0.0/8"),
  alias: fc.option(fc.constantFrom("a.x.io", "y.io"), { freq: 8 }),
  className: fc.constantFrom("nginx", "other"),
  fallback: fc.constantFrom(false, false, false, true),
});
type Draft = { [K in keyof Drawn]: K extends "host" ? string : Drawn[K] };
type Drawn = typeof ingress extends fc.Arbitrary<infer T> ? T : never;

const name = fc.constantFrom("a.x.io", "b.x.io", "*.x.io", "y.io", "");
const httpRoute = fc.record({
  hosts: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
  path: fc.constantFrom("/", "/a"),
  gateway: fc.constantFrom("public", "public", "elsewhere"),
  section: fc.constantFrom("web", "web", "secure", ""),
  redirects: fc.boolean(),
  team: fc.constantFrom("red", "blue"),
});
const ingressRoute = fc.record({
  match: fc.constantFrom(
    "Host(`a.x.io`)",
    "Host(`a.x.io`) && PathPrefix(`/a`)",
    "Host(`b.x.io`) || Host(`a.x.io`)",
    "Host(`y.io`)",
    "PathPrefix(`/a`)",
    "HostRegexp(`.+`)",
  ),
  door: fc.constantFrom("web", "websecure", "", ""),
  tls: fc.constantFrom("", "tls: { secretName: tls }", "tls: { secretName: tls, options: { name: modern } }"),
  middleware: fc.constantFrom("", "redirect", "basic", "missing"),
});

test("leaving out what no change can concern leaves the changes as they are", () => {
  leavesOutNothing(ingress, objectOf, [], 500);
});

test("the same for HTTPRoutes, whatever policies and redirects see of each other at their Gateways", () => {
  const beside = resourcesFrom(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: eg
  listeners:
    - { name: web, port: 80, protocol: HTTP }
    - { name: secure, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: tls }] } }
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: login, namespace: shop }
spec:
  targetSelectors: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, matchLabels: { team: red } }]
  basicAuth: { users: { name: users } }
---
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: SecurityPolicy
metadata: { name: other, namespace: shop }
spec:
  targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: elsewhere }]
  basicAuth: { users: { name: users } }
`);
  leavesOutNothing(httpRoute, httpRouteOf, beside, 250);
});

test("the same for IngressRoutes, whatever answers plain HTTP beside them", () => {
  const beside = resourcesFrom(`
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: redirect, namespace: shop }
spec: { redirectScheme: { scheme: https } }
---
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: basic, namespace: shop }
spec: { basicAuth: { secret: users } }
`);
  leavesOutNothing(ingressRoute, ingressRouteOf, beside, 250);
});

/** Whatever stays, comes and goes: the changes are those of a comparison that leaves out nothing. */
function leavesOutNothing<T>(
  drafts: fc.Arbitrary<T>,
  read: (draft: T, name: string) => Resource,
  beside: readonly Resource[],
  numRuns: number,
): void {
  fc.assert(
    fc.property(
      fc.array(drafts, { maxLength: 7 }),
      fc.array(drafts, { maxLength: 2 }),
      fc.nat(2),
      (stay, added, gone) => {
        const same = stay.map((draft, index) => read(draft, `stay-${index}`));
        const news = added.map((draft, index) => read(draft, `new-${index}`));
        const shared: View = {
          name: "",
          before: [...beside, ...same],
          after: [...beside, ...same.slice(gone), ...news],
        };
        // Content that was parsed twice counts as changed: then nothing is left out.
        const apart: View = {
          ...shared,
          after: shared.after.map(({ ...one }) => ({ ...one, data: { ...one.data } }) as Resource),
        };
        expect(effectsOf(shared)).toEqual(effectsOf(apart));
      },
    ),
    { numRuns },
  );
}

test("an Ingress on another host is left out, one under a wildcard is not", () => {
  const all = ["a.x.io", "b.x.io", "y.io"].map((name) => objectOf({ ...plain, host: name }, name));
  const wildcard = objectOf({ ...plain, host: "*.x.io" }, "wildcard");
  const changes = exposureChanges({ name: "", before: all, after: [...all, wildcard] }, { controllers: {} });
  expect(changes.map(({ targets }) => targets.map(({ host }) => host))).toEqual([["*.x.io"]]);
});

const plain: Draft = {
  host: "",
  path: "/",
  tls: null,
  range: undefined,
  alias: null,
  className: "nginx",
  fallback: false,
};

function effectsOf(view: View): string[] {
  return exposureChanges(view, { controllers: {} })
    .map(({ effect, direction }) => JSON.stringify({ effect, direction }))
    .sort();
}

function objectOf(draft: Draft, name: string): Resource {
  const annotations = [
    ...(draft.range ? [`nginx.ingress.kubernetes.io/whitelist-source-range: ${draft.range}`] : []),
    ...(draft.alias ? [`nginx.ingress.kubernetes.io/server-alias: ${draft.alias}`] : []),
  ];
  const backend = "{ service: { name: web, port: { number: 80 } } }";
  const [resource] = resourcesFrom(`
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: "${name}", namespace: shop, annotations: { ${annotations.join(", ")} } }
spec:
  ingressClassName: ${draft.className}
  ${draft.fallback ? `defaultBackend: ${backend}` : ""}
  ${draft.tls === null ? "" : `tls: [{ hosts: ["${draft.tls}"], secretName: tls }]`}
  rules:
    - { host: "${draft.host}", http: { paths: [{ path: ${draft.path}, pathType: Prefix, backend: ${backend} }] } }
`);
  return resource as Resource;
}

function httpRouteOf(draft: typeof httpRoute extends fc.Arbitrary<infer T> ? T : never, name: string): Resource {
  const hosts = draft.hosts.filter(Boolean).map((host) => `"${host}"`);
  const section = draft.section === "" ? "" : `, sectionName: ${draft.section}`;
  const redirect = "filters: [{ type: RequestRedirect, requestRedirect: { scheme: https } }]";
  const [resource] = resourcesFrom(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: "${name}", namespace: shop, labels: { team: ${draft.team} } }
spec:
  parentRefs: [{ name: ${draft.gateway}${section} }]
  ${hosts.length === 0 ? "" : `hostnames: [${hosts.join(", ")}]`}
  rules:
    - matches: [{ path: { type: PathPrefix, value: ${draft.path} } }]
      ${draft.redirects ? redirect : "backendRefs: [{ name: web, port: 80 }]"}
`);
  return resource as Resource;
}

function ingressRouteOf(draft: typeof ingressRoute extends fc.Arbitrary<infer T> ? T : never, name: string): Resource {
  const [resource] = resourcesFrom(`
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: "${name}", namespace: shop }
spec:
  ${draft.door === "" ? "" : `entryPoints: [${draft.door}]`}
  ${draft.tls}
  routes:
    - kind: Rule
      match: "${draft.match}"
      ${draft.middleware === "" ? "" : `middlewares: [{ name: ${draft.middleware} }]`}
      services: [{ name: web, port: 80 }]
`);
  return resource as Resource;
}

test("an Ingress of ingress-nginx beside another one is not the first, however little they have to do with each other", () => {
  const first = objectOf({ ...plain, host: "a.io" }, "first");
  const second = objectOf({ ...plain, host: "b.io" }, "second");
  const retired = (before: readonly Resource[], after: readonly Resource[]) =>
    exposureChanges({ name: "", before, after }, { controllers: {} }).filter(({ facet }) => facet === "endOfLife");
  expect(retired([], [first])).toHaveLength(1);
  expect(retired([first], [first, second])).toEqual([]);
  expect(retired([second, first], [second])).toEqual([]);
});

test("an Ingress that names the alias of another one is not left out", () => {
  const alias = objectOf({ ...plain, host: "a.x.io", alias: "y.io" }, "alias");
  const named = objectOf({ ...plain, host: "y.io", tls: "y.io" }, "named");
  const changed = objectOf({ ...plain, host: "a.x.io", path: "/a", tls: "a.x.io" }, "changed");
  const first = objectOf({ ...plain, host: "a.io" }, "an-example-of-the-class");
  const changes = exposureChanges(
    { name: "", before: [first, alias, named], after: [first, alias, named, changed] },
    { controllers: {} },
  );
  expect(changes.flatMap(({ targets }) => targets.map(({ host }) => host))).not.toContain("y.io");
});
