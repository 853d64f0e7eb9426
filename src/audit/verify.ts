import { type ChainHead, hashOf, noEntry } from "./chain.ts";
import type { AuditEntry } from "./entry-v1.ts";
import { readEntry } from "./read-entry.ts";

export type TrailProblem =
  | "malformed"
  | "wrong-version"
  | "wrong-sequence"
  | "wrong-previous"
  | "wrong-hash"
  | "tail-cut-off"
  | "rewritten";

/** Something an assessor should know although every link holds, such as a clock that went backwards. */
export interface TrailNote {
  readonly at: number;
  readonly message: string;
}

export type Verification =
  | {
      readonly kind: "intact";
      readonly count: number;
      readonly head: ChainHead | null;
      readonly notes: readonly TrailNote[];
    }
  | {
      readonly kind: "broken";
      /** Place of the first bad entry, counted from 1: its line in an export, and the sequence it should have. */
      readonly at: number;
      readonly problem: TrailProblem;
      /** One sentence for the person who checks. */
      readonly explanation: string;
    };

type Broken = Extract<Verification, { kind: "broken" }>;

/**
 * Checks a trail from its first entry on and names the first entry that does not fit.
 *
 * The chain alone shows an edit, a loss or a move inside it. A cut tail, or a chain written anew from some entry on, shows
 * only against `expectedHead`: a head that was quoted outside the store. The trail may have grown since then.
 */
export async function verifyEntries(
  entries: AsyncIterable<unknown> | Iterable<unknown>,
  expectedHead: ChainHead | null = null,
): Promise<Verification> {
  let last: AuditEntry | null = null;
  let count = 0;
  const notes: TrailNote[] = [];
  for await (const value of entries) {
    count += 1;
    const read = readEntry(value);
    if (read.kind === "malformed")
      return broken(count, "malformed", `Entry ${count} is not an audit entry: ${read.why}.`);
    if (read.kind === "other-version")
      return broken(count, "wrong-version", `Entry ${count} does not have version 1, the only one there is.`);
    const problem = linkProblem(read.entry, count, last) ?? anchorProblem(read.entry, expectedHead);
    if (problem) return problem;
    if (last && read.entry.time < last.time)
      notes.push({
        at: count,
        message: `Entry ${count} is dated before entry ${count - 1}: the clock went backwards.`,
      });
    last = read.entry;
  }
  if (expectedHead && count < expectedHead.sequence) return cutOff(count, expectedHead);
  return { kind: "intact", count, head: last && { sequence: last.sequence, hash: last.hash }, notes };
}

function linkProblem(entry: AuditEntry, at: number, last: AuditEntry | null): Broken | undefined {
  if (entry.sequence !== at)
    return broken(
      at,
      "wrong-sequence",
      `Entry ${entry.sequence} stands where entry ${at} belongs: entries were removed, added or moved.`,
    );
  const { hash, ...unsealed } = entry;
  if (safeHash(unsealed) !== hash)
    return broken(at, "wrong-hash", `Entry ${at} was changed: its content does not give its hash.`);
  if (entry.previous !== (last?.hash ?? noEntry))
    return broken(at, "wrong-previous", `Entry ${at} does not continue entry ${at - 1}: one of the two was replaced.`);
  return undefined;
}

function anchorProblem(entry: AuditEntry, expected: ChainHead | null): Broken | undefined {
  if (!expected || entry.sequence !== expected.sequence || entry.hash === expected.hash) return undefined;
  return broken(
    entry.sequence,
    "rewritten",
    `Entry ${entry.sequence} is not the one that was quoted as head: this entry or earlier ones were written anew.`,
  );
}

function cutOff(count: number, expected: ChainHead): Broken {
  const explanation = `Entry ${count + 1} is missing: the trail ends after ${count}, but reached ${expected.sequence} before.`;
  return broken(count + 1, "tail-cut-off", explanation);
}

/** Hostile entries may be nested too deeply for the canonical form; such an entry has no hash and fails. */
function safeHash(unsealed: Omit<AuditEntry, "hash">): string | null {
  try {
    return hashOf(unsealed);
  } catch {
    return null;
  }
}

function broken(at: number, problem: TrailProblem, explanation: string): Broken {
  return { kind: "broken", at, problem, explanation };
}
