import { describe, expect, test } from "@jest/globals";
import { changedTopics } from "../../src/analysis/changed-topics.ts";
import { createManifestCache } from "../../src/kubernetes/manifest-cache.ts";
import { type ReadStates, readStates } from "../../src/kubernetes/read-states.ts";
import { viewsOf } from "../../src/kubernetes/views.ts";
import { type MemoryCommit, memoryTree } from "../support/memory-tree.ts";
import { ingress, names, readAdded, readBoth, role } from "./support.ts";

const policy = (name: string, peer = "front") => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name} }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: ${peer} } } }] }] }
`;

const workload = (
  name: string,
  { image = "a:1", app = name, kind = "Deployment", more = "", apiVersion = "apps/v1" } = {},
) =>
  `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name} }
spec:
  template:
    metadata: { labels: { app: ${app} } }
    spec:
      ${more}
      containers: [{ name: main, image: "${image}", ports: [{ containerPort: 80 }] }]
`;

const namespace = (label: string) => `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { team: ${label} } }
`;

/** The workloads of both states, and how many blobs were parsed. */
async function read(before: MemoryCommit, after: MemoryCommit, cache = createManifestCache()) {
  const parsed = cache.counters.parsed;
  const states = await readStates(memoryTree({ before, after }), { before: "before", after: "after" }, { cache });
  const workloads = ({ resources }: ReadStates["after"]) => names(resources.filter(({ onlyPods }) => onlyPods));
  return {
    states,
    before: workloads(states.before),
    after: workloads(states.after),
    parsed: cache.counters.parsed - parsed,
  };
}

const topicsOf = ({ before, after }: ReadStates) => viewsOf(before, after, []).map((view) => [...changedTopics(view)]);

describe("workloads that only their pods make matter", () => {
  test("are there where a policy changed, whatever file they stand in", async () => {
    const base = { "z/web.yaml": workload("web"), "a/api.yaml": workload("api") };
    const { before, after } = await read(
      { ...base, "m/p.yaml": policy("p") },
      { ...base, "m/p.yaml": policy("p", "x") },
    );
    expect(before).toEqual(["Deployment /api", "Deployment /web"]);
    expect(after).toEqual(["Deployment /api", "Deployment /web"]);
  });

  test.each([
    ["a namespace", namespace("a"), namespace("b")],
    ["a route", ingress("i"), ingress("i", "b.example.com")],
    ["another workload's labels", workload("changed", { app: "a" }), workload("changed", { app: "b" })],
    ["its account", workload("changed"), workload("changed", { more: "serviceAccountName: robot" })],
    ["its network", workload("changed"), workload("changed", { more: "hostNetwork: true" })],
  ])("are there where %s changed and a policy stays", async (_, from, to) => {
    const base = { "web.yaml": workload("web"), "p.yaml": policy("p") };
    const { before, after } = await read({ ...base, "x.yaml": from }, { ...base, "x.yaml": to });
    expect(before).toContain("Deployment /web");
    expect(after).toContain("Deployment /web");
  });

  test.each([["no policy exists", { "n.yaml": namespace("a") }, { "n.yaml": namespace("b") }, 2]])(
    "are not parsed where %s",
    async (_, before, after, parsed) => {
      const base = Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [`${index}.yaml`, workload(`w${index}`)]),
      );
      const cache = createManifestCache();
      const result = await read({ ...base, ...before }, { ...base, ...after }, cache);
      expect(result.after).toEqual([]);
      // Each was looked at once and left out by its text, and none was read again.
      expect(result.parsed).toBe(20 + parsed);
    },
  );

  test("are there where rights changed: an account's rights are those of its pods", async () => {
    const base = { "web.yaml": workload("web") };
    const { after } = await read({ ...base, "r.yaml": role("r") }, { ...base, "r.yaml": role("r", "list") });
    expect(after).toEqual(["Deployment /web"]);
  });

  test("are there in every changed file", async () => {
    const base = { "other.yaml": workload("other") };
    const before = { ...base, "i.yaml": ingress("i"), "web.yaml": workload("web") };
    const after = { ...base, "i.yaml": ingress("i", "b.example.com"), "web.yaml": workload("web", { image: "a:2" }) };
    const result = await read(before, after);
    expect([result.before, result.after]).toEqual([["Deployment /web"], ["Deployment /web"]]);
  });

  test("beside other objects of one file are there too", async () => {
    const mixed = `${workload("web")}---\n${ingress("i")}`;
    const { after } = await read({ "m.yaml": mixed }, { "m.yaml": mixed, "p.yaml": policy("p") });
    expect(after).toEqual(["Deployment /web"]);
  });

  test("do not depend on what a cache holds", async () => {
    const cache = createManifestCache();
    const base = { "web.yaml": workload("web"), "i.yaml": ingress("i") };
    const policies = await read(base, { ...base, "p.yaml": policy("p") }, cache);
    expect(policies.after).toEqual(["Deployment /web"]);
    const routes = await read(base, { ...base, "i.yaml": ingress("i", "b.example.com") }, cache);
    expect(routes.after).toEqual([]);
    const again = await read(base, { ...base, "p.yaml": policy("p") }, cache);
    expect(again.after).toEqual(["Deployment /web"]);
    expect(again.parsed).toBe(0);
  });

  test.each([
    ["OpenShift", "DeploymentConfig", "apps.openshift.io/v1"],
    ["Argo Rollouts", "Rollout", "argoproj.io/v1alpha1"],
    ["batch", "CronJob", "batch/v1"],
  ])("are those of %s as well", async (_, kind, apiVersion) => {
    const { resources } = await readAdded({ "a.yaml": workload("web", { kind, apiVersion }), "p.yaml": policy("p") });
    expect(names(resources)).toEqual(["NetworkPolicy /p", `${kind} /web`].sort());
  });

  test("in lists are found, and nothing else is", async () => {
    const list = `apiVersion: v1
