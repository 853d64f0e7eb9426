import { directoryOf } from "../../../kubernetes/file-names.ts";
import type { FieldPath, Plain } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, samePlain } from "../../plain-differences.ts";
import { plainOfYamlText } from "../../yaml-text.ts";
import type { Concern } from "../concern.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { holdsProtected } from "./holds-protected.ts";
import { isProtectedTarget, type PatchTarget, patchFindings } from "./patch-findings.ts";
import { patchTargetOf } from "./patch-targets.ts";

/** The fields of a kustomization that list patches, in each of its API versions. */
export const patchFields: ReadonlySet<string> = new Set(["patches", "patchesStrategicMerge", "patchesJson6902"]);

/**
 * What changed in a list of patches, which stands at `at` in a kustomization, or in an object of Flux or Argo CD that
 * kustomizes what it delivers.
 */
export function patchListFindings(
  edit: InputEdit,
  at: FieldPath,
  before: Plain | undefined,
  after: Plain | undefined,
  label: FieldPath = at,
): readonly InputFinding[] {
  const [one, other] = [listOf(before), listOf(after)];
  const gone = one.filter((entry) => !other.some((match) => samePlain(entry, match)));
  const come = other.filter((entry) => !one.some((match) => samePlain(entry, match)));
  const read = (entry: Plain) => entryOf(edit, entry);
  return paired(gone.map(read), come.map(read)).flatMap(([left, right]) => {
    const index = Math.max(0, right ? other.indexOf(right.entry) : left ? one.indexOf(left.entry) : 0);
    const target = right?.target ?? left?.target;
    const [path, shown] = [
      [...at, index],
      [...label, index],
    ];
    const inline = patchFindings(edit, left?.inline, right?.inline, [...path, "patch"], target, [...shown, "patch"]);
    // A text that is new or gone as a whole says all by itself.
    const isWhole = (left === undefined || right === undefined) && (left ?? right)?.inline !== undefined;
    if (isWhole || left?.rest === right?.rest) return inline;
    const { concern, before: was, after: is } = referenceOf(edit, left, right, target);
    return [...inline, findingOf(edit, concern, { path, label: shown, before: was, after: is })];
  });
}

/** Patches that changed beside what they were: one of another kind of object is another patch. */
function paired(
  gone: readonly PatchEntry[],
  come: readonly PatchEntry[],
): readonly (readonly [PatchEntry | undefined, PatchEntry | undefined])[] {
  const open = new Set(gone);
  const take = (alike: (entry: PatchEntry) => boolean): PatchEntry | undefined => {
    const found = [...open].find(alike);
    if (found) open.delete(found);
    return found;
  };
  const exact = come.map((right) => [take(({ rest }) => rest === right.rest), right] as const);
  const pairs = exact.map(
    ([left, right]) => [left ?? take(({ target }) => target?.kind === right.target?.kind), right] as const,
  );
  return [...pairs, ...[...open].map((left) => [left, undefined] as const)];
}

interface PatchEntry {
  readonly entry: Plain;
  readonly inline: Plain | undefined;
  readonly target: PatchTarget | undefined;
  readonly file: string | undefined;
  /** Everything but the inline text, for comparison. */
  readonly rest: string;
}

/** `patches` has objects (kubectl also meets strings), `patchesStrategicMerge` has paths and inline texts. */
function entryOf(edit: InputEdit, entry: Plain): PatchEntry {
  if (typeof entry === "string") {
    const isInline = entry.includes("\n");
    return {
      entry,
      inline: isInline ? inlinePatch(entry) : undefined,
      target: undefined,
      file: isInline ? undefined : entry,
      rest: isInline ? "" : entry,
    };
  }
  if (!isPlainObject(entry)) return { entry, inline: entry, target: undefined, file: undefined, rest: "" };
  const { patch, ...rest } = entry;
  const inline = typeof patch === "string" ? inlinePatch(patch) : patch;
  const file = typeof rest.path === "string" ? rest.path : undefined;
  return { entry, inline, target: patchTargetOf(edit, rest.target), file, rest: JSON.stringify(rest) };
}

function inlinePatch(text: string): Plain {
  return plainOfYamlText(text) ?? text;
}

/** A patch file that the same pull request writes is judged by its content; one that was there is newly used or not. */
function referenceOf(
  edit: InputEdit,
  left: PatchEntry | undefined,
  right: PatchEntry | undefined,
  target: PatchTarget | undefined,
): { readonly concern: Concern; readonly before: Plain | undefined; readonly after: Plain | undefined } {
  const files = [left?.file, right?.file].filter((file) => file !== undefined);
  const isWritten = files.length > 0 && files.every((file) => isChanged(edit, file));
  const protectedTarget = target !== undefined && isProtectedTarget(target);
  const silent = files.length > 0 && !isWritten && target === undefined && left?.file !== right?.file;
  const concern = protectedTarget || (silent && holdsProtected(edit)) ? "patch" : "other";
  return { concern, before: left?.rest, after: right?.rest };
}

function isChanged(edit: InputEdit, file: string): boolean {
  const path = `${directoryOf(edit.file.path)}/${file}`.replace(/^\//, "").replace(/\/\.\//g, "/");
  const { before, after } = edit.states;
  return before.entries.get(path)?.blobId !== after.entries.get(path)?.blobId;
}

/** A field that holds one item or several, as a list. */
export function listOf(value: Plain | undefined): readonly Plain[] {
  if (value === undefined || value === null) return [];
  return isPlainList(value) ? value : [value];
}
