import { describe, expect, test } from "@jest/globals";
import type { SecurityEvent } from "../../../src/rules/security-event.ts";
import { eventsBetween } from "../../support/review-example.ts";
import { manifest, policyFor } from "../connectivity/manifests.ts";

const binding = (role: string) => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: "team" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
  subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "team" }],
});
const between = async (before: string, after: string): Promise<readonly SecurityEvent[]> =>
  eventsBetween({ "shop/all.yaml": before }, { "shop/all.yaml": after });
const rulesOf = async (before: string, after: string) => (await between(before, after)).map(({ rule }) => rule);

describe("objects that stand inside another one", () => {
  test.each([
    ["a template", manifest("template.openshift.io/v1", "Template", "t", { objects: [binding("admin")] })],
    [
      "a work order for another cluster",
      manifest("work.open-cluster-management.io/v1", "ManifestWork", "t", {
        spec: { workload: { manifests: [binding("admin")] } },
      }),
    ],
    [
      "an object of a provider",
      manifest("kubernetes.crossplane.io/v1alpha2", "Object", "t", {
        spec: { forProvider: { manifest: binding("a") } },
      }),
    ],
  ])("in %s", async (_, carrier) => {
    const [event, ...more] = await between("", carrier);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ rule: "manifest-not-understood", severity: "high" });
    expect(event?.message).toMatch(/\(ClusterRoleBinding\) .* carries objects that another program applies/);
  });

  test("only count where they change", async () => {
    const template = (role: string, more: object) =>
      manifest("template.openshift.io/v1", "Template", "t", { objects: [binding(role)], ...more });
    expect(await rulesOf(template("view", {}), template("view", { parameters: [{ name: "TAG" }] }))).toEqual([]);
    expect(await rulesOf(template("view", {}), template("admin", {}))).toEqual(["manifest-not-understood"]);
  });

  test("hide nothing of what stands beside them", async () => {
    const template = manifest("template.openshift.io/v1", "Template", "t", { objects: [binding("view")] });
    expect(await rulesOf(template + policyFor("db", { ingress: [] }), template)).toContain("isolation-lost");
  });

  test("are no objects where they are references, or schemas of kinds", async () => {
    const reference = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: "web" };
    expect(
      await rulesOf("", manifest("flagger.app/v1beta1", "Canary", "web", { spec: { ingressRef: reference } })),
    ).toEqual([]);
    const names = { kind: "Ingress", plural: "ingresses" };
    expect(
      await rulesOf("", manifest("apiextensions.k8s.io/v1", "CustomResourceDefinition", "i", { spec: { names } })),
    ).toEqual([]);
  });
});
