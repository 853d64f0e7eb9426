import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type Difference, isPlainList, isPlainObject, keyOf, own, scalarText } from "../../plain-differences.ts";
import type { Concern } from "../concern.ts";
import { concernInContext } from "../concern-in-context.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { producerOf } from "../producer.ts";
import { lineFindings } from "./line-findings.ts";
import { membershipFindings } from "./membership.ts";
import { concernOfObjectField } from "./object-fields.ts";
import { objectOfRoot } from "./object-of-root.ts";
import { patchFields, patchListFindings } from "./patch-list-findings.ts";
import { below, leavesOf } from "./value-findings.ts";

/** What changed in a HelmRelease, Flux Kustomization, Argo CD Application …: one object of a file that may hold several. */
export function objectFindings(edit: InputEdit): readonly InputFinding[] {
  if ((edit.file.before && edit.before === undefined) || (edit.file.after && edit.after === undefined))
    return lineFindings(edit);
  const before = objectOfRoot(edit.before, edit.generator.kind, edit.rootBefore);
  const after = objectOfRoot(edit.after, edit.generator.kind, edit.generator.root);
  const object = after?.object ?? before?.object;
  if (!object) return [];
  const kind = scalarText(object.kind);
  const place = (after ?? before)?.path ?? [];
  const patches = patchLists(before?.object, after?.object);
  const inPatches = ({ path }: Difference) => patches.some((list) => list.every((step, at) => path[at] === step));
  const leaves = leavesOf(before?.object, after?.object).filter((leaf) => !inPatches(leaf));
  const fields = leaves.map((leaf) => {
    const named = { ...leaf, path: withParameterName(leaf) };
    const concern = concernInContext(concernOfObjectField(kind, named), named, producerOf(edit));
    const quiet =
      (!(before && after) && saysOnlyThatItExists(concern, edit, after !== undefined)) ||
      (concern === "scope" && followsFolder(leaf, edit));
    return findingOf(edit, quiet ? "other" : concern, below(place, leaf, []));
  });
  const patched = patches
    .flatMap((path) =>
      patchListFindings(edit, [...place, ...path], valueAt(before?.object, path), valueAt(after?.object, path), path),
    )
    // What it patched is gone with it, and judged as that.
    .map((finding) => (after ? finding : { ...finding, concern: "other" as const }));
  const all = [...fields, ...patched];
  return before && after ? all : [...all, ...deliveredPaths(edit, object, after !== undefined)];
}

/** Where patches are listed: in a Flux Kustomization, in what Argo CD kustomizes, in the post-renderers of a release. */
function patchLists(before: PlainObject | undefined, after: PlainObject | undefined): readonly FieldPath[] {
  const found = new Map<string, FieldPath>();
  const visit = (value: Plain | undefined, path: FieldPath): void => {
    if (path.length > mostSteps) return;
    const entries: readonly (readonly [string | number, Plain])[] = isPlainList(value)
      ? [...value.entries()]
      : isPlainObject(value)
        ? Object.entries<Plain>(value)
        : [];
    for (const [key, inner] of entries) {
      const owner = path.at(-1);
      if (patchFields.has(String(key)) && (owner === "kustomize" || path.length === 1))
        found.set(keyOf([...path, key]), [...path, key]);
      else if (steps.has(String(key)) || typeof key === "number") visit(inner, [...path, key]);
    }
  };
  for (const side of [before, after]) visit(side?.spec, ["spec"]);
  return [...found.values()];
}

const steps = new Set(["template", "spec", "source", "sources", "kustomize", "postRenderers"]);
const mostSteps = 8;

function valueAt(object: PlainObject | undefined, path: FieldPath): Plain | undefined {
  let value: Plain | undefined = object;
  for (const step of path)
    value = isPlainObject(value) ? own(value, String(step)) : isPlainList(value) ? value[Number(step)] : undefined;
  return value;
}

/** A path that follows its folder to another place delivers what it delivered: what moved is compared with what it was. */
function followsFolder({ path, before, after }: Difference, { states }: InputEdit): boolean {
  if (path.at(-1) !== "path" || typeof before !== "string" || typeof after !== "string") return false;
  const holds = (text: string, { entries }: DesiredState) => {
    const folder = `${text.replace(/^(\.?\/)+|\/+$/g, "")}/`;
    for (const file of entries.keys()) if (file.startsWith(folder)) return true;
    return false;
  };
  return (
    holds(before, states.before) &&
    !holds(before, states.after) &&
    holds(after, states.after) &&
    !holds(after, states.before)
  );
}

/** A release that is new or gone is judged by its values. Which version of what it was is worth a word only if it is new. */
function saysOnlyThatItExists(concern: Concern, { generator }: InputEdit, isNew: boolean): boolean {
  if (concern === "version") return !isNew || generator.kind === "flux-source";
  return concern === "scope" || concern === "remote" || concern === "withheld";
}

/** A new (or gone) Flux Kustomization or Application brings the manifests below its path with it. */
function deliveredPaths(edit: InputEdit, object: PlainObject, isNew: boolean): readonly InputFinding[] {
  const spec = isPlainObject(object.spec) ? object.spec : {};
  const source = isPlainObject(spec.source) ? spec.source : {};
  const paths = [spec.path, source.path].filter((path): path is string => typeof path === "string" && path !== "");
  return membershipFindings(edit, isNew ? [] : paths, isNew ? paths : [], {
    directory: "",
    path: ["spec", "path"],
    fromAnyTop: true,
  });
}

/** Helm parameters are written as names and values in a list: the name is the key. */
function withParameterName({ path, label }: Difference): FieldPath {
  const at = path.findIndex((step, index) => typeof step === "number" && path[index - 1] === "parameters");
  const name = label[at];
  if (at < 0 || typeof name !== "string") return path;
  return [...path.slice(0, at), ...name.replace(/\[\d*\]|^\[|\]$/g, "").split(".")];
}
