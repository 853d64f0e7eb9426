import type { BlobContent, FileMode } from "../kubernetes/tree.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";

/** What the worker is given: plain data. The repository, and the token that opens it, stay where they are. */
export type ReviewQuestion = Omit<ReviewInput, "tree" | "cache">;

export type ToWorker = { readonly kind: "review"; readonly question: ReviewQuestion } | TreeAnswer;

export type FromWorker =
  | TreeCall
  | { readonly kind: "reviewed"; readonly plan: ReviewPlan; readonly parsing: Parsing }
  | { readonly kind: "failed"; readonly error: ThrownError; readonly parsing: Parsing };

/** How many blobs one review parsed, and how many it knew already. */
export interface Parsing {
  readonly parsed: number;
  readonly reused: number;
}

/** `call` numbers the calls of one worker. A batch of blobs comes only when it is asked for. */
export type TreeCall =
  | { readonly kind: "list"; readonly call: number; readonly commit: string }
  | {
      readonly kind: "read";
      readonly call: number;
      readonly blobIds: readonly string[];
      readonly maxBytes: number | undefined;
    }
  | { readonly kind: "read-on"; readonly call: number }
  | { readonly kind: "stop-reading"; readonly call: number };

export type TreeAnswer =
  | { readonly kind: "listed"; readonly call: number; readonly list: PackedList }
  | { readonly kind: "blobs"; readonly call: number; readonly batch: PackedBatch }
  | { readonly kind: "tree-failed"; readonly call: number; readonly message: string };

/** A list of files in three long strings: copying a hundred thousand objects would hold up the event loop. */
export interface PackedList {
  /** Separated by NUL, which no path holds. */
  readonly paths: string;
  readonly modes: readonly FileMode[];
  /** Separated by spaces. */
  readonly blobIds: string;
}

/** Some blobs. The contents lie one after the other in `bytes`. */
export interface PackedBatch {
  readonly blobs: readonly PackedBlob[];
  readonly bytes: ArrayBuffer;
  readonly isLast: boolean;
}

export type PackedBlob =
  | { readonly kind: "content"; readonly blobId: string; readonly size: number }
  | Exclude<BlobContent, { readonly kind: "content" }>;

export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}
