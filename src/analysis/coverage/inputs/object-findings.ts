import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { type Difference, isPlainList, isPlainObject, scalarText } from "../../plain-differences.ts";
import { concernInContext } from "../concern-in-context.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { producerOf } from "../producer.ts";
import { lineFindings } from "./line-findings.ts";
import { membershipFindings } from "./membership.ts";
import { concernOfObjectField } from "./object-fields.ts";
import { below, leavesOf } from "./value-findings.ts";

/** What changed in a HelmRelease, Flux Kustomization, Argo CD Application …: one object of a file that may hold several. */
export function objectFindings(edit: InputEdit): readonly InputFinding[] {
  if ((edit.file.before && edit.before === undefined) || (edit.file.after && edit.after === undefined))
    return lineFindings(edit);
  const before = objectIn(edit.before, edit, edit.rootBefore);
  const after = objectIn(edit.after, edit, edit.generator.root);
  const object = after?.object ?? before?.object;
  if (!object) return [];
  const kind = scalarText(object.kind);
  const place = (after ?? before)?.path ?? [];
  const fields = leavesOf(before?.object, after?.object).map((leaf) => {
    const named = { ...leaf, path: withParameterName(leaf) };
    const concern = concernInContext(concernOfObjectField(kind, named), named, producerOf(edit));
    // A release that is new or gone is judged by its values; its source says no more than that it exists.
    const quiet = !(before && after) && (concern === "scope" || concern === "remote");
    return findingOf(edit, quiet ? "other" : concern, below(place, leaf, []));
  });
  return before && after ? fields : [...fields, ...deliveredPaths(edit, object, after !== undefined)];
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

interface FoundObject {
  readonly object: PlainObject;
  readonly path: FieldPath;
}

function objectIn(content: Plain | undefined, { generator }: InputEdit, root: string): FoundObject | undefined {
  const wanted = root.slice(root.lastIndexOf("#") + 1);
  return objectsOf(content, []).findLast(({ object }) => {
    const metadata = isPlainObject(object.metadata) ? object.metadata : {};
    const name =
      metadata.generateName === undefined || metadata.name !== undefined
        ? scalarText(metadata.name)
        : `${scalarText(metadata.generateName)}*`;
    return isGeneratorObject(object, generator.kind) && `${scalarText(metadata.namespace)}/${name}` === wanted;
  });
}

function isGeneratorObject({ apiVersion, kind }: PlainObject, generator: InputEdit["generator"]["kind"]): boolean {
  if (generator === "flux-kustomization")
    return kind === "Kustomization" && scalarText(apiVersion).startsWith("kustomize.toolkit.");
  if (generator === "flux-source") return scalarText(apiVersion).startsWith("source.toolkit.");
  if (generator === "argo-application") return kind === "Application" || kind === "ApplicationSet";
  return generator === "helm-release"
    ? kind === "HelmRelease" || kind === "HelmChart" || kind === "HelmChartConfig"
    : typeof kind === "string";
}

/** Documents of a file, and items of a `kind: List`. */
function objectsOf(content: Plain | undefined, path: FieldPath): readonly FoundObject[] {
  if (isPlainList(content)) return content.flatMap((item, index) => objectsOf(item, [...path, index]));
  if (!isPlainObject(content)) return [];
  const { kind, items } = content;
  if (typeof kind === "string" && kind.endsWith("List") && isPlainList(items))
    return objectsOf(items, [...path, "items"]);
  return [{ object: content, path }];
}

/** Helm parameters are written as names and values in a list: the name is the key. */
function withParameterName({ path, label }: Difference): FieldPath {
  const at = path.findIndex((step, index) => typeof step === "number" && path[index - 1] === "parameters");
  const name = label[at];
  if (at < 0 || typeof name !== "string") return path;
  return [...path.slice(0, at), ...name.replace(/\[\d*\]|^\[|\]$/g, "").split(".")];
}
