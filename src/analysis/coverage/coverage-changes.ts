import type { ChangedFile, DesiredState } from "../../kubernetes/desired-state.ts";
import type { ChangedTexts } from "../changed-texts.ts";
import { applicationChanges } from "./application/application-changes.ts";
import type { CoverageChange } from "./coverage-change.ts";
import { ignoreFileChanges } from "./ignore-files.ts";
import { duplicateKeyChanges, unreadChanges } from "./unread-changes.ts";
import { unrenderedChanges } from "./unrendered-changes.ts";

/**
 * What changed without being understood: unreadable manifests, and inputs of programs that nobody ran here.
 * Pure. `texts` gives lines and what cannot be parsed; a text that is missing counts as unknown.
 */
export function coverageChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  texts: ChangedTexts = new Map(),
): readonly CoverageChange[] {
  return [
    ...unreadChanges(before, after, changed, texts),
    ...duplicateKeyChanges(before, after, changed),
    ...applicationChanges(before, after),
    ...ignoreFileChanges(before, after, changed, texts),
    ...unrenderedChanges(before, after, changed, texts),
  ];
}
