import { describe, expect, test } from "@jest/globals";
import { needsOf } from "../../../src/analysis/access/escalation.ts";
import { escalations } from "../../../src/analysis/access/escalations/index.ts";
import { resolveRoles } from "../../../src/analysis/access/resolve-roles.ts";

describe("the roles that Kubernetes brings along", () => {
  const roles = resolveRoles([]);

  test.each([
    ["view", 12],
    ["edit", 27],
    ["admin", 29],
  ])("%s is aggregated from %i rules", (name, count) => {
    expect(roles.get(`ClusterRole/${name}`)?.rules).toHaveLength(count);
  });

  test("view reads no Secrets, edit does", () => {
    const reads = (name: string) =>
      roles.get(`ClusterRole/${name}`)?.rules.some(({ rule }) => rule.resources.includes("secrets"));
    expect([reads("view"), reads("edit")]).toEqual([false, true]);
  });
});

describe("the table of escalations", () => {
  test("every id occurs once", () => {
    expect(new Set(escalations.map(({ id }) => id)).size).toBe(escalations.length);
  });

  test.each(escalations)("$id needs groups, resources and verbs, or URLs", (escalation) => {
    for (const need of needsOf(escalation)) {
      expect(need.verbs).not.toEqual([]);
      expect(need.resources.length > 0 ? need.apiGroups : need.nonResourceURLs).not.toEqual([]);
    }
  });
});
