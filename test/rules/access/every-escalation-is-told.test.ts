import { describe, expect, test } from "@jest/globals";
import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import { needsOf } from "../../../src/analysis/access/escalation.ts";
import { escalations } from "../../../src/analysis/access/escalations/index.ts";
import { allRules } from "../../../src/rules/all-rules.ts";
import { findSecurityEvents } from "../../../src/rules/find-security-events.ts";
import { type Severity, severities } from "../../../src/rules/security-event.ts";
import { resourcesFrom } from "../../support/resources.ts";

describe("whoever gains an escalation in the whole cluster, an event of its severity says so", () => {
  const dangerous = escalations.filter(({ family }) => family !== "minor");

  test.each(dangerous)("$id", (escalation) => {
    const rules = needsOf(escalation).map((rule) => ({
      ...rule,
      resources: rule.resources.map((resource) => resource.replace(/\/\*$/, "/scopes")),
      verbs: rule.verbs.map((verb) => verb.replace(/:\*$/, ":arbitrary-node:list")),
    }));
    const after = resourcesFrom(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: r }
rules: ${JSON.stringify(escalation.match === "partial-wildcard" ? [{ ...rules[0], resources: ["widgets"] }] : rules)}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: b }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r }
subjects: [{ kind: Group, name: g }]
`);
    const changes = accessChanges({ name: "", before: [], after });
    const found = changes.flatMap((change) => change.escalations).find(({ id }) => id === escalation.id);
    expect(found?.danger).toBe(escalation.danger.cluster);
    const [worst] = findSecurityEvents(changes, { rules: allRules });
    expect(worst?.rule).not.toBe("access-changed");
    const rank = (severity: Severity | null | undefined) => severities.indexOf(severity ?? "info");
    expect(rank(worst?.severity)).toBeLessThanOrEqual(rank(escalation.danger.cluster));
  });
});
