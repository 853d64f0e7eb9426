import { describe, expect, test } from "@jest/globals";
import type { SecurityEvent } from "../../../src/rules/security-event.ts";
import type { MemoryCommit } from "../../support/memory-tree.ts";
import { eventsBetween } from "../../support/review-example.ts";

const chart = { "app/Chart.yaml": "name: app\nversion: 1.0.0\n" };

describe("inputs of charts and kustomizations", () => {
  test("a values file that only moved says the same as before", async () => {
    const events = await eventsBetween(
      { ...chart, "app/values.yaml": "ingress: { host: a.example.com }\n" },
      { ...chart, "app/values-prod.yaml": "ingress:\n  host: a.example.com # moved\n" },
    );
    expect(events).toEqual([]);
  });

  test("a base that two overlays use is one event with both as views", async () => {
    const files = (host: string): MemoryCommit => ({
      "base/kustomization.yaml": "resources: [web.yaml]\npatches: [{ path: patch.yaml }]\n",
      "base/web.yaml": ingress("web"),
      "base/patch.yaml": ingress("web", host),
      "prod/kustomization.yaml": "resources: [../base]\n",
      "staging/kustomization.yaml": "resources: [../base]\n",
    });
    const events = await eventsBetween(files("a.example.com"), files("b.example.com"));
    expect(events.map(({ rule, views }) => [rule, views])).toEqual([["unrendered-patch-changed", ["prod", "staging"]]]);
    expect(events[0]?.fingerprints).toHaveLength(2);
    expect(events[0]?.locations[0]).toMatchObject({ file: "base/patch.yaml", line: 6, side: "after" });
  });

  test("a patch that now names the namespace of its target is the same patch", async () => {
    const files = (metadata: string): MemoryCommit => ({
      "prod/kustomization.yaml": "resources: [app.yaml]\npatches: [{ path: patch.yaml }]\n",
      "prod/patch.yaml": `kind: HelmRelease\nmetadata: { ${metadata} }\nspec: { values: { ingress: { hosts: [a] } } }\n`,
    });
    const events = await eventsBetween(files("name: app"), files("name: app, namespace: apps"));
    expect(rulesOf(events)).toEqual(["unrendered-input-changed"]);
  });

  test("a release that moves to another namespace takes what it makes with it", async () => {
    const release = helmRelease("values: { ingress: { host: a } }");
    const events = await eventsBetween(
      { "a.yaml": release },
      { "a.yaml": release.replace("namespace: apps", "namespace: payments") },
    );
    expect(rulesOf(events)).toEqual(["delivery-scope-changed"]);
  });

  test("the next value of an approved key is a new effect", async () => {
    const values = (host: string): MemoryCommit => ({ ...chart, "app/values.yaml": `ingress:\n  host: ${host}\n` });
    const [one] = await eventsBetween(values("a"), values("b"));
    const [other] = await eventsBetween(values("a"), values("c"));
    expect(one?.id).not.toBe(other?.id);
  });

  test("a key that is taken back leaves the approvals of the other keys alone", async () => {
    const values = (text: string): MemoryCommit => ({ ...chart, "app/values.yaml": text });
    const [both] = await eventsBetween(values("a: 1\n"), values("ingress: { host: a, path: / }\n"));
    const [one] = await eventsBetween(values("a: 1\n"), values("ingress: { host: a }\n"));
    expect(both?.fingerprints).toEqual(expect.arrayContaining([...(one?.fingerprints ?? ["none"])]));
  });

  test("moved lines do not change the effect", async () => {
    const values = (text: string): MemoryCommit => ({ ...chart, "app/values.yaml": text });
    const [one] = await eventsBetween(values("ingress: { host: a }\n"), values("ingress: { host: b }\n"));
    const [other] = await eventsBetween(values("\n\ningress: { host: a }\n"), values("\n\n\ningress: { host: b }\n"));
    expect(one?.id).toBe(other?.id);
  });

  test("values that are a template are read by their lines", async () => {
    const values = (host: string): MemoryCommit => ({
      ...chart,
      "app/values.yaml": `{{- if .x }}\ningress:\n  host: ${host}\n{{- end }}\nimage:\n  tag: {{ .tag }}\n`,
    });
    expect(rulesOf(await eventsBetween(values("a"), values("b")))).toEqual(["unrendered-routing-changed"]);
  });

  test("a template's image is not routing", async () => {
    const values = (tag: string): MemoryCommit => ({
      ...chart,
      "app/values.yaml": `{{- if .x }}\ningress:\n  host: a\n{{- end }}\nimage:\n  tag: {{ .${tag} }}\n`,
    });
    expect(rulesOf(await eventsBetween(values("a"), values("b")))).toEqual(["unrendered-input-changed"]);
  });

  test("a new chart is judged by what it holds", async () => {
    const events = await eventsBetween(
      { "README.md": "" },
      { ...chart, "app/templates/role.yaml": "kind: ClusterRole\nmetadata:\n  name: {{ .Release.Name }}\n" },
    );
    expect(rulesOf(events)).toEqual(["chart-template-changed", "unrendered-input-changed"]);
  });

  test("a new HelmRelease without anything to reach is only another version", async () => {
    const release = helmRelease("values: { image: { tag: 1 } }");
    expect(rulesOf(await eventsBetween({ "README.md": "" }, { "app.yaml": release }))).toEqual([
      "chart-version-changed",
      "unrendered-input-changed",
    ]);
  });

  test("an annotation under its present name says what it said under the old one", async () => {
    const release = (annotation: string) =>
      helmRelease(`values: { service: { annotations: { ${annotation} }, ports: [80] } }`);
    const [old, present] = ["io.cilium/lb-ipam-ips: 10.0.0.1", "lbipam.cilium.io/ips: 10.0.0.1"];
    expect(rulesOf(await eventsBetween({ "a.yaml": release(old) }, { "a.yaml": release(present) }))).toEqual([]);
    const moved = present.replace("10.0.0.1", "10.0.0.2");
    expect(rulesOf(await eventsBetween({ "a.yaml": release(old) }, { "a.yaml": release(moved) }))).toContain(
      "unrendered-routing-changed",
    );
  });

  test("a HelmRelease that moved to another file is compared with itself", async () => {
    const events = await eventsBetween(
      { "old.yaml": helmRelease("values: { ingress: { host: a }, image: { tag: 1 } }") },
      { "new.yaml": helmRelease("values: { ingress: { host: a }, image: { tag: 2 } }") },
    );
    expect(rulesOf(events)).toEqual(["unrendered-input-changed"]);
  });

  test("a HelmRelease that moved to another file and namespace takes what it makes with it, and no more is said", async () => {
    const release = helmRelease("values: { ingress: { host: a } }");
    const events = await eventsBetween(
      { "monitoring/app.yaml": release },
      { "observability/app.yaml": release.replace("namespace: apps", "namespace: observability") },
    );
    expect(rulesOf(events)).toEqual(["delivery-scope-changed"]);
  });

  test("a Flux Kustomization that only has another name delivers what it delivered", async () => {
    const files = (name: string, path = "./apps/shop"): MemoryCommit => ({
      "clusters/prod/shop.yaml": fluxKustomization(name, path),
      "apps/shop/kustomization.yaml": "resources: [ingress.yaml]\n",
      "apps/shop/ingress.yaml": ingress("shop"),
      "apps/other/kustomization.yaml": "resources: [ingress.yaml]\n",
      "apps/other/ingress.yaml": ingress("other", "other.example.com"),
    });
    expect(rulesOf(await eventsBetween(files("shop-namespace"), files("shop")))).toEqual(["unrendered-input-changed"]);
    expect(rulesOf(await eventsBetween(files("shop"), files("other", "./apps/other")))).toEqual([
      "kustomization-membership-changed",
      "unrendered-input-withdrawn",
      "unrendered-input-changed",
    ]);
  });

  test("the namespace of a kustomization counts where objects move in or out of it, not where all of them are new or gone", async () => {
    const files = (folder: string, namespace: string): MemoryCommit => ({
      "README.md": "",
      [`${folder}/kustomization.yaml`]: `${namespace}resources: [ingress.yaml]\n`,
      [`${folder}/ingress.yaml`]: ingress("shop"),
    });
    const shop = files("shop", "namespace: shop\n");
    expect(rulesOf(await eventsBetween({ "README.md": "" }, shop))).not.toContain("delivery-scope-changed");
    expect(rulesOf(await eventsBetween(shop, { "README.md": "" }))).not.toContain("delivery-scope-changed");
    const moved = eventsBetween(files("web", ""), shop);
    expect(rulesOf(await moved)).toContain("delivery-scope-changed");
    expect(rulesOf(await eventsBetween(files("shop", ""), shop))).toContain("delivery-scope-changed");
  });

  test("configuration of kustomize counts where it does more than to name references, and not where all of it is gone", async () => {
    const files = (configuration: string): MemoryCommit => ({
      "README.md": "",
      "shop/ingress.yaml": ingress("shop"),
      "shop/kustomization.yaml": `resources: [ingress.yaml]\n${configuration === "" ? "" : "configurations: [config.yaml]\n"}`,
      ...(configuration === "" ? {} : { "shop/config.yaml": configuration }),
    });
    const references =
      "nameReference:\n  - kind: ConfigMap\n    fieldSpecs: [{ path: spec/valuesFrom/name, kind: HelmRelease }]\n";
    const labels = "commonLabels: [{ path: spec/selector, create: true }]\n";
    expect(rulesOf(await eventsBetween(files(""), files(references)))).toEqual(["unrendered-input-changed"]);
    expect(rulesOf(await eventsBetween(files(""), files(labels)))).toContain("unrendered-patch-changed");
    expect(rulesOf(await eventsBetween(files(labels), { "README.md": "" }))).not.toContain("unrendered-patch-changed");
    const transformer = {
      ...files(""),
      "shop/kustomization.yaml": "resources: [ingress.yaml]\ntransformers: [labels.yaml]\n",
      "shop/labels.yaml": "apiVersion: builtin\nkind: LabelTransformer\nmetadata: { name: l }\nlabels: { team: a }\n",
    };
    const without = files("");
    expect(rulesOf(await eventsBetween(transformer, { "README.md": "" }))).not.toContain("unrendered-patch-changed");
    expect(rulesOf(await eventsBetween(transformer, without))).toContain("unrendered-patch-changed");
  });

  test("an application that comes out of an archive, or goes there, is newly applied, or no longer", async () => {
    const archived = (folder: string, entries: string, object: string): MemoryCommit => ({
      "clusters/prod/all.yaml": fluxKustomization("all", "./overlays/prod"),
      "overlays/prod/kustomization.yaml": `resources: [${entries}]\n`,
      "apps/web/ks.yaml": fluxKustomization("web", "./apps/web/app"),
      "apps/web/app/kustomization.yaml": "resources: [ingress.yaml]\n",
      "apps/web/app/ingress.yaml": ingress("web"),
      [`${folder}/shop/ks.yaml`]: fluxKustomization("shop", "./apps/shop/app"),
      [`${folder}/shop/app/kustomization.yaml`]: "resources: [object.yaml]\n",
      [`${folder}/shop/app/object.yaml`]: object,
    });
    const [web, both] = ["../../apps/web/ks.yaml", "../../apps/web/ks.yaml, ../../apps/shop/ks.yaml"];
    const rules = async (object: string) => {
      const [gone, live] = [archived(".archive", web, object), archived("apps", both, object)];
      return { come: rulesOf(await eventsBetween(gone, live)), gone: rulesOf(await eventsBetween(live, gone)) };
    };
    const shop = ingress("shop", "shop.example.com");
    const membership = ["kustomization-membership-changed"];
    expect(await rules(shop)).toEqual({ come: membership, gone: ["unrendered-input-withdrawn"] });
    const denyAll =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {} }\n";
    expect(await rules(denyAll)).toEqual({ come: membership, gone: membership });
    expect(await rules(helmRelease("values: { ingress: { host: a } }"))).toMatchObject({ come: membership });
  });

  test("patches of Flux and of post-renderers are judged by what they patch, like those of a kustomization", async () => {
    const patch = (kind: string, text: string) =>
      `[{ target: { kind: ${kind} }, patch: "- op: replace\\n  path: ${text}\\n" }]`;
    const flux = (patches: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: tenant }\nspec: { path: ./t, patches: ${patches} }\n`;
    const release = (patches: string) => helmRelease(`postRenderers: [{ kustomize: { patches: ${patches} } }]`);
    const application = (patches: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web }\nspec: { source: { path: t, kustomize: { patches: ${patches} } } }\n`;
    for (const write of [flux, release, application]) {
      const rules = async (one: string, other: string) =>
        rulesOf(await eventsBetween({ "k/a.yaml": write(one) }, { "k/a.yaml": write(other) }));
      const subjects = (name: string) => patch("RoleBinding", `/subjects/0/name\\n  value: ${name}`);
      expect(await rules(subjects("readers"), subjects("everyone"))).toEqual(["unrendered-patch-changed"]);
      const labels = (name: string) => patch("RoleBinding", `/metadata/labels/team\\n  value: ${name}`);
      expect(await rules(labels("a"), labels("b"))).toEqual(["unrendered-input-changed"]);
      expect(await rules("[]", labels("a"))).toEqual(["unrendered-input-changed"]);
      const image = (name: string) => patch("Deployment", `/spec/template/spec/containers/0/image\\n  value: ${name}`);
      expect(await rules(image("a"), image("b"))).toEqual(["unrendered-input-changed"]);
    }
  });

  test("a patch that went and one of another kind that came are two", async () => {
    const files = (kind: string, pointer: string): MemoryCommit => ({
      "k/kustomization.yaml": `patches:\n  - target: { kind: ${kind} }\n    patch: |-\n      - { op: add, path: ${pointer}, value: 2 }\n`,
    });
    expect(
      rulesOf(await eventsBetween(files("NetworkPolicy", "/spec/podSelector"), files("Deployment", "/spec/replicas"))),
    ).toEqual(["unrendered-patch-changed", "unrendered-input-changed"]);
  });

  test("a path that follows its renamed folder delivers what it delivered", async () => {
    const files = (folder: string, other: string): MemoryCommit => ({
      "clusters/shop.yaml": fluxKustomization("shop", `./${folder}/shop`),
      [`${folder}/shop/kustomization.yaml`]: "resources: [ingress.yaml]\n",
      [`${folder}/shop/ingress.yaml`]: ingress("shop"),
      [`${other}/web/ingress.yaml`]: ingress("web"),
    });
    const renamed = rulesOf(await eventsBetween(files("k8s", "apps"), files("kubernetes", "apps")));
    expect(renamed).toEqual(["unrendered-input-changed"]);
    const another = files("k8s", "apps");
    const elsewhere = { ...another, "clusters/shop.yaml": fluxKustomization("shop", "./apps/web") };
    expect(rulesOf(await eventsBetween(another, elsewhere))).toContain("delivery-scope-changed");
  });

  test("what is gone has no other version", async () => {
    const release = helmRelease("values: { image: { tag: 1 } }");
    const dependency = "dependencies: [{ name: web, version: 1.0.0, repository: https://charts.example.com }]\n";
    const source =
      "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: apps }\nspec: { url: https://example.com/apps, ref: { branch: main } }\n";
    const files = {
      "app.yaml": release,
      "web/Chart.yaml": `name: web\nversion: 1.0.0\n${dependency}`,
      "source.yaml": source,
    };
    expect(rulesOf(await eventsBetween({ "README.md": "", ...files }, { "README.md": "" }))).toEqual([
      "unrendered-input-changed",
    ]);
    expect(rulesOf(await eventsBetween({ "README.md": "" }, { "README.md": "", "source.yaml": source }))).toEqual([
      "unrendered-input-changed",
    ]);
  });

  test("only the named object of a file counts", async () => {
    const file = (host: string, data: string) =>
      `${helmRelease(`values: { ingress: { host: ${host} } }`)}---\nkind: ConfigMap\ndata: { host: ${data} }\n`;
    expect(rulesOf(await eventsBetween({ "a.yaml": file("a", "1") }, { "a.yaml": file("a", "2") }))).toEqual([]);
  });

  test("Argo CD parameters are keys by their names", async () => {
    const application = (host: string) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web }\nspec:\n  source:\n    helm:\n      parameters:\n        - { name: "ingress.hosts[0]", value: ${host} }\n`;
    expect(rulesOf(await eventsBetween({ "a.yaml": application("a") }, { "a.yaml": application("b") }))).toEqual([
      "unrendered-routing-changed",
    ]);
  });

  test("a kustomization that cannot be read may apply anything", async () => {
    const kustomization = (entry: string) => `resources:\n  - {{ base }}\n  - ${entry}\n`;
    const events = await eventsBetween(
      { "k/kustomization.yaml": kustomization("a.yaml") },
      { "k/kustomization.yaml": kustomization("https://example.com/all.yaml") },
    );
    expect(rulesOf(events)).toEqual(["kustomization-membership-changed"]);
  });

  test("a templated helmfile takes its chart from elsewhere", async () => {
    const helmfile = (chart: string) =>
      `releases:\n  - name: web\n    chart: ${chart}\n{{ if .x }}\n    version: 1.0.0\n{{ end }}\n`;
    const events = await eventsBetween(
      { "helmfile.yaml": helmfile("acme/web") },
      { "helmfile.yaml": helmfile("mallory/web") },
    );
    expect(rulesOf(events)).toEqual(["remote-source-changed"]);
  });

  test("a committed password stays out of messages, but still tells effects apart", async () => {
    const values = (secret: string): MemoryCommit => ({
      ...chart,
      "app/values.yaml": `auth:\n  password: ${secret}\n`,
    });
    const [one] = await eventsBetween(values("hunter2"), values("hunter3"));
    const [other] = await eventsBetween(values("hunter2"), values("hunter4"));
    expect(one?.message).toContain("`auth.password`: (hidden) → (hidden)");
    expect(JSON.stringify({ ...one, locations: [] })).not.toContain("hunter");
    expect(one?.id).not.toBe(other?.id);
  });

  test("a Flux path may start below the top of the repository", async () => {
    const flux =
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: app }\nspec: { path: ./apps/web }\n";
    const events = await eventsBetween(
      { "README.md": "" },
      { "deploy/apps/web/a.yaml": "a: 1\n", "deploy/flux.yaml": flux },
    );
    expect(rulesOf(events)).toEqual(["unrendered-input-changed"]);
  });

  test("an entry that leads nowhere is as unknown as a remote one", async () => {
    const events = await eventsBetween(
      { "k/kustomization.yaml": "resources: []\n" },
      { "k/kustomization.yaml": "resources: [generated]\n" },
    );
    expect(events.map(({ rule, severity }) => [rule, severity])).toEqual([["remote-source-changed", "medium"]]);
  });

  test("manifests that move together with their entries are nothing new", async () => {
    const events = await eventsBetween(
      { "old/kustomization.yaml": "resources: [role.yaml]\n", "old/role.yaml": role },
      {
        "new/kustomization.yaml": "resources: [role.yaml, more.yaml]\n",
        "new/role.yaml": role,
        "new/more.yaml": "a: 1\n",
      },
    );
    expect(events.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  test("forty charts that change alike are one event", async () => {
    const files = (host: string): MemoryCommit =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [
          [`c${at}/Chart.yaml`, "name: c\n"],
          [`c${at}/values.yaml`, `ingress: { host: ${host} }\n`],
        ]).flat() as [string, string][],
      );
    const events = await eventsBetween(files("a"), files("b"));
    expect(events).toHaveLength(1);
    expect(events[0]?.fingerprints).toHaveLength(40);
  });
});

describe("files that cannot be read", () => {
  test("a manifest that broke is high, because it held an Ingress", async () => {
    const events = await eventsBetween(
      { "a.yaml": ingress("web") },
      { "a.yaml": "}} not yaml {{\nkind: Ingress\n  a: [\n" },
    );
    expect(events.find(({ rule }) => rule === "manifest-not-understood")).toMatchObject({
      severity: "high",
      direction: "unknown",
    });
  });

  test("a HelmRelease that cannot be read is as loud, because it can make anything", async () => {
    const release = (host: string) => `kind: HelmRelease\nspec: {{ a }}\n  host: ${host}\n`;
    const events = await eventsBetween({ "a.yaml": release("a") }, { "a.yaml": release("b") });
    expect(events.map(({ rule, severity }) => [rule, severity])).toEqual([["manifest-not-understood", "high"]]);
  });

  test("another content of an approved unreadable file is another effect", async () => {
    const [one] = await eventsBetween({}, { "a.yaml.j2": "kind: Role {{ a }}\n" });
    const [other] = await eventsBetween({}, { "a.yaml.j2": "kind: Role {{ b }}\n" });
    expect(one?.rule).toBe("template-source-changed");
    expect(one?.id).not.toBe(other?.id);
  });

  test("a comment in a template is nothing", async () => {
    const events = await eventsBetween(
      { "a.yaml.j2": "kind: Role\nname: {{ a }}\n" },
      { "a.yaml.j2": "# The role.\nkind: Role\nname: {{ a }}\n" },
    );
    expect(events).toEqual([]);
  });

  test("an unreadable file that nobody touched is nothing", async () => {
    const template = { "a.yaml.j2": "kind: Role {{ a }}\n" };
    expect(await eventsBetween({ ...template, "b.yaml": "a: 1\n" }, { ...template, "b.yaml": "a: 2\n" })).toEqual([]);
  });
});

function rulesOf(events: readonly SecurityEvent[]): readonly string[] {
  return events.map(({ rule }) => rule);
}

function ingress(name: string, host = "web.example.com"): string {
  return `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${name} }\nspec:\n  rules:\n    - host: ${host}\n`;
}

function fluxKustomization(name: string, path: string): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { path: ${path}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
}

function helmRelease(values: string): string {
  return `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: app, namespace: apps }\nspec:\n  chart: { spec: { chart: app, version: 1.0.0 } }\n  ${values}\n`;
}

const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: reader }\nrules: []\n";
