import { expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";
import { account, binding, deployment, object } from "./changes-between.ts";

type Files = Readonly<Record<string, string>>;

async function rules(before: Files, after: Files): Promise<readonly string[]> {
  const events = await eventsBetween(before, after);
  return events.map(({ severity, rule }) => `${severity} ${rule}`);
}

const boundTo = (name: string) => binding("admin", "admin", { kind: "ServiceAccount", name, namespace: "shop" });
const pods = (pod: object, image = "1") => deployment("web", { ...pod, containers: [{ name: "web", image }] });

test("only the workload changes, its account stands elsewhere", async () => {
  const rest = { "rbac.yaml": boundTo("admin") };
  const before = { ...rest, "web.yaml": pods({}) };
  const after = (image?: string) => ({ ...rest, "web.yaml": pods({ serviceAccountName: "admin" }, image) });
  expect(await rules(before, after())).toEqual(["high workload-power-gained"]);
  expect(await rules(after(), before)).toEqual(["info privilege-changed"]);
  expect(await rules(after(), after("2"))).toEqual([]);
});

test("pods that name no account run as one all the same", async () => {
  const rest = { "rbac.yaml": boundTo("default") };
  expect(await rules(rest, { ...rest, "web.yaml": pods({}) })).toEqual(["high workload-power-gained"]);
  const group = binding("all", "admin", { kind: "Group", name: "system:serviceaccounts:shop" });
  const everybody = { "rbac.yaml": group };
  expect(await rules(everybody, { ...everybody, "web.yaml": pods({}) })).toEqual(["high workload-power-gained"]);
  const cloud = { "account.yaml": account("default", {}, { annotations: { "eks.amazonaws.com/role-arn": "r" } }) };
  expect(await rules(cloud, { ...cloud, "web.yaml": pods({}) })).toEqual(["high workload-power-gained"]);
  expect(await rules({}, { "web.yaml": pods({}) })).toEqual([]);
});

test("pods leave a mesh by an annotation of their own", async () => {
  const after = deployment("web", {}, {}, { annotations: { "linkerd.io/inject": "disabled" } });
  expect(await rules({ "web.yaml": deployment("web", {}) }, { "web.yaml": after })).toEqual([
    "medium mesh-injection-disabled",
  ]);
});

test.each<[string, (value: string) => string, string, string]>([
  [
    "a line of Argo CD's policy",
    (line) => object("v1", "ConfigMap", "argocd-rbac-cm", { data: { "policy.csv": line } }),
    "",
    "g, a, role:admin",
  ],
  [
    "a level of Pod Security",
    (level) => object("v1", "Namespace", "shop", {}, { labels: { "pod-security.kubernetes.io/enforce": level } }),
    "baseline",
    "privileged",
  ],
  [
    "an identity in a cloud",
    (arn) => account("web", {}, { annotations: { "eks.amazonaws.com/role-arn": arn } }),
    "a",
    "b",
  ],
  [
    "a list of AWS",
    (list) => object("v1", "ConfigMap", "aws-auth", { data: { mapRoles: list } }),
    "[]",
    "[{rolearn: a}]",
  ],
])("in a patch that nobody renders, %s asks for a look", async (_, text, before, after) => {
  const files = (value: string) => ({
    "k/kustomization.yaml": "resources: [base.yaml]\npatches:\n  - path: patch.yaml\n",
    "k/base.yaml": text("").replace("---\n", ""),
    "k/patch.yaml": text(value).replace("---\n", ""),
  });
  expect(await rules(files(before), files(after))).toEqual(["medium unrendered-access-changed"]);
});

test("a file that a ConfigMap of Argo CD is made of", async () => {
  const files = (policy: string) => ({
    "k/kustomization.yaml": "configMapGenerator:\n  - name: argocd-rbac-cm\n    files: [policy.csv]\n",
    "k/policy.csv": policy,
  });
  expect(await rules(files(""), files("g, a, role:admin\n"))).toEqual(["medium unrendered-access-changed"]);
});

test("an AppProject is told by its own rules alone", async () => {
  const project = (repo: string) =>
    object("argoproj.io/v1alpha1", "AppProject", "shop", { spec: { sourceRepos: [repo] } });
  expect(await rules({ "p.yaml": project("a") }, { "p.yaml": project("*") })).toEqual(["high app-project-widened"]);
});
