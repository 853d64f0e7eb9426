import { describe, expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";
import { deployment, type Files, filesOf, manifest, namespace, policyFor } from "../connectivity/manifests.ts";

type Marks = Readonly<Record<string, string>>;

const policy = (annotations: Marks = {}, labels: Marks = {}) =>
  deployment("db") + policyFor("db", { ingress: [] }, { annotations, labels });
const binding = (annotations: Marks = {}, role = "view") =>
  namespace("shop") +
  manifest(
    "rbac.authorization.k8s.io/v1",
    "RoleBinding",
    "team",
    {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
      subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "team" }],
    },
    { annotations },
  );

async function toldOf(before: Files, after: Files): Promise<readonly string[]> {
  const events = await eventsBetween(filesOf(before), filesOf(after));
  return events
    .filter(({ rule }) => rule === "application-withheld" || rule === "removal-withheld")
    .map(({ severity, direction, rule }) => `${severity} ${direction} ${rule}`);
}

describe("a network policy that nobody applies any more", () => {
  const cases: readonly (readonly [string, Marks, string])[] = [
    ["Argo CD skips it", { "argocd.argoproj.io/hook": "Skip" }, "high widened"],
    ["Argo CD knows no such hook", { "argocd.argoproj.io/hook": "skip" }, "high widened"],
    ["a hook for a deletion only", { "argocd.argoproj.io/hook": "PostDelete" }, "high widened"],
    [
      "a hook that is deleted at once",
      { "argocd.argoproj.io/hook": "PreSync", "argocd.argoproj.io/hook-delete-policy": "HookSucceeded" },
      "high widened",
    ],
    ["a hook of Helm that Argo CD never runs", { "helm.sh/hook": "test" }, "high widened"],
    ["it goes with an owner that nobody has", {}, "high widened"],
    ["kustomize leaves it out", { "config.kubernetes.io/local-config": "true" }, "high widened"],
    ["Flux leaves it alone", { "kustomize.toolkit.fluxcd.io/reconcile": "Disabled" }, "medium unknown"],
    ["Flux writes it once", { "kustomize.toolkit.fluxcd.io/ssa": "IfNotPresent" }, "medium unknown"],
    ["Config Sync leaves it alone", { "configmanagement.gke.io/managed": "disabled" }, "medium unknown"],
    ["it is written anew in each sync", { "argocd.argoproj.io/hook": "PreSync" }, "low unknown"],
  ];
  test.each(cases)("%s", async (title, marks, expected) => {
    const owned = title.includes("owner") ? [{ apiVersion: "v1", kind: "ConfigMap", name: "a", uid: "b" }] : undefined;
    const marked = deployment("db") + policyFor("db", { ingress: [] }, { annotations: marks, ownerReferences: owned });
    expect(await toldOf(policy(), marked)).toEqual([`${expected} application-withheld`]);
  });

  test("a label says it to Flux as well", async () => {
    const marked = policy({}, { "kustomize.toolkit.fluxcd.io/reconcile": "disabled" });
    expect(await toldOf(policy(), marked)).toEqual(["medium unknown application-withheld"]);
  });

  test("one takes the place of another", async () => {
    const other = deployment("db") + policyFor("db", { ingress: [] }, { name: "db-2", annotations: skip });
    expect(await toldOf(policy(), other)).toEqual(["medium widened application-withheld"]);
  });

  test("it moves to another file meanwhile", async () => {
    const moved = await toldOf({ "a.yaml": policy() }, { "b/a.yaml": policy(skip) });
    expect(moved).toEqual(["high widened application-withheld"]);
  });

  test("what was skipped before, and other marks, are no change", async () => {
    expect(await toldOf(policy(skip), policy({ ...skip, team: "shop" }))).toEqual([]);
    expect(await toldOf(policy(), policy({ "argocd.argoproj.io/sync-options": "ServerSideApply=true" }))).toEqual([]);
    expect(await toldOf(policy(), policy({ "kustomize.toolkit.fluxcd.io/reconcile": "enabled" }))).toEqual([]);
  });
});

