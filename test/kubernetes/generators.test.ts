import { describe, expect, test } from "@jest/globals";
import type { DesiredState } from "../../src/kubernetes/desired-state.ts";
import { ingress, names, readAdded, readBoth, role } from "./support.ts";

function summary({ generators }: DesiredState): string[] {
  return generators
    .map(({ kind, root, inputs, usedBy }) => {
      const byFile = [...inputs].sort((a, b) => (a.file < b.file ? -1 : 1));
      const files = byFile.map(({ file, role: part }) => `${part}:${file}`).join(" ");
      return `${kind} ${root || "."} [${files}] <- ${usedBy.map((one) => one || ".").join(", ")}`;
    })
    .sort();
}

describe("kustomizations", () => {
  test("a patch is no object, whatever kind it shows", async () => {
    const state = await readAdded({
      "base/kustomization.yaml": "resources: [ingress.yaml]\n",
      "base/ingress.yaml": ingress("a"),
      "prod/kustomization.yaml":
        "resources: [../base]\npatches:\n  - path: patch.yaml\n  - patch: |\n      kind: Ingress\npatchesStrategicMerge: [strategic.yaml]\npatchesJson6902: [{ path: json.yaml }]\n",
      "prod/patch.yaml": ingress("a", "other.example.com"),
      "prod/strategic.yaml": `$patch: delete\n${ingress("a")}`,
      "prod/json.yaml": ingress("b"),
    });
    expect(names(state.resources)).toEqual(["Ingress /a"]);
    expect(state.unread).toEqual([]);
    expect(summary(state)).toEqual([
      "kustomize base [definition:base/kustomization.yaml] <- prod",
      "kustomize prod [patch:prod/json.yaml definition:prod/kustomization.yaml patch:prod/patch.yaml patch:prod/strategic.yaml] <- prod",
    ]);
  });

  test("a file that some kustomization lists as a resource is an object, even if another patches with it", async () => {
    const { resources } = await readAdded({
      "a/kustomization.yaml": "resources: [x.yaml]\n",
      "a/x.yaml": ingress("a"),
      "b/kustomization.yaml": "patches: [{ path: ../a/x.yaml }]\n",
    });
    expect(names(resources)).toEqual(["Ingress /a"]);
  });

  test("a resource under any name is read", async () => {
    const { resources } = await readAdded({
      "kustomization.yaml": "resources: [notes.txt]\n",
      "notes.txt": ingress("a"),
    });
    expect(names(resources)).toEqual(["Ingress /a"]);
  });

  test("a field counts in whatever case kustomize reads it", async () => {
    const { resources } = await readAdded({
      "kustomization.yaml": "Resources: [notes.txt]\nresources: [more.txt]\n",
      "notes.txt": ingress("a"),
      "more.txt": ingress("b"),
    });
    expect(names(resources)).toEqual(["Ingress /a", "Ingress /b"]);
  });

  test("a marker at its end or a second document makes a kustomization name no less", async () => {
    const notes = { "notes.txt": ingress("a") };
    const ended = await readAdded({ "kustomization.yaml": "resources: [notes.txt]\n---\n", ...notes });
    expect(names(ended.resources)).toEqual(["Ingress /a"]);
    const two = await readAdded({ "kustomization.yaml": "resources: [notes.txt]\n---\nnamespace: b\n", ...notes });
    expect(names(two.resources)).toEqual(["Ingress /a"]);
    expect(two.unread).toMatchObject([{ file: "kustomization.yaml" }]);
  });

  test("a change to a resource under any name is seen", async () => {
    const base = { "kustomization.yaml": "resources: [notes.txt]\n" };
    const { after } = await readBoth({ ...base, "notes.txt": role("a") }, { ...base, "notes.txt": ingress("a") });
    expect(names(after.resources)).toEqual(["Ingress /a"]);
  });

  test("every field that names a file makes it an input", async () => {
    const files = ["cfg.yaml", "t.yaml", "r.yaml", "o.json", "a.env", "values.yaml", "crd.yaml"];
    const state = await readAdded({
      Kustomization: `configurations: [cfg.yaml]\ntransformers: [t.yaml]\nreplacements: [{ path: r.yaml }]\nopenapi: { path: o.json }\nconfigMapGenerator: [{ envs: [a.env], files: ["k=a.env"] }]\nhelmCharts: [{ name: c, valuesFile: values.yaml }]\ncrds: [crd.yaml]\n`,
      ...Object.fromEntries(files.map((file) => [file, "{}"])),
    });
    expect(state.generators[0]?.inputs.map(({ file }) => file).sort()).toEqual(["Kustomization", ...files].sort());
  });

  test("rings, dangling references, remote bases and wrong types are survived", async () => {
    const state = await readAdded({
      "a/kustomization.yaml": "resources: [../b, ../gone, https://example.com/x?ref=v1, ../../outside, 3, { a: b }]\n",
      "b/kustomization.yaml": "bases: [../a]\npatches: text\ncomponents: { a: 1 }\n",
      "c/kustomization.yaml": "- not\n- a mapping\n",
    });
    expect(summary(state)).toEqual([
      "kustomize a [definition:a/kustomization.yaml] <- a",
      "kustomize b [definition:b/kustomization.yaml] <- a",
      "kustomize c [definition:c/kustomization.yaml] <- c",
    ]);
  });

  test("a kustomization that cannot be read is reported", async () => {
    const { unread } = await readAdded({ "kustomization.yaml": "resources: [\n" });
    expect(unread).toMatchObject([{ file: "kustomization.yaml", reason: "not-yaml" }]);
  });

  test("references follow symlinks", async () => {
    const state = await readAdded({
      "base/kustomization.yaml": "{}\n",
      "prod/base": { mode: "symlink", content: "../base" },
      "prod/kustomization.yaml": "resources: [base]\n",
    });
    expect(state.generators.find(({ root }) => root === "base")?.usedBy).toEqual(["prod"]);
  });
});

