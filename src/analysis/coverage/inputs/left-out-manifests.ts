import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { directoryOf, isKustomizationName } from "../../../kubernetes/file-names.ts";
import { isProtectedTopic, topicOf } from "../../../kubernetes/kinds.ts";
import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject } from "../../plain-differences.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { leadsTo } from "./membership-targets.ts";

/**
 * A folder without a kustomization is applied as a whole (Flux, Argo CD). The first one in it decides what of it is: protected
 * manifests that were there and that it does not name are no longer applied.
 */
export function leftOutFindings(edit: InputEdit): readonly InputFinding[] {
  const { path } = edit.file;
  if (edit.file.before || !isKustomizationName(path) || !isPlainObject(edit.after)) return [];
  const directory = directoryOf(path);
  const included = membersOf(edit.after, directory, edit);
  const apart = foldersOf(edit.states.after).filter((folder) => folder !== directory);
  const wasApplied = appliedBefore(edit, directory);
  const left = edit.states.after.resources.filter(
    ({ file, group, kind }) =>
      isBelow(file, directory) &&
      isProtectedTopic(topicOf(group, kind)) &&
      wasApplied(file) &&
      !apart.some((folder) => folder.length > directory.length && isBelow(file, folder)) &&
      !included(file),
  );
  if (left.length === 0) return [];
  const names = left.map(nameOf).sort();
  const difference = { path: [], label: ["left out"], before: names, after: undefined };
  const are = names.length === 1 ? "is" : "are";
  return [findingOf(edit, "membership", difference, `${listed(names)} ${are} no longer included`)];
}

/** By nobody's leave where no kustomization said what is; else where one of those that change named the file. */
function appliedBefore(edit: InputEdit, directory: string): (file: string) => boolean {
  const { before } = edit.states;
  const stood = new Set(before.resources.map(({ file }) => file));
  const holders = foldersOf(before).filter((folder) => folder === directory || isBelow(directory, folder));
  if (holders.length === 0) return (file) => stood.has(file);
  const named = [...before.plain].flatMap(([file, content]) =>
    isKustomizationName(file) && holders.includes(directoryOf(file)) && isPlainObject(content)
      ? [membersOf(content, directoryOf(file), edit)]
      : [],
  );
  return (file) => stood.has(file) && named.some((isMember) => isMember(file));
}

function foldersOf({ generators }: DesiredState): readonly string[] {
  return generators.flatMap(({ kind, root }) => (kind === "kustomize" ? [root] : []));
}

function membersOf({ resources, bases, components }: PlainObject, directory: string, { states }: InputEdit) {
  const entries = [resources, bases, components].flatMap((list) => (isPlainList(list) ? list : []));
  const members = entries.flatMap((entry) => (typeof entry === "string" ? [leadsTo(entry, directory, states)] : []));
  return (file: string) => members.some((leads) => leads(file));
}

function isBelow(file: string, directory: string): boolean {
  return directory === "" || file.startsWith(`${directory}/`);
}

function nameOf({ kind, namespace, name }: Resource): string {
  return `${kind} \`${namespace === undefined ? name : `${namespace}/${name}`}\``;
}

function listed(names: readonly string[]): string {
  return names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
}
