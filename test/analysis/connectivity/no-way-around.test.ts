import { describe, expect, test } from "@jest/globals";
import type { ZoneDefinition } from "../../../src/analysis/connectivity/zone-facts.ts";
import { eventsBetween } from "../../support/review-example.ts";
import {
  calicoPolicy,
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

const payments: Readonly<Record<string, ZoneDefinition>> = { cde: { pci: "in-scope", labels: ["pci=cde"] } };
const byFolder: Readonly<Record<string, ZoneDefinition>> = { cde: { pci: "in-scope", paths: ["cde/**"] } };
const closed = { ingress: [] };
const anyOf = (key: string, ...values: readonly string[]) => ({ key, operator: "In", values });
const noneOf = (key: string, ...values: readonly string[]) => ({ key, operator: "NotIn", values });

describe("pods that slip through between policies", () => {
  const three = networkPolicy("all", { podSelector: { matchExpressions: [anyOf("app", "a", "b", "c")] }, ...closed });

  test("a list of pods becomes one policy each, but for one of them", () =>
    expectQuestion(three, policyFor("a", closed) + policyFor("b", closed)));

  test("two lists, and one combination is left out", () =>
    expectQuestion(
      networkPolicy("all", {
        podSelector: { matchExpressions: [anyOf("app", "a", "b"), anyOf("tier", "x", "y")] },
        ...closed,
      }),
      policyFor("a", closed) + networkPolicy("b", { podSelector: { matchLabels: { app: "b", tier: "x" } }, ...closed }),
    ));

  test("what one selector leaves out, the other does not take in", () =>
    expectQuestion(
      networkPolicy("all", { podSelector: {}, ...closed }),
      networkPolicy("others", { podSelector: { matchExpressions: [noneOf("app", "a", "b")] }, ...closed }) +
        policyFor("a", closed),
    ));

  test("a workload of the repository does not speak for the others of the list", () =>
    expectQuestion(deployment("a") + three, deployment("a") + policyFor("a", closed)));

  test("among a hundred selectors", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => policyFor(`app-${index}`, closed)).join("");
    return expectQuestion(
      hundred + networkPolicy("all", { podSelector: {}, ...closed }),
      hundred + networkPolicy("all", { podSelector: { matchExpressions: [noneOf("open", "yes")] }, ...closed }),
    );
  });

  test("a refusal that hides behind a small opening of the same policy", () => {
    const refusing = (order: number, ...apps: readonly string[]) =>
      calicoPolicy("refuse", {
        order,
        selector: "tier == 'x'",
        ingress: [
          { action: "Allow", source: { selector: `app in {${apps.map((app) => `'${app}'`).join(",")}}` } },
          { action: "Deny" },
        ],
      });
    const allowing = calicoPolicy("allow", { order: 20, selector: "app == 'web'", ingress: [{ action: "Allow" }] });
    return expectQuestion(allowing + refusing(10, "q"), allowing + refusing(30, "q", "r"));
  });

  test("the nodes, by the name that Cilium has for them", () => {
    const to = (entities: readonly string[]) =>
      ciliumPolicy("db", {
        endpointSelector: selects("db"),
        egress: [{ toEntities: ["health"] }, { toEntities: entities }],
      });
    return expectQuestion(to(["health"]), to(["host", "remote-node"]));
  });

  test("a wider copy in a file beside the policy, or below it", async () => {
    const before = { "shop/all.yaml": deployment("db") + policyFor("db", closed) };
    const wide = policyFor("db", { ingress: [{}] });
    await expectQuestion(before, { ...before, "shop/more.yaml": wide });
    await expectQuestion(before, { ...before, "shop/more/all.yaml": wide });
  });

  test("a rule that denies is gone", () => {
    const spec = { endpointSelector: selects("db"), ingress: [{ fromEndpoints: [{}] }] };
    return expectQuestion(
      ciliumPolicy("db", { ...spec, ingressDeny: [{ fromEndpoints: [selects("guest")] }] }),
      ciliumPolicy("db", spec),
    );
  });
});

