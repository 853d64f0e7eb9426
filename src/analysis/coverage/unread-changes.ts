import type { ChangedFile, DesiredState, Unread, UnreadReason } from "../../kubernetes/desired-state.ts";
import { isProtectedKindName, isProtectedObject } from "../../kubernetes/kinds.ts";
import type { ChangedText, ChangedTexts } from "../changed-texts.ts";
import type { DuplicateKeys, UnreadContent, UnreadFiles } from "./coverage-change.ts";
import { isTemplateSourceName } from "./template-sources.ts";
import { kindsThatMatter, sameInstructions } from "./unreadable-text.ts";

/** Changed files that cannot be read as the objects they hold. Inputs of generators are judged elsewhere. */
export function unreadChanges(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
  texts: ChangedTexts,
): readonly (UnreadContent | UnreadFiles)[] {
  const inputs = new Set(
    [...before.generators, ...after.generators].flatMap(({ inputs }) => inputs.map(({ file }) => file)),
  );
  const sources = new Set(
    changed
      .filter(({ path }) => isTemplateSourceName(path))
      .filter(
        ({ path }) =>
          ![...before.unread, ...after.unread].some((one) => one.file === path && one.reason !== "template"),
      )
      .map(({ path }) => path),
  );
  const movedFrom = new Set(changed.filter(({ after: still }) => !still).map(({ before: entry }) => entry?.blobId));
  const unread = changed.flatMap((file) => {
    if (inputs.has(file.path)) return [];
    if (sources.has(file.path)) return [];
    const was = before.unread.filter((unread) => unread.file === file.path);
    const is = after.unread.filter((unread) => unread.file === file.path);
    if (carryTheSame(was, is)) return [];
    const isMove = !file.before && movedFrom.has(file.after?.blobId);
    if (is.length === 0 && (was.length === 0 || file.after)) return [];
    if (isMove || (!file.after && movedTo(file, changed))) return [];
    const text = texts.get(file.path);
    if (typeof text?.before === "string" && typeof text.after === "string" && sameInstructions(text.before, text.after))
      return [];
    return [changeOf(file, was, is, before, text)];
  });
  const quiet = unread.filter(({ protectedKinds, searched }) => searched && protectedKinds.length === 0);
  const loud = unread.filter((change) => !quiet.includes(change));
  return quiet.length === 0 ? loud : [...loud, foldQuiet(quiet)];
}

/** Carriers in which only something else changed: versions, parameters, names of clusters. */
function carryTheSame(was: readonly Unread[], is: readonly Unread[]): boolean {
  const carried = (side: readonly Unread[]) => side.map(({ carried: content }) => content ?? "").sort();
  const isKnown = [...was, ...is].every((one) => one.carried !== undefined);
  return isKnown && JSON.stringify(carried(was)) === JSON.stringify(carried(is));
}

/** Files without a sign of a protected kind are one change, however many they are. */
function foldQuiet(quiet: readonly UnreadContent[]): UnreadFiles {
  return {
    topic: "coverage",
    kind: "unread-files",
    view: "",
    direction: "unknown",
    files: quiet.map(({ file }) => file).sort(),
    details: [...new Set(quiet.map(({ detail }) => detail))].sort(),
    resource:
      quiet.length === 1 && quiet[0]
        ? quiet[0].resource
        : { apiVersion: "", kind: "Repository", namespace: null, name: "." },
    effect: { unread: quiet.map(({ effect }) => effect) },
    parts: quiet.map(({ effect }) => effect),
    before: null,
    after: null,
    because: quiet.flatMap(({ because }) => because),
  };
}

function movedTo(file: ChangedFile, changed: readonly ChangedFile[]): boolean {
  return changed.some((other) => !other.before && other.after?.blobId === file.before?.blobId);
}

function changeOf(
  file: ChangedFile,
  was: readonly Unread[],
  is: readonly Unread[],
  before: DesiredState,
  text: ChangedText | undefined,
): UnreadContent {
  const [unread] = (is.length > 0 ? is : was) as [Unread, ...Unread[]];
  const held = before.resources.filter((resource) => resource.file === file.path && isProtectedObject(resource));
  const kinds = [
    ...held.map(({ kind }) => kind),
    ...was.flatMap(({ seemsToHold }) => kindsThatMatter(seemsToHold, text?.before, text?.after)),
    ...is.flatMap(({ seemsToHold }) => kindsThatMatter(seemsToHold, text?.before, text?.after)),
  ];
  return {
    topic: "coverage",
    kind: "unread-content",
    view: "",
    direction: "unknown",
    file: file.path,
    reason: unread.reason,
    detail: unread.detail,
    removed: !file.after,
    protectedKinds: [...new Set([...kinds.filter(isProtectedKindName), ...generatorKindsIn(text)])].sort(),
    searched: !unsearchable.has(unread.reason),
    resource: { apiVersion: "", kind: "File", namespace: null, name: file.path },
    // The content is unknown, so its address stands for it; without the path, a copy elsewhere would pass unseen.
    effect: { file: file.path, before: file.before?.blobId ?? null, after: file.after?.blobId ?? null },
    before: null,
    after: null,
    because: [...is, ...was].map(({ location }) => location),
  };
}

/** A HelmRelease or an Application can bring objects of any kind. */
function generatorKindsIn(text: ChangedText | undefined): readonly string[] {
  const found = [text?.before, text?.after].flatMap((side) => [
    ...(side ?? "").matchAll(
      /^\s*["']?kind["']?\s*:\s*["']?(HelmRelease|HelmChart|HelmChartConfig|Kustomization|Application|ApplicationSet)\b/gm,
    ),
  ]);
  const isFlux = [text?.before, text?.after].some((side) => side?.includes("kustomize.toolkit"));
  // kustomize's own Kustomization is a file of settings, Flux' Kustomization is an object.
  return found.flatMap(([, kind]) => (kind === undefined || (kind === "Kustomization" && !isFlux) ? [] : [kind]));
}

/** Reasons for which the text was not searched for kinds either. */
const unsearchable: ReadonlySet<UnreadReason> = new Set(["missing-blob", "too-large"]);

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
