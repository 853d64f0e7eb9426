import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { directoryOf, isBelow, isKustomizationName } from "../../../kubernetes/file-names.ts";
import { isProtectedObject } from "../../../kubernetes/kinds.ts";
import { isPlainObject } from "../../plain-differences.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { firstNames, objectName } from "../object-names.ts";
import { membersOf } from "./membership-targets.ts";

/**
 * A folder without a kustomization is applied as a whole (Flux, Argo CD). The first one in it decides what of it is: protected
 * manifests that were there and that it does not name are no longer applied.
 */
export function leftOutFindings(edit: InputEdit): readonly InputFinding[] {
  const { path } = edit.file;
  if (edit.file.before || !isKustomizationName(path) || !isPlainObject(edit.after)) return [];
  const directory = directoryOf(path);
  const included = membersOf(edit.after, directory, edit.states);
  const apart = foldersOf(edit.states.after).filter((folder) => folder !== directory);
  const wasApplied = appliedBefore(edit, directory);
  const left = edit.states.after.resources.filter(
    (resource) =>
      isBelow(resource.file, directory) &&
      isProtectedObject(resource) &&
      wasApplied(resource.file) &&
      !apart.some((folder) => folder.length > directory.length && isBelow(resource.file, folder)) &&
      !included(resource.file),
  );
  if (left.length === 0) return [];
  const names = left.map(objectName).sort();
  const difference = { path: [], label: ["left out"], before: names, after: undefined };
  const are = names.length === 1 ? "is" : "are";
  return [findingOf(edit, "membership", difference, `${firstNames(names)} ${are} no longer included`)];
}

/** By nobody's leave where no kustomization said what is; else where one of those that change named the file. */
function appliedBefore(edit: InputEdit, directory: string): (file: string) => boolean {
  const { before } = edit.states;
  const stood = new Set(before.resources.map(({ file }) => file));
  const holders = foldersOf(before).filter((folder) => folder === directory || isBelow(directory, folder));
  if (holders.length === 0) return (file) => stood.has(file);
  const named = [...before.plain].flatMap(([file, content]) =>
    isKustomizationName(file) && holders.includes(directoryOf(file)) && isPlainObject(content)
      ? [membersOf(content, directoryOf(file), edit.states)]
      : [],
  );
  return (file) => stood.has(file) && named.some((isMember) => isMember(file));
}

function foldersOf({ generators }: DesiredState): readonly string[] {
  return generators.flatMap(({ kind, root }) => (kind === "kustomize" ? [root] : []));
}
