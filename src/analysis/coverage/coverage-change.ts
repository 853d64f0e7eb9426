import type { UnreadReason } from "../../kubernetes/desired-state.ts";
import type { ResourceRef } from "../../kubernetes/resource.ts";
import type { Change } from "../change.ts";
import type { ApplicationMark, HoldMark } from "./application/application-marks.ts";
import type { Concern } from "./concern.ts";

/** A change that was seen but cannot be judged. Its loudness says how likely it concerns exposure or access. */
export type CoverageChange =
  | UnreadContent
  | UnreadFiles
  | DuplicateKeys
  | ProtectedKind
  | ApplicationChange
  | Unrendered
  | RuleFailure;

/** A changed file, or a document of it, that cannot be read as the objects it holds. */
export interface UnreadContent extends Change {
  readonly topic: "coverage";
  readonly kind: "unread-content";
  readonly file: string;
  readonly reason: UnreadReason;
  /** One sentence with the parser's own message. */
  readonly detail: string;
  /** The file is gone; what it held was never understood. */
  readonly removed: boolean;
  /** Protected kinds that the file held while it was readable, or that its text seems to hold. */
  readonly protectedKinds: readonly string[];
  /** False where the text could not even be searched: that no protected kind shows is then no evidence. */
  readonly searched: boolean;
}

/** Changed files that cannot be read and whose text shows no protected kind. */
export interface UnreadFiles extends Change {
  readonly topic: "coverage";
  readonly kind: "unread-files";
  readonly files: readonly string[];
  readonly details: readonly string[];
}

/** A mapping in a changed file names a key twice; the last one wins, which a reviewer easily overlooks. */
export interface DuplicateKeys extends Change {
  readonly topic: "coverage";
  readonly kind: "duplicate-keys";
  readonly file: string;
  readonly notes: readonly string[];
}

/** Objects of a kind that routes or restricts traffic, whose semantics no analysis models yet. */
export interface ProtectedKind extends Change {
  readonly topic: "coverage";
  readonly kind: "protected-kind";
  readonly objects: readonly ResourceRef[];
  readonly what: "added" | "removed" | "altered";
  /** Top-level fields of the spec and annotations that differ. */
  readonly fields: readonly string[];
}

/** What objects say about how they are applied: what stands in the repository is then not what the cluster has. */
export interface ApplicationChange extends Change {
  readonly topic: "coverage";
  readonly kind: "application";
  readonly objects: readonly ResourceRef[];
  /** Objects that keep others out, or that let somebody in: what it means that one is not applied. */
  readonly role: "guard" | "opening";
  readonly found: ApplicationFinding;
}

export type ApplicationFinding =
  /** No longer applied, or new and not applied. */
  | { readonly what: "held"; readonly mark: HoldMark; readonly isNew: boolean }
  /** Applied from now on. */
  | { readonly what: "released"; readonly mark: HoldMark }
  /** Changed, while nothing applies it. */
  | { readonly what: "changed-in-vain"; readonly mark: HoldMark }
  /** Will stay in the cluster when it is deleted here, or no longer will. */
  | { readonly what: "kept" | "given-up"; readonly mark: ApplicationMark }
  /** Deleted here, and not in the cluster. */
  | { readonly what: "left-behind"; readonly mark: ApplicationMark };

/** Inputs of one root (kustomization, chart, HelmRelease …) that differ, while its output is not rendered. */
export interface Unrendered extends Change {
  readonly topic: "coverage";
  readonly kind: "unrendered";
  readonly concern: Concern;
  /** What differs, a short text each, such as "`ingress.enabled`: false → true". Untrusted text. */
  readonly details: readonly string[];
  readonly files: readonly string[];
}

/** A rule of ours threw. */
export interface RuleFailure extends Change {
  readonly topic: "coverage";
  readonly kind: "rule-failure";
  readonly rule: string;
  readonly detail: string;
}
