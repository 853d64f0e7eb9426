import { describe, expect, test } from "@jest/globals";
import { applyPolicy } from "../../src/review/apply-policy.ts";
import { defaultPolicy } from "../../src/review/default-policy.ts";
import type { Policy, Waiver } from "../../src/review/policy.ts";
import { event, now } from "../support/review-facts.ts";

test("a policy may change the severity of a rule", () => {
  const policy = { ...defaultPolicy, rules: { "tls-removed": { severity: "critical" } } } as const;
  const { events } = applyPolicy([event("a"), event("b", { rule: "constructor" })], policy, now);
  expect(events.map(({ severity }) => severity)).toEqual(["critical", "high"]);
});

describe("a zone in scope of the assessment", () => {
  const zone = { name: "cde", pci: "in-scope", namespaces: ["shop"], hosts: [], paths: [] } as const;
  const severityOf = (changes: Parameters<typeof event>[1], more: Partial<Policy> = {}) =>
    applyPolicy([event("a", changes)], { ...defaultPolicy, zones: [zone], ...more }, now).events[0]?.severity;

  test("makes what opens it to the internet weigh one step more", () =>
    expect(severityOf({ reach: "internet", severity: "medium" })).toBe("high"));
  test("says nothing of an entry whose reach is not known", () =>
    expect(severityOf({ severity: "medium" })).toBe("medium"));
  test("says nothing of what narrows", () =>
    expect(severityOf({ reach: "internet", severity: "info", direction: "narrowed" })).toBe("info"));
  test("yields to the policy's own word", () =>
    expect(severityOf({ reach: "internet" }, { rules: { "tls-removed": { severity: "low" } } })).toBe("low"));
  test("counts once", () => {
    const policy = { ...defaultPolicy, zones: [zone] };
    const once = applyPolicy([event("a", { reach: "internet", severity: "low" })], policy, now);
    expect(applyPolicy(once.events, policy, now).events).toEqual(once.events);
  });
});

test("a policy may forbid a rule", () => {
  const policy = { ...defaultPolicy, rules: { "tls-removed": { forbid: true } } };
  const judged = applyPolicy([event("a"), event("b", { rule: "other" })], policy, now);
  expect(judged.forbidden).toEqual(["id-a"]);
});

test("a waived event is not forbidden", () => {
  const policy = { ...waiving({}), rules: { "tls-removed": { forbid: true } } };
  expect(applyPolicy([event("a")], policy, now)).toMatchObject({
    forbidden: [],
    waived: [{ eventId: "id-a", waiver: "internal only (until 2026-05-04, accepted by alice)" }],
  });
});

test("applying a policy twice is applying it once", () => {
  const policy = { ...waiving({}), rules: { "tls-removed": { severity: "low", forbid: true } } } as const;
  const once = applyPolicy([event("a"), event("b")], policy, now);
  expect(applyPolicy(once.events, policy, now)).toEqual(once);
});

describe("a waiver holds through its last day, in UTC", () => {
  test.each([
    ["2026-05-04T00:00:00.000Z", true],
    ["2026-05-04T23:59:59.999Z", true],
    ["2026-05-05T00:00:00.000Z", false],
  ])("at %s: %s", (time, holds) => {
    expect(applyPolicy([event("a")], waiving({}), new Date(time)).waived).toHaveLength(holds ? 1 : 0);
  });
});

describe("a waiver is for the objects it names", () => {
  test.each<[pattern: string, namespace: string | null, name: string, covered: boolean]>([
    ["shop/Ingress/a", "shop", "a", true],
    ["shop/Ingress/*", "shop", "anything", true],
    ["*/Ingress/a", "shop", "a", true],
    ["*/Ingress/a", null, "a", true],
    ["Ingress/a", null, "a", true],
    ["Ingress/a", "shop", "a", false],
    ["shop/Ingress/a", null, "a", false],
    ["shop/Ingress/a", "shop", "ab", false],
    ["shop/Service/a", "shop", "a", false],
    ["staging/Ingress/*", "shop", "a", false],
    ["staging/Ingress/*", "shop", "staging/Ingress/a", false],
    ["shop/Ingress/.", "shop", "a", false],
  ])("%s, namespace %s, name %s: %s", (resource, namespace, name, covered) => {
    const found = event("a", { resource: { apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace, name } });
    expect(applyPolicy([found], waiving({ resource }), now).waived).toHaveLength(covered ? 1 : 0);
  });

  test("and for its rule only", () => {
    expect(applyPolicy([event("a")], waiving({ rule: "host-wildcard-added" }), now).waived).toEqual([]);
  });
});

function waiving(changes: Partial<Waiver>): Policy {
  const waiver = { rule: "tls-removed", resource: "shop/Ingress/a", until: "2026-05-04", reason: "internal only" };
  return { ...defaultPolicy, waivers: [{ ...waiver, approvedBy: "alice", ...changes }] };
}
