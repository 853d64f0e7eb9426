import { expect, test } from "@jest/globals";
import { type ApprovalScope, coveredEvents } from "../../src/review/approval-scope.ts";
import { earlier, event, head, person, review } from "../support/review-facts.ts";

const scope: ApprovalScope = { head, bindTo: "events", eventsAt: { [earlier]: ["print-a"] } };
const events = [event("a"), event("b")];
const covered = (approval: ReturnType<typeof review>, at: Partial<ApprovalScope> = {}) =>
  coveredEvents(approval, events, { ...scope, ...at }).map(({ id }) => id);

test("an approval of the head covers whatever the head shows", () => {
  expect(covered(review(person("alice")))).toEqual(["id-a", "id-b"]);
});

test("what a stricter policy finds at the same head afterwards was not approved", () => {
  const before = { ...review(person("alice")), eventsSeen: ["print-a"] };
  expect(covered(before)).toEqual(["id-a"]);
  expect(covered(before, { bindTo: "commit" })).toEqual(["id-a"]);
});

test("what was shown at an earlier commit when the approval was given counts, not what was found there later", () => {
  const before = { ...review(person("alice"), "APPROVED", earlier), eventsSeen: [] };
  expect(covered(before)).toEqual([]);
});

test("an approval of an unknown commit covers nothing", () => {
  expect(covered(review(person("alice"), "APPROVED", "f".repeat(40)))).toEqual([]);
});
