import { describe, expect, test } from "@jest/globals";
import { privilegeChanges } from "../../../src/analysis/privilege/privilege-changes.ts";
import { workloadsOf } from "../../../src/analysis/privilege/workloads-of.ts";
import { resourcesFrom } from "../../support/resources.ts";
import { account, binding, changesBetween, deployment, object, told } from "./changes-between.ts";

const admin = { kind: "ServiceAccount", name: "admin", namespace: "shop" };
const edit = binding("admin", "edit", admin);
const unplaced = { namespace: undefined };

describe("who workloads run as", () => {
  test("what the new account held before is what the workload gains", () => {
    expect(told(deployment("web", {}) + edit, deployment("web", { serviceAccountName: "admin" }) + edit)).toEqual([
      expect.stringMatching(
        /^widened high: Deployment `shop\/web` now runs as ServiceAccount `shop\/admin`, which can /,
      ),
    ]);
  });

  test("what both accounts hold is no gain", () => {
    const both = edit + binding("web", "edit", { kind: "ServiceAccount", name: "web", namespace: "shop" });
    const [before, after] = ["web", "admin"].map((serviceAccountName) => deployment("web", { serviceAccountName }));
    expect(told(before + both, after + both)).toEqual([
      "neutral same: Deployment `shop/web` now runs as ServiceAccount `shop/admin`, no longer as `shop/web`",
    ]);
  });

  test("rights that the account only gains now are told of the account", () => {
    const after = deployment("web", { serviceAccountName: "admin" }) + edit;
    expect(told(deployment("web", {}), after)).toEqual([expect.stringMatching(/^neutral same/)]);
  });

  test("a weaker account narrows", () => {
    const before = deployment("web", { serviceAccountName: "admin" }) + edit;
    expect(told(before, deployment("web", {}) + edit)).toEqual([
      "narrowed loses: Deployment `shop/web` now runs as ServiceAccount `shop/default`, no longer as `shop/admin`",
    ]);
  });

  test("jobs that change alike are one change with a part for each", () => {
    const job = (name: string, spec: object) =>
      object("batch/v1", "CronJob", name, { spec: { jobTemplate: { spec: { template: { spec } } } } });
    const before = job("a", {}) + job("b", {}) + edit;
    const after = job("a", { serviceAccountName: "admin" }) + job("b", { serviceAccountName: "admin" }) + edit;
    const [change, ...others] = changesBetween(before, after);
    expect(others).toEqual([]);
    expect(change?.sentence).toMatch(/^CronJob `shop\/a` and CronJob `shop\/b` now run as/);
    expect(change?.parts).toHaveLength(2);
    const [alone] = changesBetween(before, job("a", { serviceAccountName: "admin" }) + job("b", {}) + edit);
    expect(change?.parts).toContainEqual(alone?.parts?.[0]);
  });

  test("a manifest without a namespace may mean any account of the name", () => {
    const web = (pod: object) => deployment("web", { ...pod }, unplaced);
    expect(told(web({}) + edit, web({ serviceAccountName: "admin" }) + edit)).toEqual([
      expect.stringMatching(/^widened high/),
    ]);
  });

  test("`default` of another namespace is another account", () => {
    const powerful = binding("default", "edit", { kind: "ServiceAccount", name: "default", namespace: "ops" });
    expect(told(powerful, powerful + deployment("web", {}, unplaced))).toEqual([]);
    expect(told(powerful, powerful + deployment("web", {}, { namespace: "ops" }))).toEqual([
      expect.stringMatching(/^widened high/),
    ]);
  });

  test("an object that comes to name its namespace is the same", () => {
    const one = deployment("web", { serviceAccountName: "admin" }, unplaced) + edit;
    expect(told(one, deployment("web", { serviceAccountName: "admin" }) + edit)).toEqual([]);
  });

  test("a role that nobody here can see is hidden power", () => {
    const hidden = binding("admin", "from-a-chart", admin);
    expect(told(deployment("web", {}) + hidden, deployment("web", { serviceAccountName: "admin" }) + hidden)).toEqual([
      "widened hidden: Deployment `shop/web` now runs as ServiceAccount `shop/admin`, which can do whatever ClusterRole `from-a-chart` allows",
    ]);
  });

  test("a name that is filled in later is an unknown", () => {
    const after = deployment("web", { serviceAccountName: "${ACCOUNT}" });
    expect(told(deployment("web", {}), after)).toEqual([expect.stringMatching(/^unknown unseen/)]);
  });

  test("a binding that moves to another directory hides nothing", () => {
    const read = (file: string, side: "before" | "after") =>
      resourcesFrom(binding("admin", "edit", { kind: "ServiceAccount", name: "admin" }, unplaced), file, side);
    const pods = (pod: object, side: "before" | "after") =>
      resourcesFrom(deployment("web", { ...pod }, unplaced), "web.yaml", side);
    const view = {
      name: "",
      before: [...read("a/binding.yaml", "before"), ...pods({}, "before")],
      after: [...read("b/binding.yaml", "after"), ...pods({ serviceAccountName: "admin" }, "after")],
    };
    expect(privilegeChanges(view).map(({ direction }) => direction)).toEqual(["widened"]);
  });
});

