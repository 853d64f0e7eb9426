import { describe, expect, test } from "@jest/globals";
import { binding, changesBetween, object, told } from "./changes-between.ts";

const scc = (fields: object) =>
  object("security.openshift.io/v1", "SecurityContextConstraints", "builds", { ...fields }, { namespace: undefined });
const project = (spec: object) => object("argoproj.io/v1alpha1", "AppProject", "shop", { spec });
const rbacConfig = (data: object) => object("v1", "ConfigMap", "argocd-rbac-cm", { data }, { namespace: "argocd" });
const awsAuth = (data: object) => object("v1", "ConfigMap", "aws-auth", { data }, { namespace: "kube-system" });

const directionsOf = (before: string, after: string) =>
  changesBetween(before, after).map(({ direction, weight }) => `${direction} ${weight}`);

describe("SecurityContextConstraints", () => {
  test.each<[string, object, object, readonly string[]]>([
    [
      "one capability more",
      { allowedCapabilities: ["CHOWN"] },
      { allowedCapabilities: ["CHOWN", "KILL"] },
      ["widened medium"],
    ],
    ["every capability", { allowedCapabilities: ["CHOWN"] }, { allowedCapabilities: ["*"] }, ["widened high"]],
    ["all of them held already", { allowedCapabilities: ["*"] }, { allowedCapabilities: ["*", "KILL"] }, []],
    [
      "fewer are dropped",
      { requiredDropCapabilities: ["ALL"] },
      { requiredDropCapabilities: ["KILL"] },
      ["widened medium"],
    ],
    [
      "more are dropped",
      { requiredDropCapabilities: ["KILL"] },
      { requiredDropCapabilities: ["ALL"] },
      ["narrowed medium"],
    ],
    ["the default of escalation", { allowPrivilegeEscalation: true }, {}, []],
    ["escalation is left to the default", { allowPrivilegeEscalation: false }, {}, ["widened medium"]],
    ["writable", { readOnlyRootFilesystem: true }, { readOnlyRootFilesystem: false }, ["widened low"]],
    ["directories of the node", { volumes: ["secret"] }, { volumes: ["secret", "hostPath"] }, ["widened high"]],
    ["both fields say it", { volumes: ["hostPath"] }, { volumes: ["hostPath"], allowHostDirVolumePlugin: true }, []],
    [
      "a range of users",
      { runAsUser: { type: "MustRunAs", uid: 1 } },
      { runAsUser: { type: "MustRunAs", uid: 0 } },
      ["unknown medium"],
    ],
    ["a public group", { groups: [] }, { groups: ["system:authenticated"] }, ["widened high"]],
    [
      "a public group of what is privileged",
      { allowHostPID: true },
      { allowHostPID: true, groups: ["system:serviceaccounts:shop"] },
      ["widened critical"],
    ],
    ["a user", { users: ["a"] }, { users: ["b"] }, ["widened medium", "narrowed medium"]],
    ["a field of tomorrow", {}, { allowTimeTravel: true }, ["unknown medium"]],
    ["a flex volume", {}, { allowedFlexVolumes: [{ driver: "x/y" }] }, ["widened medium"]],
  ])("%s", (_, before, after, expected) => expect(directionsOf(scc(before), scc(after))).toEqual(expected));

  test("one that comes or goes is told", () => {
    expect(
      told("", scc({ allowHostIPC: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true })),
    ).toEqual(["widened high: SecurityContextConstraints `builds` now lets pods share memory with their node"]);
    expect(directionsOf(scc({ allowHostIPC: true }), "")).toEqual(["narrowed high"]);
    expect(told("", scc({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true }))).toEqual([
      "neutral low: SecurityContextConstraints `builds` was added",
    ]);
  });
});

describe("AppProject", () => {
  const kind = (group: string, name: string) => ({ group, kind: name });

  test.each<[string, object, object, readonly string[]]>([
    [
      "no list of kinds allows all of them",
      { namespaceResourceWhitelist: [kind("", "Service")] },
      {},
      ["widened high"],
    ],
    ["an empty one allows none", {}, { namespaceResourceWhitelist: [] }, ["narrowed high"]],
    ["an exclusion", { sourceRepos: ["*"] }, { sourceRepos: ["*", "!https://x"] }, ["narrowed medium"]],
    ["an exclusion less", { sourceRepos: ["*", "!https://x"] }, { sourceRepos: ["*"] }, ["widened medium"]],
    [
      "a star that ends at a slash",
      { sourceRepos: ["https://x/*"] },
      { sourceRepos: ["https://x/*", "https://x/a/b"] },
      ["widened medium"],
    ],
    ["covered by a star", { sourceRepos: ["https://x/*"] }, { sourceRepos: ["https://x/*", "https://x/a"] }, []],
    ["kube-system", {}, { destinations: [{ server: "s", namespace: "kube-system" }] }, ["widened high"]],
    ["unsigned", { signatureKeys: [{ keyID: "A" }] }, {}, ["widened high"]],
    [
      "signed by one more",
      { signatureKeys: [{ keyID: "A" }] },
      { signatureKeys: [{ keyID: "A" }, { keyID: "B" }] },
      ["widened medium"],
    ],
    ["a description", { description: "a" }, { description: "b" }, ["neutral medium"]],
    ["clusters of others", { permitOnlyProjectScopedClusters: true }, {}, ["widened medium"]],
    [
      "a policy of a role",
      { roles: [{ name: "r", policies: ["p, r, applications, get, *, allow"] }] },
      { roles: [{ name: "r", policies: ["p,r,applications,*,*,allow"] }] },
      ["widened high", "narrowed medium"],
    ],
    [
      "roles in another order",
      { roles: [{ name: "a", groups: ["x"] }, { name: "b" }] },
      { roles: [{ name: "b" }, { name: "a", groups: ["x"] }] },
      [],
    ],
  ])("%s", (_, before, after, expected) => expect(directionsOf(project(before), project(after))).toEqual(expected));
});

