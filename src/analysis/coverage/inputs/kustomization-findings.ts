import { directoryOf, isKustomizationName } from "../../../kubernetes/file-names.ts";
import { isProtectedTopic, topicOf } from "../../../kubernetes/kinds.ts";
import type { Plain } from "../../../kubernetes/resource.ts";
import type { TreeEntry } from "../../../kubernetes/tree.ts";
import { isPlainList, isPlainObject, own, samePlain, scalarText } from "../../plain-differences.ts";
import { plainOfYamlText } from "../../yaml-text.ts";
import { isApplicationKey } from "../application/application-marks.ts";
import type { Concern } from "../concern.ts";
import { concernOfDifference, concernOfPath } from "../concern-of-difference.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { lineFindings, unreadable } from "./line-findings.ts";
import { membershipFindings } from "./membership.ts";
import { isProtectedTarget, type PatchTarget, patchFindings } from "./patch-findings.ts";
import { below, leavesOf, valueFindings } from "./value-findings.ts";

/** What changed in a kustomization, field by field. Fields: kustomize API types.Kustomization. */
export function kustomizationFindings(edit: InputEdit): readonly InputFinding[] {
  const { before, after, file } = edit;
  // Configuration of transformers, generators and replacements: kustomize reads it, nobody here does.
  if (!isKustomizationName(file.path)) return pluginFindings(edit);
  // Its entries decide what is applied, and their words do not tell.
  if (!isReadable(before, file.before, edit.text.before) || !isReadable(after, file.after, edit.text.after))
    return [unreadable(edit, "membership")];
  const [one, other] = [isPlainObject(before) ? before : {}, isPlainObject(after) ? after : {}];
  const fields = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return fields.flatMap((field) =>
    samePlain(own(one, field), own(other, field)) ? [] : fieldFindings(edit, field, own(one, field), own(other, field)),
  );
}

