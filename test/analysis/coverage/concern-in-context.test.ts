import { describe, expect, test } from "@jest/globals";
import { concernInContext, type Producer } from "../../../src/analysis/coverage/concern-in-context.ts";
import { concernOfDifference } from "../../../src/analysis/coverage/concern-of-difference.ts";
import { differencesOf } from "../../../src/analysis/plain-differences.ts";
import type { Plain } from "../../../src/kubernetes/resource.ts";

const present: Producer = { isGone: false, mayBeOverridden: false, usesAccount: (name) => name === "ci" };
const gone: Producer = { ...present, isGone: true };

describe("a route in values", () => {
  test.each<[string, Plain, Plain, string[]]>([
    ["switched on", { ingress: { enabled: false } }, { ingress: { enabled: true } }, ["routing"]],
    ["switched off", { ingress: { enabled: true } }, { ingress: { enabled: false } }, ["withdrawn"]],
    ["taken out while it was on", { ingress: { enabled: true, host: "a" } }, {}, ["withdrawn", "withdrawn"]],
    ["taken out, on by the chart's default perhaps", { ingress: { host: "a" } }, {}, ["routing"]],
    ["taken out with its allow-list", { ingress: { enabled: true, whitelist: "a" } }, {}, ["withdrawn", "routing"]],
    ["new but off", {}, { ingress: { enabled: false, hosts: ["a"] } }, ["other", "other"]],
    [
      "changed while off",
      { ingress: { enabled: false, host: "a" } },
      { ingress: { enabled: false, host: "b" } },
      ["other"],
    ],
    ["one host less", { ingress: { hosts: ["a", "b"] } }, { ingress: { hosts: ["b"] } }, ["withdrawn"]],
    ["without hosts any host", { ingress: { hosts: ["a"] } }, { ingress: { hosts: [] } }, ["routing"]],
    ["a wildcard stands in", { ingress: { hosts: ["a.x", "*.x"] } }, { ingress: { hosts: ["*.x"] } }, ["routing"]],
    ["TLS of a gateway off", { gateway: { tls: true } }, { gateway: { tls: false } }, ["routing"]],
  ])("%s", (_what, before, after, concerns) => expect(concernsOf(before, after)).toEqual(concerns));

  test("an overlay may switch on what is off here", () => {
    const [before, after] = [{ ingress: { enabled: false, host: "a" } }, { ingress: { enabled: false, host: "b" } }];
    expect(concernsOf(before, after, { ...present, mayBeOverridden: true })).toEqual(["routing"]);
  });
});

describe("what goes away with its release", () => {
  test("publishes no more", () => {
    expect(concernsOf({ service: { type: "LoadBalancer" }, rbac: { create: true } }, {}, gone)).toEqual([
      "withdrawn",
      "withdrawn",
    ]);
  });

  test("may have restricted others", () => {
    expect(concernsOf({ networkPolicy: { enabled: true }, middleware: { name: "auth" } }, {}, gone)).toEqual([
      "routing",
      "routing",
    ]);
  });
});

describe("the type of a Service", () => {
  test.each<[Plain, Plain, string[]]>([
    [{}, { service: { type: "ClusterIP" } }, ["other"]],
    [{ service: { type: "LoadBalancer" } }, { service: { type: "ClusterIP" } }, ["withdrawn"]],
    [{ service: { type: "NodePort" } }, { service: {} }, ["routing"]],
    [{ service: { type: "ClusterIP" } }, { service: {} }, ["routing"]],
  ])("%j → %j", (before, after, concerns) => expect(concernsOf(before, after)).toEqual(concerns));
});

describe("the account of a workload", () => {
  const run = (name: string, serviceAccountName: string) => ({ name, spec: { serviceAccountName } });
  test.each<[string, Plain, Plain, string[]]>([
    ["changes", { serviceAccountName: "ci" }, { serviceAccountName: "admin" }, ["access"]],
    ["a new run as its neighbours", [run("a", "ci")], [run("a", "ci"), run("b", "ci")], ["other"]],
    ["a new run as somebody else", [run("a", "ci")], [run("a", "ci"), run("b", "admin")], ["access"]],
    ["a run that goes away", [run("a", "ci"), run("b", "ci")], [run("a", "ci")], ["other"]],
    ["an account of its own", {}, { serviceAccount: { create: true, name: "shop" } }, ["other", "other"]],
    ["an existing account, by name", {}, { serviceAccount: { create: false, name: "admin" } }, ["other", "access"]],
    ["pull secrets", {}, { serviceAccount: { imagePullSecrets: ["a"] } }, ["other"]],
  ])("%s", (_what, before, after, concerns) => expect(concernsOf(before, after)).toEqual(concerns));
});

function concernsOf(before: Plain, after: Plain, producer: Producer = present): readonly string[] {
  return differencesOf(before, after)
    .filter(({ path }) => path.at(-1) !== "name" || path.includes("serviceAccount") || path.includes("middleware"))
    .map((difference) => concernInContext(concernOfDifference(difference), difference, producer));
}