test("workloads of an account, by either name of the field", () => {
  const resources = resourcesFrom(
    deployment("a", { serviceAccountName: "web" }) +
      deployment("b", { serviceAccount: "web" }) +
      deployment("c", { serviceAccountName: "web" }, { namespace: "other" }) +
      deployment("d", {}) +
      deployment("e", { serviceAccountName: "web" }, unplaced),
  );
  const namesOf = (namespace: string | undefined, name: string) =>
    workloadsOf(resources, { namespace, name }).map((resource) => resource.name);
  expect(namesOf("shop", "web")).toEqual(["a", "b", "e"]);
  expect(namesOf("shop", "default")).toEqual(["d"]);
  expect(namesOf(undefined, "web")).toEqual(["a", "b", "c", "e"]);
  expect(namesOf("shop", "constructor")).toEqual([]);
});

describe("tokens", () => {
  const pod = (automountServiceAccountToken?: boolean | string) => deployment("web", { automountServiceAccountToken });

  test.each<[string, string, string, readonly string[]]>([
    [
      "the account decides where the pod says nothing",
      pod(false),
      pod() + account("default", { automountServiceAccountToken: false }),
      [],
    ],
    ["absent mounts", pod(false), pod(), ["widened"]],
    ["true mounts", pod(false), pod(true), ["widened"]],
    ["absent is true", pod(), pod(true), []],
    ["less is narrower", pod(true), pod(false), ["narrowed"]],
    ["a text is an unknown", pod(false), pod("${MOUNT}"), ["unknown"]],
    [
      "another account that mounts",
      account("a", { automountServiceAccountToken: false }) +
        account("b") +
        deployment("web", { serviceAccountName: "a" }),
      account("a", { automountServiceAccountToken: false }) +
        account("b") +
        deployment("web", { serviceAccountName: "b" }),
      ["neutral", "widened"],
    ],
    ["Kubernetes makes default anew", account("default", { automountServiceAccountToken: false }), "", ["widened"]],
    ["any other account is gone with its pods", account("web", { automountServiceAccountToken: false }), "", []],
  ])("%s", (_, before, after, directions) => {
    expect(changesBetween(before, after).map(({ direction }) => direction)).toEqual(directions);
  });
});

describe("identities of clouds", () => {
  const role = (arn: string) => ({ annotations: { "eks.amazonaws.com/role-arn": arn } });

  test("an empty annotation binds nobody", () => {
    expect(told(account("web", {}, role("")), account("web"))).toEqual([]);
  });

  test("the account alone tells of another client", () => {
    const azure = (id: string) => account("web", {}, { annotations: { "azure.workload.identity/client-id": id } });
    const pods = (image: string) =>
      deployment(
        "web",
        { serviceAccountName: "web", containers: [{ image }] },
        {},
        { labels: { "azure.workload.identity/use": "true" } },
      );
    expect(told(azure("a") + pods("1"), azure("b") + pods("2"))).toEqual([
      "unknown changed: pods of ServiceAccount `shop/web` (Deployment `shop/web`) now act in the cloud as the Azure client `b`, no longer as the Azure client `a`",
    ]);
  });

  test("an identity that goes to another account is bound there", () => {
    expect(told(account("a", {}, role("r")) + account("default"), account("default", {}, role("r")))).toEqual([
      expect.stringMatching(/^widened bound: pods of ServiceAccount `shop\/default`/),
      expect.stringMatching(/^narrowed removed: pods of ServiceAccount `shop\/a`/),
    ]);
  });
});
