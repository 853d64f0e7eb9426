import { describe, expect, test } from "@jest/globals";
import { allRules } from "../../src/rules/all-rules.ts";
import { filesOfExample } from "../../src/rules/example-files.ts";
import type { Replacement, SecurityEvent } from "../../src/rules/security-event.ts";
import { eventsBetween } from "../support/review-example.ts";

const restoring = allRules.filter(({ fixedByRestoring }) => fixedByRestoring);

describe.each(restoring.map((rule) => ({ id: rule.id, rule })))("the suggestion of $id", ({ rule }) => {
  test("is mechanical in some example, and applying it leaves nothing to report", async () => {
    let mechanical = 0;
    for (const { diff, zones, events: expected } of rule.examples) {
      if (expected.length === 0) continue;
      const { before, after } = filesOfExample(diff);
      const events = await eventsBetween(before, after, zones);
      const own = events.find((event) => event.rule === rule.id);
      if (!own?.fix?.replacement) continue;
      mechanical++;
      const left = await eventsBetween(before, applied(after, own.fix.replacement), zones);
      expect(left.map(({ id }) => id)).not.toContain(own.id);
      if (events.length === 1) expect(left.map(messageOf)).toEqual([]);
    }
    expect(mechanical).toBeGreaterThan(0);
  });
});

function applied(files: Readonly<Record<string, string>>, { file, startLine, endLine, lines }: Replacement) {
  const text = (files[file] ?? "").split("\n");
  text.splice(startLine - 1, endLine - startLine + 1, ...lines);
  return { ...files, [file]: text.join("\n") };
}

function messageOf({ rule, message }: SecurityEvent): string {
  return `${rule}: ${message}`;
}
