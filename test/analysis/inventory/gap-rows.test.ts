import { expect, test } from "@jest/globals";
import { takeInventory } from "../../../src/analysis/inventory/take-inventory.ts";
import { describeCommit } from "../../../src/describe-commit.ts";
import { defaultPolicy } from "../../../src/review/default-policy.ts";
import { memoryTree } from "../../support/memory-tree.ts";
import { exposures, gaps } from "./support.ts";

async function inventoryOfFiles(files: Readonly<Record<string, string>>) {
  const { state, views } = await describeCommit(memoryTree({ now: files }), "now", { policy: defaultPolicy });
  return takeInventory(state, views);
}

const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: edge, namespace: edge-system }
spec: { chart: { spec: { chart: ingress-nginx, sourceRef: { kind: HelmRepository, name: nginx } } } }
`;

test("what a release or a chart makes is missing, and that is said with the file", async () => {
  const rows = gaps(
    await inventoryOfFiles({
      "apps/edge.yaml": release,
      "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "charts/web/templates/ingress.yaml": "kind: Ingress\n",
    }),
  );
  expect(rows.map(({ gap, object, place }) => [gap, object, place.file])).toEqual([
    ["not-rendered", "HelmRelease edge-system/edge", "apps/edge.yaml"],
    ["not-rendered", "chart charts/web", "charts/web/Chart.yaml"],
  ]);
});

test("a kustomization is listed once, where nothing else draws from it", async () => {
  const rows = gaps(
    await inventoryOfFiles({
      "base/kustomization.yaml": "resources: [ns.yaml]\n",
      "base/ns.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
      "overlay/kustomization.yaml": "resources: [../base]\nnamespace: other\n",
    }),
  );
  expect(rows.map(({ gap, object }) => [gap, object])).toEqual([["as-written", "kustomization overlay"]]);
});

test("a file that cannot be read is listed with what it seems to hold", async () => {
  const rows = await inventoryOfFiles({
    "a.yaml": "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: [\n",
    "sealed.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
  });
  expect(exposures(rows)).toEqual([]);
  expect(gaps(rows)).toMatchObject([{ gap: "not-read", object: "file a.yaml", place: { file: "a.yaml" } }]);
  expect(gaps(rows)[0]?.reason).toMatch(/It seems to hold Ingress\.$/);
});

test("an object of a kind that is protected and not read is listed", async () => {
  const rows = gaps(
    await inventoryOfFiles({
      "a.yaml":
        "apiVersion: kuadrant.io/v1\nkind: AuthPolicy\nmetadata: { name: web, namespace: shop }\nspec: { rules: {} }\n",
    }),
  );
  expect(rows).toMatchObject([{ gap: "not-understood", object: "AuthPolicy shop/web", place: { line: 1 } }]);
});

test("a workload counts also where there is no policy, no route and no right", async () => {
  const rows = await inventoryOfFiles({
    "a.yaml":
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { spec: { containers: [] } } }\n",
  });
  expect(rows).toMatchObject([
    { section: "connectivity", state: "not-isolated", namespace: "shop", workloads: ["Deployment shop/web"] },
  ]);
});

test("a Service inside the cluster is no gap", async () => {
  const rows = gaps(
    await inventoryOfFiles({
      "a.yaml":
        "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n",
    }),
  );
  expect(rows).toEqual([]);
});
