/** Kinds of entries. Permanent: old trails must stay readable. */
export type EntryKind =
  | "evaluated"
  | "approval-counted"
  | "approval-rejected"
  | "overridden"
  | "merged"
  | "merged-without-approval"
  | "gate-removed"
  | "policy-changed"
  | "delivery-recovered";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What the caller knows. The trail adds sequence, previous hash and hash. */
export interface EntryDraft {
  readonly kind: EntryKind;
  /** RFC 3339 UTC with milliseconds, from the caller's clock. */
  readonly time: string;
  readonly repository: string;
  readonly pullRequest: number | null;
  readonly head: string | null;
  readonly base: string | null;
  readonly policySha: string | null;
  readonly actor: { readonly id: number; readonly login: string } | null;
  readonly details: Json;
}

/** One link of the chain: `hash` = sha256 over the RFC 8785 canonical JSON of the entry without `hash`. */
export interface AuditEntry extends EntryDraft {
  readonly version: 1;
  readonly sequence: number;
  /** `hash` of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}