kind: List
items:
  - { apiVersion: apps/v1, kind: Deployment, metadata: { name: web } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: settings } }
`;
    const { resources } = await readAdded({ "a.yaml": list, "p.yaml": policy("p") });
    expect(names(resources)).toEqual(["Deployment /web", "NetworkPolicy /p"]);
  });
});

describe("what does not become a workload", () => {
  test.each([
    ["a template", `{{- if .Values.on }}\n${workload("web")}{{- end }}\n`],
    ["a template that reads as YAML", workload("{{ .Release.Name }}")],
    ["a patch", "apiVersion: apps/v1\nkind: Deployment\n$patch: delete\nmetadata: { name: web }\n"],
    ["an object without a name", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\n"],
    ["a kind of another group", workload("web", { apiVersion: "example.com/v1" })],
    [
      "a text about one",
      "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: 'kind: Deployment' }\n",
    ],
  ])("%s", async (_, text) => {
    const { resources, unread } = await readAdded({ "a.yaml": text, "p.yaml": policy("p") });
    expect(names(resources)).toEqual(["NetworkPolicy /p"]);
    expect(unread).toEqual([]);
  });
});

describe("another image", () => {
  const pods = { more: "serviceAccountName: robot" };
  const base = { "p.yaml": policy("p"), "i.yaml": ingress("i"), "other.yaml": workload("other") };

  test.each([
    ["of a plain workload", {}],
    ["of one with an account", pods],
  ])("%s reads nothing but the changed file", async (_, how) => {
    const cache = createManifestCache();
    const from = { ...base, "web.yaml": workload("web", how) };
    const result = await read(from, { ...base, "web.yaml": workload("web", { ...how, image: "a:2" }) }, cache);
    expect(result.parsed).toBe(2);
    expect(result.states.after.resources).toEqual([]);
  });

  test("beside a change that matters is no change", async () => {
    const from = { ...base, "web.yaml": workload("web", pods) };
    const to = {
      ...base,
      "web.yaml": workload("web", { ...pods, image: "a:2" }),
      "i.yaml": ingress("i", "b.example.com"),
    };
    expect(topicsOf((await read(from, to)).states)).toEqual([["exposure"]]);
  });

  test("is told from another label", async () => {
    const from = { ...base, "web.yaml": workload("web") };
    const { states } = await read(from, { ...base, "web.yaml": workload("web", { app: "front" }) });
    expect(topicsOf(states)).toEqual([["connectivity"]]);
  });
});

test("workloads keep no directories apart", async () => {
  const base = { "dev/web.yaml": workload("web", { image: "a:2" }), "prod/web.yaml": workload("web") };
  const { before, after } = await readBoth({ ...base, "p.yaml": policy("p") }, { ...base, "p.yaml": policy("p", "x") });
  const views = viewsOf(before, after, []);
  expect(views.map((view) => view.name)).toEqual([""]);
  expect(views[0]?.after.map(({ file }) => file)).toEqual(["dev/web.yaml", "p.yaml", "prod/web.yaml"]);
});

test("the order of files does not matter", async () => {
  const files = Object.entries({ "a.yaml": workload("a"), "b.yaml": policy("p"), "c.yaml": workload("c") });
  const of = async (entries: typeof files) => names((await readAdded(Object.fromEntries(entries))).resources);
  expect(await of([...files].reverse())).toEqual(await of(files));
});
