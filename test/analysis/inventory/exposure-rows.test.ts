import { describe, expect, test } from "@jest/globals";
import { exposures, inventoryOf, viewOf } from "./support.ts";

const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
          - { path: /api, pathType: Prefix, backend: { service: { name: api, port: { number: 8080 } } } }
    - host: old.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
`;

const service = `---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

const deployment = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: web, containers: [] } } }
`;

const isolation = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress] }
`;

const dataStore = `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { type: LoadBalancer, selector: { app: db }, loadBalancerSourceRanges: [10.0.0.0/8], ports: [{ port: 5432 }] }
`;

describe("an Ingress", () => {
  const rows = exposures(inventoryOf({ "shop/web.yaml": ingress }));

  test("is a row for each host, the one without a certificate of its own first", () => {
    expect(rows.map(({ host, protection }) => [host, protection.tls])).toEqual([
      ["old.example.com", "default-certificate"],
      ["shop.example.com", "yes"],
    ]);
  });

  test("says where it stands and who reaches it", () => {
    expect(rows[0]).toMatchObject({
      object: "Ingress shop/web",
      place: { file: "shop/web.yaml", line: 15 },
      entry: { class: "nginx", reach: "internet" },
      touches: { namespaces: [{ name: "shop" }], hosts: ["old.example.com"] },
    });
  });

  test("names every path with what is behind it", () => {
    expect(rows[1]?.paths.map(({ path, backends }) => [path, backends.map(({ name }) => name)])).toEqual([
      ["/", ["Service shop/web:80"]],
      ["/api", ["Service shop/api:8080"]],
    ]);
  });

  test("says that plain HTTP is sent on, and that nobody is asked for a password", () => {
    expect(rows[1]?.protection).toMatchObject({ plainHttp: "redirected", authentication: "none", sources: "every" });
  });
});

test("paths behind a password are a row of their own", () => {
  const admin = ingress
    .replace(
      "name: web\n  namespace",
      "name: admin\n  annotations:\n    nginx.ingress.kubernetes.io/auth-type: basic\n    nginx.ingress.kubernetes.io/auth-secret: users\n  namespace",
    )
    .replaceAll("path: /,", "path: /admin,");
  const rows = exposures(inventoryOf({ "web.yaml": ingress, "admin.yaml": admin }));
  const required = rows.filter(({ protection }) => protection.authentication === "required");
  expect(required.map(({ host, object }) => [host, object])).toEqual([
    ["old.example.com", "Ingress shop/admin"],
    ["shop.example.com", "Ingress shop/admin"],
  ]);
  expect(required[0]?.protection.controls).toContainEqual(
    expect.objectContaining({ control: "auth", title: "authentication" }),
  );
});

describe("the workloads behind a host", () => {
  test("are found through the selector of the Service", () => {
    const [row] = exposures(inventoryOf({ "a.yaml": ingress + service + deployment }));
    expect(row?.paths[0]?.backends[0]).toMatchObject({ workloads: ["Deployment shop/web"], isolation: "open" });
  });

  test("are isolated if a network policy says so", () => {
    const [row] = exposures(inventoryOf({ "a.yaml": ingress + service + deployment + isolation }));
    expect(row?.paths[0]?.backends[0]?.isolation).toBe("isolated");
  });

  test("are not known where the repository does not hold them", () => {
    const [row] = exposures(inventoryOf({ "a.yaml": ingress }));
    expect(row?.paths[0]?.backends[0]).toMatchObject({ workloads: [], isolation: "unknown" });
  });

  test("are not called open where a policy without a namespace may be for them", () => {
    const unplaced = (yaml: string) => yaml.replaceAll(/,? ?namespace: shop ?/g, " ");
    const files = {
      "base/a.yaml": unplaced(ingress + service + deployment),
      "policies/deny.yaml": unplaced(isolation),
    };
    const [row] = exposures(inventoryOf(files));
    expect(row?.paths[0]?.backends[0]).toMatchObject({ workloads: ["Deployment web"], isolation: "unknown" });
  });
});

test("a load balancer is a raw port with the addresses that it accepts", () => {
  const [row] = exposures(inventoryOf({ "db.yaml": dataStore }));
  expect(row).toMatchObject({
    host: "TCP port 5432 of Service shop/db",
    pattern: "port",
    protection: { tls: "n/a", plainHttp: "n/a", authentication: "n/a", sources: "limited" },
  });
  expect(row?.protection.controls).toContainEqual({
    control: "sourceRange",
    title: "accepted addresses",
    value: "10.0.0.0/8",
  });
});

test("what the internet reaches stands before what a private network reaches", () => {
  const views = [viewOf({ "private.yaml": ingress }, "a", "private-network"), viewOf({ "public.yaml": ingress }, "b")];
  expect(exposures(inventoryOf(views)).map(({ entry }) => entry.reach)).toEqual([
    "internet",
    "internet",
    "private-network",
    "private-network",
  ]);
});

test("the same object in two views is one row", () => {
  const files = { "shop/web.yaml": ingress };
  const rows = exposures(inventoryOf([viewOf(files, "staging"), viewOf(files, "production")]));
  expect(rows.map(({ views }) => views)).toEqual([
    ["production", "staging"],
    ["production", "staging"],
  ]);
});

test("hostile values neither throw nor take long", () => {
  const hostile = ingress
    .replaceAll("old.example.com", "constructor")
    .replaceAll("path: /api", `path: "/${"a".repeat(100_000)}"`);
  expect(exposures(inventoryOf({ "a.yaml": hostile })).length).toBe(2);
});
