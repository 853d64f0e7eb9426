import { describe, expect, test } from "@jest/globals";
import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import { needsOf } from "../../../src/analysis/access/escalation.ts";
import { escalations } from "../../../src/analysis/access/escalations/index.ts";
import type { PolicyRule } from "../../../src/analysis/access/policy-rule.ts";
import { binding, group, states } from "./manifests.ts";

const namespace = "kube-system";

const widgets: PolicyRule = {
  apiGroups: ["example.com"],
  resources: ["widgets"],
  verbs: ["*"],
  resourceNames: [],
  nonResourceURLs: [],
};
const harmless: PolicyRule = { ...widgets, resources: ["gadgets"], verbs: ["get"] };
const everything: PolicyRule = { ...widgets, apiGroups: ["*"], resources: ["*"] };
const everyUrl: PolicyRule = { ...widgets, apiGroups: [], resources: [], nonResourceURLs: ["*"] };

describe.each(escalations.map((escalation) => ({ id: escalation.id, escalation })))("$id", ({ escalation }) => {
  const needed = needsOf(escalation).map(concrete);
  const rules = escalation.match === "partial-wildcard" ? [widgets] : needed;
  const found = (before: readonly PolicyRule[], after: readonly PolicyRule[], where: "cluster" | "namespace") =>
    changes(before, after, where)
      .flatMap((change) => change.escalations)
      .find(({ id }) => id === escalation.id);

  test("is found where the rights are gained, with the danger of its reach", () => {
    expect(found([], rules, "cluster")?.danger).toBe(escalation.danger.cluster);
    const inNamespace = found([], rules, "namespace");
    if (escalation.danger.namespace === null) expect(inNamespace).toBeUndefined();
    else if (inNamespace?.reach === "namespace") expect(inNamespace.danger).toBe(escalation.danger.namespace);
  });

  test("is silent where the rights were held before, whatever else is gained", () => {
    for (const where of ["cluster", "namespace"] as const)
      expect(found(rules, [...rules, harmless], where)).toBeUndefined();
    // Everything includes it, and nothing is new to whoever may do everything.
    expect(found([everything, everyUrl], [everything, everyUrl, ...rules], "cluster")).toBeUndefined();
  });

  test("is silent where the rights are lost", () => {
    expect(found(rules, [], "cluster")).toBeUndefined();
  });

  test("is silent for another verb on the same resources", () => {
    if (escalation.match === "partial-wildcard") return;
    const others = needed.map((rule) => ({ ...rule, verbs: ["frobnicate"] }));
    expect(found([], others, "cluster")).toBeUndefined();
  });

  test("is found in the difference where a list becomes a wildcard, if the list did not have it", () => {
    if (escalation.match !== "any" || needed.some(({ nonResourceURLs }) => nonResourceURLs.length > 0)) return;
    const kinds = needed.map((rule) => ({ ...rule, verbs: ["frobnicate"] }));
    const all = needed.map((rule) => ({ ...rule, verbs: ["*"] }));
    expect(found(kinds, all, "cluster")).toBeDefined();
    expect(found([...kinds, ...needed], [...all, ...needed], "cluster")?.id).toBe(undefined);
  });
});

test("there is one for each of the 56 predicates of the catalogue that we started from, and a few more", () => {
  expect(escalations.length).toBeGreaterThan(56);
});

/** In the table `r/*` stands for any subresource and `verb:*` for any verb that starts so; a role has to name one. */
function concrete(rule: PolicyRule): PolicyRule {
  return {
    ...rule,
    resources: rule.resources.map((resource) => resource.replace(/^([^*]+)\/\*$/, "$1/scopes")),
    verbs: rule.verbs.map((verb) => verb.replace(/:\*$/, ":arbitrary-node:list")),
  };
}

function changes(before: readonly PolicyRule[], after: readonly PolicyRule[], where: "cluster" | "namespace") {
  const bound =
    where === "cluster"
      ? binding("ClusterRoleBinding/b", "ClusterRole/r", group("g"))
      : binding(`RoleBinding/${namespace}/b`, "ClusterRole/r", group("g"));
  const side = (rules: readonly PolicyRule[]) => [roleOf(rules), bound];
  return accessChanges(states(side(before), side(after)));
}

function roleOf(rules: readonly PolicyRule[]): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: r }\nrules: ${JSON.stringify(rules)}`;
}
