import { decodeText } from "../kubernetes/decode-text.ts";
import type { ChangedFile, DesiredState } from "../kubernetes/desired-state.ts";
import { isIgnoreName } from "../kubernetes/file-names.ts";
import type { Tree } from "../kubernetes/tree.ts";
import { isControlFile } from "./control/control-files.ts";

/** Text of changed files that no analysis reads as objects: generator inputs, templates, policy, CODEOWNERS, workflows. */
export type ChangedTexts = ReadonlyMap<string, ChangedText>;

/** Null: the file does not exist on that side. Undefined: it exists, but its text cannot be read. */
export interface ChangedText {
  readonly before: string | null | undefined;
  readonly after: string | null | undefined;
}

const maxBytes = 1024 * 1024;

/** Reads the texts that `coverageChanges` and `controlChanges` look into. Only changed files are read. */
export async function readChangedTexts(
  tree: Tree,
  states: { readonly before: DesiredState; readonly after: DesiredState; readonly changed: readonly ChangedFile[] },
): Promise<ChangedTexts> {
  const files = new Set(
    [states.before, states.after].flatMap(({ generators, unread }) => [
      ...generators.flatMap(({ inputs }) => inputs.map(({ file }) => file)),
      ...unread.map(({ file }) => file),
    ]),
  );
  const wanted = states.changed.filter(({ path }) => files.has(path) || isControlFile(path) || isIgnoreName(path));
  const texts = await textsOf(
    tree,
    wanted.flatMap(({ before, after }) => [before, after].flatMap((entry) => (entry ? [entry.blobId] : []))),
  );
  const textOf = (entry: ChangedFile["before"]) => (entry ? texts.get(entry.blobId) : null);
  return new Map(wanted.map(({ path, before, after }) => [path, { before: textOf(before), after: textOf(after) }]));
}

async function textsOf(tree: Tree, blobIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (blobIds.length === 0) return texts;
  for await (const blob of tree.read(blobIds, { maxBytes })) {
    if (blob.kind !== "content") continue;
    const decoded = decodeText(blob.bytes);
    if (decoded.kind === "text") texts.set(blob.blobId, decoded.text);
  }
  return texts;
}