describe("workloads that slip away from their policies", () => {
  const both = networkPolicy("both", { podSelector: { matchExpressions: [anyOf("app", "db", "api")] }, ...closed });

  test("under another name, without the policy", () =>
    expectQuestion(
      deployment("db") + policyFor("db", closed),
      deployment("db", {}, { metadata: { name: "database" } }),
    ));

  test("under another name and other labels, while the policy keeps somebody", () =>
    expectQuestion(deployment("db") + deployment("api") + both, deployment("database") + deployment("api") + both));

  test("into another namespace", () =>
    expectQuestion(
      deployment("db") + policyFor("db", closed),
      deployment("db", {}, { metadata: { namespace: "attic" } }) + policyFor("db", closed),
    ));

  test("behind a workload of the same name and another kind", () => {
    const job = deployment("web", {}, { kind: "StatefulSet", labels: { app: "job" } });
    return expectQuestion(deployment("web") + job + policyFor("web", closed), deployment("web") + job);
  });

  test("onto the network of the node, with other labels", async () => {
    const rest = deployment("api", {}, { labels: { app: "db" } }) + policyFor("db", closed);
    const moved = deployment("db", { hostNetwork: true }, { labels: { app: "x" } });
    expect(await rulesThatAsk(deployment("db") + rest, moved + rest)).toContain("network-policy-bypassed");
  });

  test("without a namespace of its own, beside a policy that names one", () => {
    const unplaced = (app: string) => deployment("db", {}, { metadata: { namespace: undefined }, labels: { app } });
    return expectQuestion(
      { "shop/policy.yaml": policyFor("db", closed), "shop/db.yaml": unplaced("db") },
      { "shop/policy.yaml": policyFor("db", closed), "shop/db.yaml": unplaced("data") },
    );
  });

  describe("without a namespace of its own, in a folder below that of its policy", () => {
    const files = (app: string, more: Readonly<Record<string, string>> = {}) => ({
      "shop/policy.yaml": policyFor("db", closed, { namespace: undefined }),
      "shop/data/db.yaml": deployment("db", {}, { metadata: { namespace: undefined }, labels: { app } }),
      ...more,
    });

    test("that nothing tells apart", () => expectQuestion(files("db"), files("data")));

    test("that the same kustomization applies", () => {
      const applied = {
        "shop/kustomization.yaml": "resources: [policy.yaml, data]\n",
        "shop/data/kustomization.yaml": "resources: [db.yaml]\n",
      };
      return expectQuestion(files("db", applied), files("data", applied));
    });

    test("but not in a folder with a namespace of its own", async () => {
      const apart = {
        "shop/kustomization.yaml": "resources: [policy.yaml]\n",
        "shop/data/kustomization.yaml": "resources: [db.yaml]\nnamespace: data\n",
      };
      expect(await rulesThatAsk(files("db", apart), files("data", apart))).toEqual([]);
    });
  });

  test("a new workload without a policy in scope of the assessment", () => {
    const before = namespace("shop", { pci: "cde" }) + deployment("db") + policyFor("db", closed);
    return expectQuestion(before, before + deployment("debug"), payments);
  });

  test("the default deny goes with the last workload of a namespace that stays", () => {
    const deny = networkPolicy("deny", { podSelector: {}, ...closed });
    return expectQuestion(namespace("shop") + deny + deployment("db"), namespace("shop"));
  });
});

test("a host gets other labels, by which policies select it", () => {
  const host = (role: string) =>
    manifest("projectcalico.org/v3", "HostEndpoint", "a", { spec: { node: "a" } }, { labels: { role } });
  return expectQuestion(host("worker"), host("edge"));
});

describe("namespaces that slip away from their rules", () => {
  test("a manifest for a namespace brings the label that a policy admits", () => {
    const admitting = policyFor("db", { ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: "t" } } }] }] });
    const guest = deployment("guest", {}, { metadata: { namespace: "guest" } });
    return expectQuestion(guest + admitting, guest + admitting + namespace("guest", { team: "t" }));
  });

  test("a folder leaves its zone", async () => {
    const files = namespace("shop") + deployment("db") + policyFor("db", closed);
    await expectQuestion({ "cde/all.yaml": files }, { "elsewhere/all.yaml": files }, byFolder);
    await expectQuestion({ "cde/all.yaml": deployment("db") }, { "elsewhere/all.yaml": deployment("db") }, byFolder);
  });

  test("a namespace leaves a zone that lists its callers", () =>
    expectQuestion(
      namespace("shop", { zone: "inner" }) + policyFor("db", { ingress: fromPods("web") }),
      namespace("shop") + policyFor("db", { ingress: fromPods("web") }),
      { inner: { labels: ["zone=inner"], callers: ["api"] } },
    ));
});

async function rulesThatAsk(before: Files, after: Files, zones: Readonly<Record<string, ZoneDefinition>> = {}) {
  const events = await eventsBetween(filesOf(before), filesOf(after), zones);
  return events.filter(({ severity }) => severity !== "info" && severity !== "low").map(({ rule }) => rule);
}

async function expectQuestion(before: Files, after: Files, zones?: Readonly<Record<string, ZoneDefinition>>) {
  expect((await rulesThatAsk(before, after, zones)).length).toBeGreaterThan(0);
}
