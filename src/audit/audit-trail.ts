import type { AuditEntry, EntryDraft } from "./entry-v1.ts";

/** Where entries are kept. Implementations append atomically and never change or remove an entry. */
export interface AuditTrail {
  /**
   * Appends at the end of the chain. With a `key`, a second append of the same key is a no-op that returns the first
   * entry: a resumed worker may repeat itself without repeating the record.
   */
  append(draft: EntryDraft, key?: string): Promise<AuditEntry>;
  /** Entries in order of sequence, from `from` (default 1). */
  read(from?: number): AsyncIterable<AuditEntry>;
  head(): Promise<{ readonly sequence: number; readonly hash: string } | null>;
}
