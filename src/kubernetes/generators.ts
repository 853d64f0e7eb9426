import { isChartName, isHelmfileName, isKustomizationName } from "./file-names.ts";
import { readGeneratorObject } from "./generators/custom-resource.ts";
import type { GeneratorDraft } from "./generators/draft.ts";
import { readChart } from "./generators/helm-chart.ts";
import { readHelmfile } from "./generators/helmfile.ts";
import { readKustomization } from "./generators/kustomize.ts";
import type { ParsedObject } from "./parsed-manifest.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import type { Plain } from "./resource.ts";

/** What the definition files say; a definition that could not be read has no content. */
export interface DefinitionContents {
  readonly kustomizations: ReadonlyMap<string, Plain>;
  readonly helmfiles: ReadonlyMap<string, string>;
}

/** The kustomizations, charts and helmfiles of one commit. */
export function draftFileGenerators(files: RepositoryFiles, contents: DefinitionContents): readonly GeneratorDraft[] {
  const drafts: GeneratorDraft[] = [];
  for (const path of files.entries.keys()) {
    if (isKustomizationName(path)) drafts.push(readKustomization(path, contents.kustomizations.get(path), files));
    else if (isChartName(path)) drafts.push(readChart(path, files));
    else if (isHelmfileName(path)) drafts.push(readHelmfile(path, contents.helmfiles.get(path) ?? "", files));
  }
  return drafts;
}

/** The generators that are custom resources, such as a HelmRelease. */
export function draftObjectGenerators(
  objects: Iterable<{ readonly object: ParsedObject; readonly file: string }>,
  files: RepositoryFiles,
): readonly GeneratorDraft[] {
  return [...objects]
    .filter(({ object }) => object.topic === "generator")
    .map(({ object, file }) => readGeneratorObject(object, file, files));
}

/**
 * The files that are no manifests whatever kind they show: a kustomization, its patches, a chart's templates and values.
 * A file that some kustomization lists as a resource is one, whatever else it is used for. Helmfiles and
 * values that are only referenced stay readable: they never look like a complete object, and calling a manifest one must
 * not hide it.
 */
export function filesThatAreNoManifests(drafts: readonly GeneratorDraft[]): ReadonlySet<string> {
  const excluded = new Set<string>();
  for (const { kind, inputs } of drafts) {
    for (const { file, role } of inputs) {
      const isPatch = kind === "kustomize" && role === "patch";
      // What else lies beside a Chart.yaml may be applied as it is: the name of a neighbour must not hide it.
      const isOfChart = kind === "helm-chart" && (role === "template" || role === "values");
      if (isPatch || isOfChart) excluded.add(file);
    }
  }
  for (const { manifests } of drafts) for (const file of manifests) excluded.delete(file);
  for (const { kind, inputs } of drafts) {
    for (const { file } of inputs) if (kind === "kustomize" && isKustomizationName(file)) excluded.add(file);
  }
  return excluded;
}