/** An empty kustomization is readable: it has no content, and applies nothing. */
function isReadable(
  content: Plain | undefined,
  entry: TreeEntry | undefined,
  text: string | null | undefined,
): boolean {
  return (
    entry === undefined ||
    isPlainObject(content) ||
    (typeof text === "string" && text.split("\n").every((line) => /^\s*(#.*|---)?\s*$/.test(line)))
  );
}

function fieldFindings(
  edit: InputEdit,
  field: string,
  before: Plain | undefined,
  after: Plain | undefined,
): readonly InputFinding[] {
  if (memberFields.has(field)) {
    const directory = directoryOf(edit.file.path);
    return membershipFindings(edit, texts(before), texts(after), { directory, path: [field] });
  }
  if (patchFields.has(field)) return patchListFindings(edit, field, before, after);
  return leavesOf(before, after).map((leaf) => {
    const difference = below([field], leaf);
    return findingOf(edit, concernOfField(edit, difference, { before, after }), difference);
  });
}

const memberFields = new Set(["resources", "bases", "components"]);
const patchFields = new Set(["patches", "patchesStrategicMerge", "patchesJson6902"]);

interface FieldValues {
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
}

function concernOfField(
  edit: InputEdit,
  difference: Parameters<typeof concernOfDifference>[0],
  values: FieldValues,
): Concern {
  const [field, , inner] = difference.path;
  switch (field) {
    case "namespace":
    case "namePrefix":
    case "nameSuffix":
      return holdsProtected(edit) ? "scope" : "other";
    case "commonLabels":
      return holdsProtected(edit) ? "labels" : "other";
    case "labels":
      return reachSelectors(values) && holdsProtected(edit) ? "labels" : "other";
    case "commonAnnotations":
      // Whether anything of it is applied at all.
      if (isApplicationKey(String(difference.path[1] ?? ""))) return holdsProtected(edit) ? "scope" : "other";
      return concernOfPath(["annotations", String(difference.path[1] ?? "")]);
    case "helmCharts":
    case "helmChartInflationGenerator":
      return helmChartConcern(String(inner ?? ""), difference);
    case "replacements":
    case "vars":
    case "transformers":
    case "configurations":
    case "openapi":
      return holdsProtected(edit) ? "patch" : "other";
    case undefined:
    default:
      return "other";
  }
}

/** `labels` only move selectors if they are told to. */
function reachSelectors({ before, after }: FieldValues): boolean {
  return [before, after].some(
    (side) => isPlainList(side) && side.some((item) => isPlainObject(item) && item.includeSelectors === true),
  );
}

function helmChartConcern(key: string, difference: Parameters<typeof concernOfDifference>[0]): Concern {
  if (key === "version") return "version";
  if (key === "repo" || key === "name") return "remote";
  if (key === "namespace") return "scope";
  return key === "valuesInline" ? concernOfDifference({ ...difference, path: difference.path.slice(3) }) : "other";
}

function patchListFindings(
  edit: InputEdit,
  field: string,
  before: Plain | undefined,
  after: Plain | undefined,
): readonly InputFinding[] {
  const [one, other] = [listOf(before), listOf(after)];
  const gone = one.filter((entry) => !other.some((match) => samePlain(entry, match)));
  const come = other.filter((entry) => !one.some((match) => samePlain(entry, match)));
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => at).flatMap((at) => {
    const [left, right] = [entryOf(gone[at]), entryOf(come[at])];
    const index = Math.max(0, right ? other.indexOf(come[at] as Plain) : one.indexOf(gone[at] as Plain));
    const target = right?.target ?? left?.target;
    const path = [field, index];
    const inline = patchFindings(edit, left?.inline, right?.inline, [...path, "patch"], target);
    return left?.rest === right?.rest ? inline : [...inline, referenceFinding(edit, path, left, right, target)];
  });
}

interface PatchEntry {
  readonly inline: Plain | undefined;
  readonly target: PatchTarget | undefined;
  readonly file: string | undefined;
  /** Everything but the inline text, for comparison. */
  readonly rest: string;
}

/** `patches` has objects (kubectl also meets strings), `patchesStrategicMerge` has paths and inline texts. */
function entryOf(entry: Plain | undefined): PatchEntry | undefined {
  if (entry === undefined) return undefined;
  if (typeof entry === "string") {
    const isInline = entry.includes("\n");
    return {
      inline: isInline ? inlinePatch(entry) : undefined,
      target: undefined,
      file: isInline ? undefined : entry,
      rest: isInline ? "" : entry,
    };
  }
  if (!isPlainObject(entry)) return { inline: entry, target: undefined, file: undefined, rest: "" };
  const { patch, ...rest } = entry;
  const inline = typeof patch === "string" ? inlinePatch(patch) : patch;
  const file = typeof rest.path === "string" ? rest.path : undefined;
  return { inline, target: targetOf(rest.target), file, rest: JSON.stringify(rest) };
}

function inlinePatch(text: string): Plain {
  return plainOfYamlText(text) ?? text;
}

function targetOf(target: Plain | undefined): PatchTarget | undefined {
  if (!isPlainObject(target) || typeof target.kind !== "string") return undefined;
  return { group: typeof target.group === "string" ? target.group : "", kind: target.kind };
}

/** A patch file that the same pull request writes is judged by its content; one that was there is newly used or not. */
function referenceFinding(
  edit: InputEdit,
  path: (string | number)[],
  left: PatchEntry | undefined,
  right: PatchEntry | undefined,
  target: PatchTarget | undefined,
): InputFinding {
  const files = [left?.file, right?.file].filter((file) => file !== undefined);
  const isWritten = files.length > 0 && files.every((file) => isChanged(edit, file));
  const protectedTarget = target !== undefined && isProtectedTarget(target);
  const silent = files.length > 0 && !isWritten && target === undefined && left?.file !== right?.file;
  const concern = protectedTarget || (silent && holdsProtected(edit)) ? "patch" : "other";
  return findingOf(edit, concern, { path, label: path, before: left?.rest, after: right?.rest });
}

function isChanged(edit: InputEdit, file: string): boolean {
  const path = `${directoryOf(edit.file.path)}/${file}`.replace(/^\//, "").replace(/\/\.\//g, "/");
  const { before, after } = edit.states;
  return before.entries.get(path)?.blobId !== after.entries.get(path)?.blobId;
}

/** Whether anything that the kustomization or a root of it draws from can matter to exposure or access. */
function holdsProtected({ generator, states }: InputEdit): boolean {
  const folders = new Set<string>();
  for (const state of [states.before, states.after])
    for (const { root, inputs, usedBy } of state.generators)
      if (root === generator.root || usedBy.includes(generator.root))
        for (const { file } of inputs) folders.add(directoryOf(file));
  return [states.before, states.after].some(({ resources }) =>
    resources.some(({ file, group, kind }) => {
      const topic = topicOf(group, kind);
      if (!isProtectedTopic(topic)) return false;
      return [...folders].some((folder) => folder === "" || file.startsWith(`${folder}/`));
    }),
  );
}

function pluginFindings(edit: InputEdit): readonly InputFinding[] {
  if ((edit.file.before && edit.before === undefined) || (edit.file.after && edit.after === undefined))
    return lineFindings(edit);
  const concern = concernOfPlugin(edit);
  return valueFindings(edit, edit.before, edit.after).map((finding) =>
    finding.concern === "other" ? { ...finding, concern } : finding,
  );
}

/** A transformer rewrites objects, a generator makes ConfigMaps and Secrets; a list of replacements has no kind. */
function concernOfPlugin(edit: InputEdit): Concern {
  const content = edit.after ?? edit.before;
  const kind = isPlainObject(content) ? scalarText(content.kind) : "Replacement";
  if (!/Transformer|Replacement/.test(kind) || !holdsProtected(edit)) return "other";
  if (/^(Namespace|Prefix|Suffix|PrefixSuffix)Transformer$/.test(kind)) return "scope";
  return /^(Label|Annotations?|Image(Tag)?|Replica(Count)?)Transformer$/.test(kind) ? "labels" : "patch";
}

function texts(value: Plain | undefined): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === "string");
}

function listOf(value: Plain | undefined): readonly Plain[] {
  if (value === undefined || value === null) return [];
  return isPlainList(value) ? value : [value];
}
