import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { sarif } from "../../../src/reports/formats/sarif.ts";
import {
  defaultDenyRemoved,
  hostilePlan,
  invalidPolicyPlan,
  noVerdict,
  quietPlan,
  samplePlan,
} from "../../support/sample-plan.ts";

const require = createRequire(import.meta.url);
const validate = sarifValidator();

describe("SARIF 2.1.0", () => {
  test.each([
    ["a quiet pull request", quietPlan],
    ["one that needs a review", samplePlan],
    ["one under a broken policy", invalidPolicyPlan],
    ["one with hostile text", hostilePlan("a b/ü\ud800[x](y){0}|\u202e")],
  ])("fits the schema: %s", (_, plan) => {
    validate(JSON.parse(sarif.render(plan, { version: "0.1.0" })));
    expect(validate.errors).toBeNull();
  });

  const [run] = JSON.parse(sarif.render(samplePlan, { version: "0.1.0" })).runs;

  test("describes each rule once, with a score that GitHub understands", () => {
    expect(run.tool.driver).toMatchObject({ name: "gatewarden", version: "0.1.0" });
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      "access-changed",
      "cluster-admin-granted",
      "host-wildcard-added",
      "manifest-not-understood",
      "source-range-removed",
    ]);
    expect(run.tool.driver.rules[1]).toMatchObject({
      defaultConfiguration: { level: "error" },
      properties: {
        "security-severity": "9.5",
        tags: ["security", "access", "PCI-DSS-4.0.1/7.2.1", "PCI-DSS-4.0.1/7.2.2"],
      },
    });
  });

  test("keeps the identity of an event over rebases", () => {
    expect(run.results[0].partialFingerprints).toEqual({ "gatewardenEvent/v1": "c1a5".repeat(16) });
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test("marks a line of the head", () => {
    expect(run.results[2].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "apps/shop/ingress.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: 8, startColumn: 13, endLine: 8, endColumn: 33 },
    });
  });

  test("points to the whole file where every cause is deleted", () => {
    const plan = { ...quietPlan, events: [defaultDenyRemoved] };
    const [result] = JSON.parse(sarif.render(plan, {})).runs[0].results;
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "apps/legacy/deny.yaml", uriBaseId: "%SRCROOT%" },
    });
  });

  test("calls evidence informational, and suppresses what the policy waives", () => {
    expect(run.results.at(-1)).toMatchObject({ ruleId: "access-changed", kind: "informational", level: "none" });
    const verdict = { ...noVerdict, waived: [{ eventId: defaultDenyRemoved.id, waiver: "until 2027" }] };
    const [result] = JSON.parse(sarif.render({ ...quietPlan, events: [defaultDenyRemoved], verdict }, {})).runs[0]
      .results;
    expect(result.suppressions).toEqual([{ kind: "external", status: "accepted", justification: "until 2027" }]);
  });

  test("says which files could not be read", () => {
    expect(run.invocations[0].toolExecutionNotifications[1]).toEqual({
      level: "note",
      message: { text: "template of a chart" },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "charts/web/templates/ingress.yaml", uriBaseId: "%SRCROOT%" } },
        },
      ],
    });
  });

  test("has a valid address for any path", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (path) => {
        const [result] = JSON.parse(sarif.render(hostilePlan(path), {})).runs[0].results;
        expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(/^([\w.!~*'()-]|%[0-9A-F]{2}|\/)+$/);
      }),
    );
  });

  test("a message of a manifest has no links and no placeholders", () => {
    const [result] = JSON.parse(sarif.render(hostilePlan("[x](http://y){0}"), {})).runs[0].results;
    expect(result.message.text).toMatch(/^\\\[x\\\]\(http:\/\/y\)\{\{0\}\} becomes public\./);
  });
});

/** The schema is written in JSON Schema draft 4; what it uses of it means the same in draft 7, but for `id`. */
function sarifValidator() {
  const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const { id, $schema, ...schema } = JSON.parse(readFileSync(file, "utf8"));
  expect([id, $schema]).toEqual([expect.stringContaining("sarif-2.1.0-rtm.5"), expect.stringContaining("draft-04")]);
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
