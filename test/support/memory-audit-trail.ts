import type { AuditTrail } from "../../src/audit/audit-trail.ts";
import { seal } from "../../src/audit/chain.ts";
import type { AuditEntry } from "../../src/audit/entry-v1.ts";

/** Where a memory trail keeps its entries; hand the same store to a second trail to "reopen" it. */
export interface MemoryStore {
  readonly entries: AuditEntry[];
  readonly byKey: Map<string, AuditEntry>;
}

export function memoryAuditTrail(store: MemoryStore = { entries: [], byKey: new Map() }): AuditTrail {
  return {
    async append(draft, key) {
      const known = key === undefined ? undefined : store.byKey.get(key);
      if (known) return known;
      const entry = seal(draft, store.entries.at(-1) ?? null);
      store.entries.push(entry);
      if (key !== undefined) store.byKey.set(key, entry);
      return entry;
    },
    async *read(from = 1) {
      yield* store.entries.slice(from - 1);
    },
    async head() {
      const last = store.entries.at(-1);
      return last ? { sequence: last.sequence, hash: last.hash } : null;
    },
  };
}
