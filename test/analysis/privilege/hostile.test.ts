import { expect, test } from "@jest/globals";
import { account, binding, changesBetween, deployment, object } from "./changes-between.ts";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const names = ["constructor", "__proto__", "toString", "hasOwnProperty"];

test("keys of prototypes are names like any other", () => {
  const texts = names.map(
    (name) =>
      account(name, {
        automountServiceAccountToken: { constructor: 1 },
        secrets: [{ name }, null, 3],
        imagePullSecrets: name,
      }) +
      deployment(
        name,
        { serviceAccountName: name, volumes: [null, { projected: { sources: [null, name] } }] },
        {},
        { labels: [name] },
      ) +
      object("argoproj.io/v1alpha1", "AppProject", name, {
        spec: { [name]: 1, roles: [{ name }, null], destinations: [name, null] },
      }) +
      object(
        "v1",
        "ConfigMap",
        "argocd-rbac-cm",
        { data: { [name]: "x", "policy.csv": { a: 1 }, [`policy.${name}.csv`]: "p" } },
        { namespace: name },
      ) +
      object("security.openshift.io/v1", "SecurityContextConstraints", name, {
        [name]: true,
        runAsUser: [],
        volumes: { a: 1 },
        users: [null, {}],
      }) +
      object("v1", "Namespace", name, {}, { labels: { "pod-security.kubernetes.io/enforce": name } }),
  );
  for (const text of texts) {
    expect(() => changesBetween("", text)).not.toThrow();
    expect(() => changesBetween(text, "")).not.toThrow();
    for (const other of texts) expect(() => changesBetween(text, other)).not.toThrow();
  }
});

test("what is no object is no reason to fail", () => {
  const odd = [null, 1, "x", [], [[]], { a: null }];
  for (const spec of odd) {
    const text = (name: string) =>
      object("argoproj.io/v1alpha1", "AppProject", name, { spec }) +
      object("apps/v1", "Deployment", name, { spec }) +
      object("batch/v1", "CronJob", name, { spec: { jobTemplate: spec } }) +
      object("v1", "ConfigMap", "aws-auth", { data: spec }, { namespace: "kube-system" });
    expect(() => changesBetween(text("a"), text("b"))).not.toThrow();
    expect(() => changesBetween("", text("a"))).not.toThrow();
  }
});

test.each<[string, () => readonly [string, string]]>([
  [
    "workloads",
    () => [
      "",
      many(3000, (index) => deployment(`w${index}`, { serviceAccountName: "x" }, { namespace: undefined })).join(""),
    ],
  ],
  [
    "accounts of one name",
    () => {
      const bindings = many(1000, (index) =>
        binding(
          `b${index}`,
          "edit",
          { kind: "ServiceAccount", name: "x", namespace: `n${index}` },
          { namespace: `n${index}` },
        ),
      ).join("");
      const pods = (name: string) => deployment("web", { serviceAccountName: name }, { namespace: undefined });
      return [bindings + pods("y"), bindings + pods("x")];
    },
  ],
  [
    "patterns of a project",
    () => {
      const project = (mark: string) =>
        object("argoproj.io/v1alpha1", "AppProject", "p", {
          spec: { sourceRepos: many(8000, (index) => `https://${mark}${index}/*`) },
        });
      return [project("a"), project("b")];
    },
  ],
  [
    "lines of a policy",
    () => {
      const config = (mark: string) =>
        object("v1", "ConfigMap", "argocd-rbac-cm", {
          data: { "policy.csv": many(20_000, (index) => `g, ${mark}${index}, r`).join("\n") },
        });
      return [config("a"), config("b")];
    },
  ],
  [
    "a text without an end",
    () => {
      const config = (text: string) =>
        object("v1", "ConfigMap", "aws-auth", { data: { mapRoles: text } }, { namespace: "kube-system" });
      return [config("[".repeat(200_000)), config(" ".repeat(1_000_000))];
    },
  ],
  [
    "Secrets",
    () => [account("a", { secrets: [] }), account("a", { secrets: many(30_000, (index) => ({ name: `s${index}` })) })],
  ],
])("many %s take no time", (_, make) => {
  const [before, after] = make();
  const start = Date.now();
  changesBetween(before, after);
  expect(Date.now() - start).toBeLessThan(40_000);
});
