import type { UnreadReason } from "./desired-state.ts";
import type { KindTopic } from "./kinds.ts";
import type { FieldPath, PlainObject } from "./resource.ts";
import type { Place } from "./source-place.ts";
import type { SourceDocument } from "./split-documents.ts";

/** What a blob holds, whatever its path and commit: this is what the cache keeps. */
export interface ParsedManifest {
  readonly objects: readonly ParsedObject[];
  readonly unread: readonly ParsedUnread[];
  readonly notes: readonly ParsedNote[];
  /** Documents were not read because, if anything, they hold workloads that matter to network policies alone. */
  readonly leftOut: boolean;
}

export interface ParsedObject {
  readonly topic: KindTopic;
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: PlainObject;
  readonly origin: Origin;
  /** No route depends on the workload: it matters for the pods that it makes. */
  readonly onlyPods?: boolean;
  /** The workload matters to network policies alone: it is read only where they are compared. */
  readonly onlyForPolicies?: boolean;
}

/** Where an object stands in its blob: enough to find the place of any of its fields again. */
export interface Origin {
  readonly source: SourceDocument;
  /** Which document of `source`. */
  readonly document: number;
  /** The way to the object inside the document: not empty for an item of a List. */
  readonly path: FieldPath;
}

export interface ParsedUnread {
  readonly reason: UnreadReason;
  readonly detail: string;
  readonly place: Place;
  readonly seemsToHold: readonly string[];
  readonly carried?: string;
}

export interface ParsedNote {
  readonly message: string;
  readonly place: Place;
}

export const emptyManifest: ParsedManifest = { objects: [], unread: [], notes: [], leftOut: false };

export const leftOutManifest: ParsedManifest = { ...emptyManifest, leftOut: true };