describe("a right that the repository does not take from the cluster", () => {
  test.each([
    { "argocd.argoproj.io/sync-options": "Validate=false, Prune=false" },
    { "argocd.argoproj.io/sync-options": "Delete=false" },
    { "argocd.argoproj.io/compare-options": "IgnoreExtraneous" },
    { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
    { "client.lifecycle.config.k8s.io/deletion": "detach" },
  ])("%j", async (marks: Marks) => {
    expect(await toldOf(binding(), binding(marks))).toEqual(["low unknown removal-withheld"]);
    expect(await toldOf(binding(marks), namespace("shop"))).toEqual(["medium unknown removal-withheld"]);
  });

  test("it is taken away where nothing applies it", async () => {
    const marks = { "configmanagement.gke.io/managed": "disabled" };
    expect(await toldOf(binding(marks, "edit"), binding(marks))).toEqual(["low unknown application-withheld"]);
    expect(await toldOf(binding(marks), namespace("shop"))).toEqual(["medium unknown removal-withheld"]);
  });

  test("it is switched on again", async () => {
    expect(await toldOf(binding(skip), binding())).toEqual(["medium unknown application-withheld"]);
  });

  test("it is deleted, and nothing keeps it", async () => {
    expect(await toldOf(binding(), namespace("shop"))).toEqual([]);
  });

  test("many at once are one event", async () => {
    const many = (marks: Marks) =>
      ["a", "b", "c"]
        .map((name) => manifest("rbac.authorization.k8s.io/v1", "Role", name, { rules: [] }, { annotations: marks }))
        .join("");
    expect(await toldOf(many({}), many(skip))).toHaveLength(1);
  });
});

describe("manifests that are passed over", () => {
  const files = { "shop/policy.yaml": policy(), "shop/web.yaml": deployment("web") };
  const rulesOf = async (before: Files, after: Files) =>
    (await eventsBetween(filesOf(before), filesOf(after)))
      .filter(({ severity }) => severity !== "info")
      .map(({ rule }) => rule);

  test.each(["shop/policy.yaml", "/shop", "policy.*", "pol?cy.yaml", "*\n!shop/web.yaml"])(
    "because Flux is told to ignore %j",
    async (pattern) => {
      expect(await rulesOf(files, { ...files, ".sourceignore": `# more\n${pattern}\n` })).toEqual([
        "delivery-scope-changed",
      ]);
    },
  );

  test("but not where the patterns concern something else", async () => {
    expect(await rulesOf(files, { ...files, ".sourceignore": "docs/\n/policy.yaml\n" })).toEqual([]);
    expect(await rulesOf(files, { ...files, "other/.krmignore": "policy.yaml\n" })).toEqual([]);
  });

  test("because the first kustomization of a folder does not name them", async () => {
    const first = { "shop/kustomization.yaml": "resources: [web.yaml]\n" };
    expect(await rulesOf(files, { ...files, ...first })).toEqual(["kustomization-membership-changed"]);
  });

  test("because the folder took the place of the file in the kustomization above", async () => {
    const above = (entry: string) => ({ "kustomization.yaml": `resources: [${entry}]\n` });
    const first = { "shop/kustomization.yaml": "resources: [web.yaml]\n" };
    expect(await rulesOf({ ...files, ...above("shop/policy.yaml") }, { ...files, ...above("shop"), ...first })).toEqual(
      ["kustomization-membership-changed"],
    );
  });
});

describe("all that a kustomization applies", () => {
  const files = (more: string) => ({
    "shop/kustomization.yaml": `resources: [policy.yaml]\n${more}`,
    "shop/policy.yaml": policy(),
  });
  const rulesOf = async (more: string) => (await eventsBetween(files(""), files(more))).map(({ rule }) => rule);

  test.each([
    "commonAnnotations: { argocd.argoproj.io/hook: Skip }\n",
    "commonLabels: { kustomize.toolkit.fluxcd.io/reconcile: disabled }\n",
    "labels: [{ pairs: { kustomize.toolkit.fluxcd.io/ssa: Ignore } }]\n",
  ])("is marked: %s", async (more) => {
    expect(await rulesOf(more)).toEqual(["delivery-scope-changed"]);
  });

  const patch = (target: string) =>
    `patches: [{ target: ${target}, patch: '[{ op: add, path: /metadata/annotations/a, value: b }]' }]\n`;

  test.each(["{ name: db }", "{ kind: Network.* }", "{ labelSelector: 'team=shop' }", "{ kind: '', name: d.* }"])(
    "is patched by a target that may meet a policy: %s",
    async (target) => {
      expect(await rulesOf(patch(target))).toEqual(["unrendered-patch-changed"]);
    },
  );

  test.each(["{ kind: Deployment, name: db }", "{ name: other }", "{ version: v2 }"])(
    "is patched by a target that meets none: %s",
    async (target) => {
      expect(await rulesOf(patch(target))).toEqual(["unrendered-input-changed"]);
    },
  );
});

const skip: Marks = { "argocd.argoproj.io/hook": "Skip" };
