import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { AuditEntry, EntryDraft } from "./entry-v1.ts";

/** The end of a chain: enough to continue it, and to notice later that it was cut or rewritten. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What the first entry has for `previous`. */
export const noEntry = "0".repeat(64);

/**
 * Makes the draft the entry after `previous` (null for the first one). The result is exactly what its JSON text
 * reads back as, so that what is hashed, kept and exported cannot differ.
 */
export function seal(draft: EntryDraft, previous: ChainHead | null): AuditEntry {
  const unsealed: Omit<AuditEntry, "hash"> = {
    version: 1,
    sequence: (previous?.sequence ?? 0) + 1,
    previous: previous?.hash ?? noEntry,
    kind: draft.kind,
    time: draft.time,
    repository: draft.repository,
    pullRequest: draft.pullRequest,
    head: draft.head,
    base: draft.base,
    policySha: draft.policySha,
    actor: draft.actor,
    details: JSON.parse(JSON.stringify(draft.details, withoutInfinities)),
  };
  return { ...JSON.parse(canonicalJson(unsealed)), hash: hashOf(unsealed) };
}

/** Manifests can say `.nan` and `.inf`, JSON cannot: such a number is recorded by its name. */
function withoutInfinities(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** sha256 (hex) over the canonical JSON (RFC 8785) of an entry without its `hash`. */
export function hashOf(unsealed: Omit<AuditEntry, "hash">): string {
  return createHash("sha256").update(canonicalJson(unsealed), "utf8").digest("hex");
}