describe("rights in Argo CD", () => {
  const byDefault = (role?: string) => rbacConfig({ "policy.default": role });

  test.each([
    [undefined, "role:readonly", ["widened medium"]],
    ["role:readonly", "role:admin", ["widened high"]],
    ["role:admin", "role:readonly", ["narrowed high"]],
    ["role:admin", "", ["narrowed high"]],
    ["role:readonly", "role:team", ["unknown medium"]],
    ["role:team", "role:admin", ["widened high"]],
    ["", undefined, []],
  ])("by default from %s to %s", (from, to, expected) =>
    expect(directionsOf(byDefault(from), byDefault(to))).toEqual(expected),
  );

  test("a line that nobody can read", () => {
    expect(told(rbacConfig({ "policy.csv": "" }), rbacConfig({ "policy.csv": "${POLICY}" }))).toEqual([
      "unknown medium: ConfigMap `argocd/argocd-rbac-cm` has the line `${POLICY}`",
    ]);
  });

  test("settings of Argo CD that are no matter of access", () => {
    const config = (data: object) => object("v1", "ConfigMap", "argocd-cm", { data });
    expect(told(config({ url: "a" }), config({ url: "b", "kustomize.buildOptions": "-x" }))).toEqual([]);
    expect(directionsOf(config({ "dex.config": "a" }), config({ "dex.config": "b" }))).toEqual(["unknown medium"]);
    expect(directionsOf(config({}), config({ "accounts.ci": "apiKey" }))).toEqual(["widened medium"]);
    expect(directionsOf(config({ "admin.enabled": "false" }), config({}))).toEqual(["widened medium"]);
  });
});

describe("aws-auth", () => {
  const roles = (...list: readonly object[]) => awsAuth({ mapRoles: JSON.stringify(list) });
  const ci = { rolearn: "arn:ci", username: "ci", groups: ["deployers"] };

  test.each<[string, string, string, readonly string[]]>([
    ["a group more", roles(ci), roles({ ...ci, groups: ["deployers", "system:masters"] }), ["widened critical"]],
    ["another name", roles(ci), roles({ ...ci, username: "x" }), ["widened high", "narrowed high"]],
    ["no groups", roles(), roles({ rolearn: "arn:ci" }), ["widened high"]],
    ["gone", roles(ci), "", ["narrowed high"]],
    ["an entry that makes no sense", roles(ci), roles(ci, { groups: "x" }), ["unknown high"]],
    ["of another namespace", "", roles(ci).replace("kube-system", "shop"), []],
    ["no YAML", roles(), awsAuth({ mapRoles: "{{ roles }}" }), ["unknown high"]],
  ])("%s", (_, before, after, expected) => expect(directionsOf(before, after)).toEqual(expected));
});

describe("groups of OpenShift", () => {
  const group = (...users: readonly string[]) =>
    object("user.openshift.io/v1", "Group", "devs", { users }, { namespace: undefined });
  const devs = (role: string) => binding("devs", role, { kind: "Group", name: "devs" });

  test.each<[string, string, string, readonly string[]]>([
    ["a member more", group("a") + devs("edit"), group("a", "b") + devs("edit"), ["widened high"]],
    [
      "of a group that may only look",
      group("a") + devs("from-a-chart"),
      group("b") + devs("from-a-chart"),
      ["widened medium", "narrowed medium"],
    ],
    ["of a group that nobody binds here", group("a"), group("a", "b"), ["unknown medium"]],
    ["of a group that is bound only now", group("a"), group("a", "b") + devs("edit"), ["widened low"]],
    ["a group that goes", group("a") + devs("edit"), devs("edit"), ["narrowed high"]],
  ])("%s", (_, before, after, expected) => expect(directionsOf(before, after)).toEqual(expected));
});
