import { directoryOf, isKustomizationName } from "../../../kubernetes/file-names.ts";
import type { Plain } from "../../../kubernetes/resource.ts";
import type { TreeEntry } from "../../../kubernetes/tree.ts";
import { describeDifference } from "../../describe-difference.ts";
import { isPlainList, isPlainObject, own, samePlain, scalarText } from "../../plain-differences.ts";
import { isApplicationKey } from "../application/application-marks.ts";
import type { Concern } from "../concern.ts";
import { protects } from "../concern-in-context.ts";
import { concernOfDifference, concernOfPath } from "../concern-of-difference.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { holdsProtected, movesProtected } from "./holds-protected.ts";
import { leftBindings } from "./left-bindings.ts";
import { lineFindings, unreadable } from "./line-findings.ts";
import { membershipFindings } from "./membership.ts";
import { listOf, patchFields, patchListFindings } from "./patch-list-findings.ts";
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
  if (patchFields.has(field)) return patchListFindings(edit, [field], before, after);
  return leavesOf(before, after).map((leaf) => {
    const difference = below([field], leaf);
    const concern = concernOfField(edit, difference, { before, after });
    const left = field === "namespace" && concern === "scope" ? leftBindings(edit, before, after) : "";
    return findingOf(edit, concern, difference, left === "" ? undefined : describeDifference(difference) + left);
  });
}

const addedFields = new Set(["commonAnnotations", "commonLabels", "labels"]);
const memberFields = new Set(["resources", "bases", "components"]);

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
  // Whether anything of it is applied at all.
  if (addedFields.has(String(field)) && isApplicationKey(String(difference.path.at(-1))))
    return holdsProtected(edit) ? "scope" : "other";
  switch (field) {
    case "namespace":
    case "namePrefix":
    case "nameSuffix":
      return movesProtected(edit) ? "scope" : "other";
    case "commonLabels":
      return holdsProtected(edit) ? "labels" : "other";
    case "labels":
      return reachSelectors(values) && holdsProtected(edit) ? "labels" : "other";
    case "commonAnnotations":
      return concernOfPath(["annotations", String(difference.path[1] ?? "")]);
    case "helmCharts":
    case "helmChartInflationGenerator":
      return helmChartConcern(String(inner ?? ""), difference);
    case "replacements":
    case "vars":
    case "transformers":
    case "configurations":
    case "openapi":
      return rewritesProtected(edit) && !namesOnlyReferences(edit, difference) ? "patch" : "other";
    case undefined:
    default:
      return "other";
  }
}

/** What rewrote objects that are gone with it rewrites nothing. */
function rewritesProtected(edit: InputEdit): boolean {
  return edit.file.after || !edit.generatorIsNewOrGone ? holdsProtected(edit) : movesProtected(edit);
}

/** Configuration that says which fields hold the names of other objects, as values of charts need it, moves no object. */
function namesOnlyReferences(
  { file, states }: InputEdit,
  { path, before, after }: Parameters<typeof concernOfDifference>[0],
): boolean {
  if (path[0] !== "configurations") return false;
  return (
    [
      [before, states.before],
      [after, states.after],
    ] as const
  ).every(([entry, { plain }]) => {
    if (entry === undefined) return true;
    const content = plain.get(`${directoryOf(file.path)}/${scalarText(entry)}`.replaceAll("/./", "/"));
    return namesReferences(content);
  });
}

function namesReferences(content: Plain | undefined): boolean {
  return isPlainObject(content) && Object.keys(content).every((key) => key === "nameReference");
}

/** `labels` only move selectors if they are told to. */
function reachSelectors({ before, after }: FieldValues): boolean {
  return [before, after].some(
    (side) => isPlainList(side) && side.some((item) => isPlainObject(item) && item.includeSelectors === true),
  );
}

function helmChartConcern(key: string, difference: Parameters<typeof concernOfDifference>[0]): Concern {
  if (key === "version") return "version";
  // A chart that goes away takes what it published with it, unless it restricted others.
  if (key === "repo" || key === "name")
    return difference.after === undefined && !protects([scalarText(difference.before)]) ? "withdrawn" : "remote";
  if (key === "namespace") return "scope";
  return key === "valuesInline" ? concernOfDifference({ ...difference, path: difference.path.slice(3) }) : "other";
}

function pluginFindings(edit: InputEdit): readonly InputFinding[] {
  if ((edit.file.before && edit.before === undefined) || (edit.file.after && edit.after === undefined))
    return lineFindings(edit);
  const concern = concernOfPlugin(edit);
  return valueFindings(edit, edit.before, edit.after).map((finding) =>
    finding.concern === "other" ? { ...finding, concern } : finding,
  );
}

/**
 * A transformer rewrites objects, a generator makes ConfigMaps and Secrets; a list of replacements has no kind, nor has the
 * configuration of built-in transformers.
 */
function concernOfPlugin(edit: InputEdit): Concern {
  const content = edit.after ?? edit.before;
  if (isPlainObject(content) && content.kind === undefined)
    return [edit.before, edit.after].every((side) => side === undefined || namesReferences(side)) ||
      !rewritesProtected(edit)
      ? "other"
      : "patch";
  const kind = isPlainObject(content) ? scalarText(content.kind) : "Replacement";
  if (!/Transformer|Replacement/.test(kind) || !rewritesProtected(edit)) return "other";
  if (/^(Namespace|Prefix|Suffix|PrefixSuffix)Transformer$/.test(kind)) return "scope";
  return /^(Label|Annotations?|Image(Tag)?|Replica(Count)?)Transformer$/.test(kind) ? "labels" : "patch";
}

function texts(value: Plain | undefined): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === "string");
}