describe("charts", () => {
  const chart = {
    "app/Chart.yaml": "name: app\n",
    "app/values.yaml": ingress("values"),
    "app/values-prod.yaml": "a: 1\n",
    "app/templates/ingress.yaml": ingress("template"),
    "app/templates/_helpers.tpl": "{{ kind: x }}",
    "app/crds/extra.yaml": role("crd"),
    "app/charts/sub/Chart.yaml": "name: sub\n",
    "app/charts/sub/templates/role.yaml": role("sub"),
  };

  test("templates and values are no objects, crds are", async () => {
    const state = await readAdded(chart);
    expect(names(state.resources)).toEqual(["Role /crd"]);
    expect(state.unread).toEqual([]);
    expect(summary(state)).toEqual([
      "helm-chart app [definition:app/Chart.yaml template:app/templates/_helpers.tpl template:app/templates/ingress.yaml values:app/values-prod.yaml values:app/values.yaml] <- app",
      "helm-chart app/charts/sub [definition:app/charts/sub/Chart.yaml template:app/charts/sub/templates/role.yaml] <- app",
    ]);
  });

  test("a Chart.yaml hides no manifest beside it but templates and values", async () => {
    const { resources } = await readAdded({
      "app/Chart.yaml": ingress("chart"),
      "app/files/role.yaml": role("file"),
      "app/role.yaml": role("neighbour"),
    });
    expect(names(resources)).toEqual(["Ingress /chart", "Role /file", "Role /neighbour"]);
  });

  test("a folder called templates without a chart holds manifests", async () => {
    expect(names((await readAdded({ "templates/a.yaml": ingress("a") })).resources)).toEqual(["Ingress /a"]);
  });

  test("changed values are kept as plain data of both sides", async () => {
    const { before, after } = await readBoth(chart, { ...chart, "app/values-prod.yaml": "a: 2\n" });
    expect([...before.plain]).toEqual([["app/values-prod.yaml", { a: 1 }]]);
    expect([...after.plain]).toEqual([["app/values-prod.yaml", { a: 2 }]]);
  });
});

describe("custom resources and helmfiles", () => {
  const object = (kind: string, group: string, spec: string) =>
    `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: a, namespace: n }\nspec: ${spec}\n`;

  test("an Application draws from a chart and from values of its own", async () => {
    const state = await readAdded({
      "chart/Chart.yaml": "name: c\n",
      "envs/prod.yaml": "a: 1\n",
      "app.yaml": object(
        "Application",
        "argoproj.io",
        "{ source: { path: chart, helm: { valueFiles: [../envs/prod.yaml] } } }",
      ),
    });
    expect(summary(state)).toEqual([
      "argo-application app.yaml#n/a [definition:app.yaml values:envs/prod.yaml] <- app.yaml#n/a",
      "helm-chart chart [definition:chart/Chart.yaml] <- app.yaml#n/a",
    ]);
    expect([...state.plain.keys()].sort()).toEqual(["app.yaml", "chart/Chart.yaml", "envs/prod.yaml"]);
  });

  test("a change to values that only an Application names is seen", async () => {
    const app = {
      "app.yaml": object("Application", "argoproj.io", "{ source: { helm: { valueFiles: [/v.yaml, v.yaml] } } }"),
    };
    const { after } = await readBoth({ ...app, "v.yaml": "a: 1\n" }, { ...app, "v.yaml": "a: 2\n" });
    expect(after.plain.get("v.yaml")).toEqual({ a: 2 });
  });

  test("a Flux Kustomization is the root of the kustomization it applies", async () => {
    const state = await readAdded({
      "apps/kustomization.yaml": "{}\n",
      "flux.yaml": object("Kustomization", "kustomize.toolkit.fluxcd.io", "{ path: ./apps }"),
    });
    expect(state.generators.find(({ root }) => root === "apps")?.usedBy).toEqual(["flux.yaml#n/a"]);
  });

  test("a HelmRelease of a remote chart is a root of its own, and no resource", async () => {
    const state = await readAdded({
      "hr.yaml": object("HelmRelease", "helm.toolkit.fluxcd.io", "{ chart: { spec: { chart: nginx } } }"),
    });
    expect(summary(state)).toEqual(["helm-release hr.yaml#n/a [definition:hr.yaml] <- hr.yaml#n/a"]);
    expect(state.resources).toEqual([]);
  });

  test("a helmfile draws from the files it names, template or not", async () => {
    const state = await readAdded({
      "helmfile.yaml": "releases:\n{{ range x }}\n- chart: ./charts/a\n  values: [env/prod.yaml.gotmpl]\n{{ end }}\n",
      "env/prod.yaml.gotmpl": "kind: {{ x }}\n",
      "charts/a/Chart.yaml": "name: a\n",
    });
    expect(summary(state)).toEqual([
      "helm-chart charts/a [definition:charts/a/Chart.yaml] <- .",
      "helmfile . [values:env/prod.yaml.gotmpl definition:helmfile.yaml] <- .",
    ]);
    expect(state.unread).toEqual([]);
  });

  test("calling a manifest a helmfile does not hide it", async () => {
    expect(names((await readAdded({ "helmfile-ingress.yaml": ingress("a") })).resources)).toEqual(["Ingress /a"]);
  });

  test("calling a complete manifest a values file does not hide it", async () => {
    const { resources } = await readAdded({
      "prod.yaml": ingress("a"),
      "app.yaml": object("Application", "argoproj.io", "{ source: { helm: { valueFiles: [prod.yaml] } } }"),
    });
    expect(names(resources)).toEqual(["Ingress /a"]);
  });
});
