import { describe, expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";
import {
  ciliumPolicy,
  deployment,
  type Files,
  filesOf,
  fromPods,
  manifest,
  namespace,
  networkPolicy,
  policyFor,
  selects,
} from "./manifests.ts";

const closed = { ingress: [] };
const deny = (metadata = {}) =>
  networkPolicy("deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }, metadata);
const few = { ingress: fromPods("web") };
const toTeams = (excluded: readonly string[]) => {
  const teams = [
    { key: "team", operator: "Exists" },
    ...(excluded.length > 0 ? [{ key: "team", operator: "NotIn", values: excluded }] : []),
  ];
  return { policyTypes: ["Egress"], egress: [{ to: [{ namespaceSelector: { matchExpressions: teams } }] }] };
};

describe("what only looks like an opening", () => {
  test.each<[string, Files, Files]>([
    [
      "one policy for two apps becomes two",
      networkPolicy("both", {
        podSelector: { matchExpressions: [{ key: "app", operator: "In", values: ["a", "b"] }] },
        ...closed,
      }),
      policyFor("a", closed) + policyFor("b", closed),
    ],
    [
      "two policies become one",
      policyFor("a", closed) + networkPolicy("more", { podSelector: selects("a"), ingress: fromPods("web") }),
      policyFor("a", few),
    ],
    [
      "a policy gets another name",
      policyFor("db", few),
      networkPolicy("database", { podSelector: selects("db"), ...few }),
    ],
    ["a policy moves to another file", { "a/p.yaml": policyFor("db", few) }, { "b/p.yaml": policyFor("db", few) }],
    [
      "a namespace gets its default deny",
      namespace("shop") + policyFor("db", few),
      namespace("shop") + policyFor("db", few) + deny(),
    ],
    [
      "an app goes with its policy",
      deployment("db") + policyFor("db", few) + deployment("web") + policyFor("web", closed),
      deployment("web") + policyFor("web", closed),
    ],
    [
      "an app and its policy get another name",
      deployment("db") + policyFor("db", closed),
      deployment("database") + policyFor("database", closed),
    ],
    [
      "an app and its policy move to another namespace",
      deployment("db") + policyFor("db", closed),
      deployment("db", {}, { metadata: { namespace: "data" } }) + policyFor("db", closed, { namespace: "data" }),
    ],
    [
      "an app with its policy is new",
      deployment("db") + policyFor("db", closed),
      deployment("db") + policyFor("db", closed) + deployment("api") + policyFor("api", few),
    ],
    [
      "an app is new where others have no policy",
      deployment("db") + policyFor("db", closed) + deployment("web"),
      deployment("db") + policyFor("db", closed) + deployment("web") + deployment("api"),
    ],
    [
      "a workload becomes one of another kind",
      deployment("db") + policyFor("db", closed),
      deployment("db", {}, { kind: "StatefulSet" }) + policyFor("db", closed),
    ],
    [
      "a workload gets one more label",
      deployment("db") + policyFor("db", closed),
      deployment("db", {}, { labels: { app: "db", version: "2" } }) + policyFor("db", closed),
    ],
    [
      "two kinds of one name stay as they are",
      deployment("web") +
        deployment("web", {}, { kind: "StatefulSet", labels: { app: "job" } }) +
        policyFor("web", closed),
      deployment("web") +
        deployment("web", {}, { kind: "StatefulSet", labels: { app: "job" } }) +
        policyFor("web", { ...closed, policyTypes: ["Ingress"] }),
    ],
    [
      "a namespace gets a manifest",
      deployment("db") + deny() + policyFor("db", few),
      namespace("shop", { team: "t" }) + deployment("db") + deny() + policyFor("db", few),
    ],
    [
      "a namespace gets the label of teams, but of the one that is left out",
      namespace("shop") + deployment("db") + policyFor("db", toTeams([])),
      namespace("shop", { team: "b" }) + deployment("db") + policyFor("db", toTeams(["b"])),
    ],
    [
      "a policy of Kubernetes becomes one of Cilium",
      policyFor("db", few),
      ciliumPolicy("db", { endpointSelector: selects("db"), ingress: [{ fromEndpoints: [selects("web")] }] }),
    ],
    [
      "a policy that admits the world and the cluster goes",
      ciliumPolicy("all", {
        endpointSelector: {},
        ingress: [{ fromEntities: ["world"] }, { fromEntities: ["cluster"] }],
      }),
      namespace("shop"),
    ],
    [
      "a block of all addresses becomes one of Cilium, with names for some",
      policyFor("db", { policyTypes: ["Egress"], egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] }),
      ciliumPolicy("db", {
        endpointSelector: selects("db"),
        egress: [{ toCIDR: ["0.0.0.0/0"] }, { toFQDNs: [{ matchName: "example.com" }] }],
      }),
    ],
    [
      "policies of several environments change alike",
      {
        "a/p.yaml": policyFor("db", few, { namespace: undefined }),
        "b/p.yaml": policyFor("db", few, { namespace: undefined }),
      },
      {
        "a/p.yaml": policyFor("db", closed, { namespace: undefined }),
        "b/p.yaml": policyFor("db", closed, { namespace: undefined }),
      },
    ],
    [
      "a Job runs again under another name",
      manifest("batch/v1", "Job", "run-1", { spec: { template: { metadata: { labels: { app: "run" } }, spec: {} } } }) +
        policyFor("run", closed),
      manifest("batch/v1", "Job", "run-2", { spec: { template: { metadata: { labels: { app: "run" } }, spec: {} } } }) +
        policyFor("run", closed),
    ],
    [
      "ports are written one by one",
      policyFor("db", { ingress: [{ ...fromPods("web")[0], ports: [{ port: 80, endPort: 81 }] }] }),
      policyFor("db", { ingress: [{ ...fromPods("web")[0], ports: [{ port: 80 }, { port: 81 }] }] }),
    ],
  ])("%s", async (_, before, after) => {
    const events = await eventsBetween(filesOf(before), filesOf(after));
    expect(events.filter(({ severity }) => severity !== "info").map(({ message }) => message)).toEqual([]);
  });
});
