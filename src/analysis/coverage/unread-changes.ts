import type { ChangedFile, DesiredState, Unread, UnreadReason } from "../../kubernetes/desired-state.ts";
import { isProtectedKindName, topicOf } from "../../kubernetes/kinds.ts";
import type { DuplicateKeys, UnreadContent } from "./coverage-change.ts";

/** Changed files that cannot be read as the objects they hold. Inputs of generators are judged elsewhere. */
export function unreadChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
): readonly UnreadContent[] {
  const inputs = new Set(
    [...before.generators, ...after.generators].flatMap(({ inputs }) => inputs.map(({ file }) => file)),
  );
  const movedFrom = new Set(changed.filter(({ after: still }) => !still).map(({ before: entry }) => entry?.blobId));
  return changed.flatMap((file) => {
    if (inputs.has(file.path)) return [];
    const was = before.unread.filter((unread) => unread.file === file.path);
    const is = after.unread.filter((unread) => unread.file === file.path);
    const isMove = !file.before && movedFrom.has(file.after?.blobId);
    if (is.length === 0 && (was.length === 0 || file.after)) return [];
    if (isMove || (!file.after && movedTo(file, changed))) return [];
    return [changeOf(file, was, is, before)];
  });
}

function movedTo(file: ChangedFile, changed: readonly ChangedFile[]): boolean {
  return changed.some((other) => !other.before && other.after?.blobId === file.before?.blobId);
}

function changeOf(
  file: ChangedFile,
  was: readonly Unread[],
  is: readonly Unread[],
  before: DesiredState,
): UnreadContent {
  const [unread] = (is.length > 0 ? is : was) as [Unread, ...Unread[]];
  const held = before.resources.filter(
    (resource) => resource.file === file.path && isProtected(resource.group, resource.kind),
  );
  const kinds = [...held.map(({ kind }) => kind), ...[...was, ...is].flatMap(({ seemsToHold }) => seemsToHold)];
  return {
    topic: "coverage",
    kind: "unread-content",
    view: "",
    direction: "unknown",
    file: file.path,
    reason: unread.reason,
    detail: unread.detail,
    removed: !file.after,
    protectedKinds: [...new Set(kinds.filter(isProtectedKindName))].sort(),
    opaque: unsearchable.has(unread.reason),
    resource: { apiVersion: "", kind: "File", namespace: null, name: file.path },
    // The content is unknown, so its address stands for it; without the path, a copy elsewhere would pass unseen.
    effect: { file: file.path, before: file.before?.blobId ?? null, after: file.after?.blobId ?? null },
    before: null,
    after: null,
    because: [...is, ...was].map(({ location }) => location),
  };
}

/** Reasons for which the text was not searched for kinds either. */
const unsearchable: ReadonlySet<UnreadReason> = new Set(["missing-blob", "too-large"]);

function isProtected(group: string, kind: string): boolean {
  const topic = topicOf(group, kind);
  return topic === "exposure" || topic === "access" || topic === "opaque";
}

/** Keys that stand twice in a mapping of a changed file and did not before. */
export function duplicateKeyChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
): readonly DuplicateKeys[] {
  return changed.flatMap(({ path }) => {
    const known = new Set(before.notes.filter(({ file }) => file === path).map(({ message }) => message));
    const notes = after.notes.filter(({ file, message }) => file === path && !known.has(message));
    if (notes.length === 0) return [];
    const messages = [...new Set(notes.map(({ message }) => message))].sort();
    return [
      {
        topic: "coverage",
        kind: "duplicate-keys",
        view: "",
        direction: "unknown",
        file: path,
        notes: messages,
        resource: { apiVersion: "", kind: "File", namespace: null, name: path },
        effect: { file: path, notes: messages },
        before: null,
        after: null,
        because: notes.map(({ location }) => location),
      },
    ];
  });
}
