import { describe, expect, test } from "@jest/globals";
import { checkRunOutput } from "../../src/reports/check-run.ts";
import {
  accessNarrowed,
  clusterAdminGranted,
  defaultDenyRemoved,
  hostilePlan,
  invalidPolicyPlan,
  noVerdict,
  place,
  quietPlan,
  sampleEvent,
  samplePlan,
  sourceRangeRemoved,
} from "../support/sample-plan.ts";

describe("the conclusion of the check", () => {
  test("is success only for a plan that passes", () => {
    expect(checkRunOutput(quietPlan).conclusion).toBe("success");
    expect(checkRunOutput(samplePlan).conclusion).toBe("action_required");
    expect(checkRunOutput(invalidPolicyPlan).conclusion).toBe("failure");
  });
});

describe("the text of the check", () => {
  const { title, summary, text } = checkRunOutput(samplePlan, { anchor: "audit 12:abcdef0123456789" });

  test("has a title that says what is missing", () => {
    expect(title).toBe(
      "3 security events need a review. Needs 1 approval from edge (@acme/edge) for 2 events; 2 approvals from security (@acme/security, @alice) for 1 event",
    );
  });

  test("shows the trace: what each approval is worth and why one is worth nothing", () => {
    expect(summary).toContain("- ⬜ 1 approval from edge (`@acme/edge`): missing for 2 events");
    expect(summary).toContain("- `alice` at `2e2e2e2` (review 11): 1 event");
    expect(summary).toContain(
      "**Reviews that do not count as approval**\n\n- mallory is not among the people who must approve.",
    );
  });

  test("quotes the head of the audit trail", () => {
    expect(summary).toContain("audit `12:abcdef0123456789`");
  });

  test("has every event in the text", () => {
    for (const { rule } of samplePlan.events) expect(text).toContain(`\`${rule}\``);
  });
});

describe("annotations", () => {
  const { annotations } = checkRunOutput(samplePlan);

  test("stand on the lines of the head, the most severe first", () => {
    expect(annotations.map(({ path, start_line, annotation_level }) => [path, start_line, annotation_level])).toEqual([
      ["clusters/base/rbac.yaml", 14, "failure"],
      ["apps/shop/ingress.yaml", 5, "failure"],
      ["apps/shop/ingress.yaml", 8, "failure"],
      ["apps/blog/ingress.yaml", 3, "warning"],
    ]);
  });

  test("of a deleted line stand on the nearest cause that survives", () => {
    expect(sourceRangeRemoved.locations[0]?.side).toBe("before");
    expect(annotations[1]?.message).toContain("no longer only from 10.0.0.0/8");
  });

  test("an event of which everything is deleted has none, but stands in the text", () => {
    const id = defaultDenyRemoved.id;
    const verdict = { ...noVerdict, forbidden: [id], outcome: "blocked" as const };
    const check = checkRunOutput({ ...quietPlan, events: [defaultDenyRemoved], verdict });
    expect(check.annotations).toEqual([]);
    expect(check.text).toContain("`apps/legacy/deny.yaml:1 (before)`");
  });

  test("evidence without a demand is not marked", () => {
    expect(checkRunOutput({ ...quietPlan, events: [accessNarrowed] }).annotations).toEqual([]);
  });

  test("a waived event is a notice", () => {
    const verdict = { ...noVerdict, waived: [{ eventId: clusterAdminGranted.id, waiver: "until 2027" }] };
    const [annotation] = checkRunOutput({ ...quietPlan, events: [clusterAdminGranted], verdict }).annotations;
    expect(annotation?.annotation_level).toBe("notice");
    expect(annotation?.message).toContain("Waived by the policy.");
  });

  test("have columns only on a single line", () => {
    const locations = [place("a.yaml", 3, "  rules:", { endLine: 9, endColumn: 4 })];
    const [annotation] = checkRunOutput({
      ...quietPlan,
      events: [sampleEvent({ id: "00".repeat(32), locations })],
    }).annotations;
    expect(annotation).toMatchObject({ start_line: 3, end_line: 9 });
    expect(annotation).not.toHaveProperty("start_column");
  });
});

test("nothing that GitHub limits is ever too long", () => {
  const plan = hostilePlan("🦊|".repeat(60_000));
  const events = Array.from({ length: 200 }, (_, index) => ({
    ...plan.events[0],
    id: String(index).padStart(64, "0"),
  }));
  const output = checkRunOutput({ ...plan, events: events as typeof plan.events });
  expect(output.title.length).toBeLessThanOrEqual(255);
  expect(Buffer.byteLength(output.summary)).toBeLessThanOrEqual(65_535);
  expect(Buffer.byteLength(output.text)).toBeLessThanOrEqual(65_535);
  expect(output.annotations).toHaveLength(200);
  for (const { title, message, raw_details } of output.annotations) {
    expect(title.length).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(64 * 1024);
    expect(Buffer.byteLength(raw_details ?? "")).toBeLessThanOrEqual(64 * 1024);
  }
});
