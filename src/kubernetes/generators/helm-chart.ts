import { directoryOf, isChartName } from "../file-names.ts";
import type { RepositoryFiles } from "../repository-files.ts";
import { DraftBuilder, type GeneratorDraft } from "./draft.ts";

/** What a chart's output depends on. Its `crds/` are plain manifests, its `charts/` are charts of their own. */
export function readChart(chartFile: string, files: RepositoryFiles): GeneratorDraft {
  const root = directoryOf(chartFile);
  const draft = new DraftBuilder();
  const nested = files
    .under(root)
    .filter((path) => isChartName(path) && directoryOf(path) !== root)
    .map(directoryOf);
  for (const path of files.under(root)) {
    if (nested.some((directory) => path.startsWith(`${directory}/`))) continue;
    const role = chartFileRole(root === "" ? path : path.slice(root.length + 1));
    if (role) draft.input(path, role);
  }
  // Only what stands in charts/ is a dependency; another chart further down is a neighbour.
  const dependencies = `${root === "" ? "" : `${root}/`}charts/`;
  for (const directory of nested) if (directory.startsWith(dependencies)) draft.use(directory);
  return draft.build("helm-chart", root);
}

/** The part that a file plays in a chart, by its path inside the chart; undefined for a file that is no part of it. */
function chartFileRole(path: string): "definition" | "values" | "template" | "other" | undefined {
  if (/^(?:Chart\.(?:ya?ml|lock)|requirements\.(?:ya?ml|lock)|\.helmignore)$/.test(path)) return "definition";
  if (path.startsWith("templates/")) return "template";
  if (/^(?:values[^/]*|[^/]*[-_.]values)\.(?:ya?ml|json)(?:\.gotmpl)?$/i.test(path)) return "values";
  if (/^values\/.*\.ya?ml$/.test(path)) return "values";
  if (/^charts\/[^/]+\.tgz$/.test(path) || path.startsWith("files/")) return "other";
  return undefined;
}
