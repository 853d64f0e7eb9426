import type { Command } from "./command.ts";
import type { WorkKey } from "./work-key.ts";

/** Work that follows from one delivery. */
export interface Work {
  readonly key: WorkKey;
  readonly command?: Command;
}

/**
 * One webhook event: which of its actions matter and what may have changed. The payload is only a hint; a worker reads
 * the live state. Pure, and called before the delivery is answered.
 */
export interface EventHandler {
  /** GitHub's name of the event; the file is called after it. */
  readonly event: string;
  /** Other actions are ignored. Empty for an event without actions. */
  readonly actions: readonly string[];
  /** Throws a ZodError if the payload is not what GitHub documents. */
  workKeys(payload: unknown): readonly Work[];
}
