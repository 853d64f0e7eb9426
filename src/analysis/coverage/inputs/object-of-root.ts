import type { Generator } from "../../../kubernetes/desired-state.ts";
import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, scalarText } from "../../plain-differences.ts";

/** An object in the content of its file, and where it stands there. */
export interface FoundObject {
  readonly object: PlainObject;
  readonly path: FieldPath;
}

/** The release or application that a root (`file#namespace/name`) means, in the content of its file. */
export function objectOfRoot(
  content: Plain | undefined,
  generator: Generator["kind"],
  root: string,
): FoundObject | undefined {
  const wanted = root.slice(root.lastIndexOf("#") + 1);
  return objectsOf(content, []).findLast(({ object }) => {
    const metadata = isPlainObject(object.metadata) ? object.metadata : {};
    const name =
      metadata.generateName === undefined || metadata.name !== undefined
        ? scalarText(metadata.name)
        : `${scalarText(metadata.generateName)}*`;
    return isGeneratorObject(object, generator) && `${scalarText(metadata.namespace)}/${name}` === wanted;
  });
}

function isGeneratorObject({ apiVersion, kind }: PlainObject, generator: Generator["kind"]): boolean {
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
