import { describe, expect, test } from "@jest/globals";
import { viewsOf } from "../../src/kubernetes/views.ts";
import type { MemoryCommit } from "../support/memory-tree.ts";
import { readBoth, role } from "./support.ts";

async function mayHold(files: MemoryCommit, file: string, namespace = "shop") {
  const { before, after } = await readBoth({}, files);
  const [view] = viewsOf(before, after, []);
  return view?.unrendered?.mayHold("ServiceAccount", namespace, file) ?? false;
}

const release = (namespace: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web, namespace: ${namespace} }\n`;

const binding = { "app/rbac.yaml": role("reader") };

describe("what generators may add to a view", () => {
  test("manifests alone are all there is", async () => {
    expect(await mayHold({ ...binding, "app/kustomization.yaml": "resources: [rbac.yaml]\n" }, "app/rbac.yaml")).toBe(
      false,
    );
  });

  test("a remote base in the same kustomization", async () => {
    const kustomization = "resources: [rbac.yaml, 'https://example.com/release.yaml']\n";
    expect(await mayHold({ ...binding, "app/kustomization.yaml": kustomization }, "app/rbac.yaml")).toBe(true);
  });

  test("a remote base in what is applied together", async () => {
    const files: MemoryCommit = {
      ...binding,
      "app/kustomization.yaml": "resources: [rbac.yaml]\n",
      "base/kustomization.yaml": "resources: ['https://example.com/release.yaml']\n",
      "top/kustomization.yaml": "resources: [../app, ../base]\n",
    };
    expect(await mayHold(files, "app/rbac.yaml")).toBe(true);
  });

  test("a remote base that is applied by itself", async () => {
    const files: MemoryCommit = {
      ...binding,
      "app/kustomization.yaml": "resources: [rbac.yaml]\n",
      "base/kustomization.yaml": "resources: ['https://example.com/release.yaml']\n",
    };
    expect(await mayHold(files, "app/rbac.yaml")).toBe(false);
  });

  test("a chart of the namespace, wherever it stands", async () => {
    const files: MemoryCommit = { ...binding, "releases/web.yaml": release("shop") };
    expect(await mayHold(files, "app/rbac.yaml")).toBe(true);
    expect(await mayHold(files, "app/rbac.yaml", "orders")).toBe(false);
  });

  test("a chart beside the file", async () => {
    const files: MemoryCommit = { ...binding, "app/release/web.yaml": release("other") };
    expect(await mayHold(files, "app/rbac.yaml")).toBe(true);
  });
});
