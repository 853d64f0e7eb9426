import { seal } from "../../src/audit/chain.ts";
import type { AuditEntry, EntryDraft } from "../../src/audit/entry-v1.ts";

export function auditDraft(changes: Partial<EntryDraft> = {}): EntryDraft {
  return {
    kind: "evaluated",
    time: "2026-05-04T10:00:00.000Z",
    repository: "acme/gitops",
    pullRequest: 1,
    head: "a".repeat(40),
    base: "b".repeat(40),
    policySha: "default",
    actor: { id: 7, login: "mona" },
    details: { outcome: "pass" },
    ...changes,
  };
}

/** A chain of one entry per draft. */
export function chainOf(drafts: readonly EntryDraft[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const draft of drafts) entries.push(seal(draft, entries.at(-1) ?? null));
  return entries;
}

export function chainOfLength(length: number): AuditEntry[] {
  return chainOf(Array.from({ length }, (_, index) => auditDraft({ pullRequest: index + 1 })));
}
