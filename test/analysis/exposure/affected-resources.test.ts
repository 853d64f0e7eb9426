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

test("leaving out what no change can concern leaves the changes as they are", () => {
  fc.assert(
    fc.property(
      fc.array(ingress, { maxLength: 7 }),
      fc.array(ingress, { maxLength: 2 }),
      fc.nat(2),
      (stay, added, gone) => {
        const same = stay.map((draft, index) => objectOf(draft, `stay-${index}`));
        const news = added.map((draft, index) => objectOf(draft, `new-${index}`));
        const shared: View = { name: "", before: same, after: [...same.slice(gone), ...news] };
        // Content that was parsed twice counts as changed: then nothing is left out.
        const apart: View = {
          ...shared,
          after: shared.after.map(({ ...one }) => ({ ...one, data: { ...one.data } }) as Resource),
        };
        expect(effectsOf(shared)).toEqual(effectsOf(apart));
      },
    ),
    { numRuns: 1000 },
  );
});

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
