import { allChanges } from "../../src/analysis/all-changes.ts";
import { readChangedTexts } from "../../src/analysis/changed-texts.ts";
import { type ZoneDefinition, zoneFacts } from "../../src/analysis/connectivity/zone-facts.ts";
import { readStates } from "../../src/kubernetes/read-states.ts";
import { touchedLines } from "../../src/kubernetes/touched-lines.ts";
import { viewsOf } from "../../src/kubernetes/views.ts";
import { findSecurityEvents } from "../../src/rules/find-security-events.ts";
import { rulesFor } from "../../src/rules/rules-for.ts";
import type { SecurityEvent } from "../../src/rules/security-event.ts";
import { type MemoryCommit, memoryTree } from "./memory-tree.ts";

/** The events between two sets of files, through the real pipeline. */
export async function eventsBetween(
  before: MemoryCommit,
  after: MemoryCommit,
  zones: Readonly<Record<string, ZoneDefinition>> = {},
): Promise<readonly SecurityEvent[]> {
  const tree = memoryTree({ before, after });
  const states = await readStates(tree, { before: "before", after: "after" });
  const views = viewsOf(states.before, states.after, []);
  const texts = await readChangedTexts(tree, states);
  const changes = await allChanges(states.before, states.after, states.changed, views, {
    controllers: {},
    zones: zoneFacts(zones),
    texts,
  });
  const touched = await touchedLines(
    tree,
    states.changed,
    new Set(changes.flatMap(({ because }) => because.map(({ file }) => file))),
  );
  return findSecurityEvents(changes, { touched, rules: await rulesFor(changes) });
}
