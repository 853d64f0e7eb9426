import { directoryOf } from "../file-names.ts";
import { isObject } from "../read-object.ts";
import type { RepositoryFiles } from "../repository-files.ts";
import type { Plain, PlainObject } from "../resource.ts";
import { DraftBuilder, type GeneratorDraft } from "./draft.ts";

/**
 * What a kustomization draws from. Fields: kustomize API types.Kustomization; wrong types, inline patches, remote and
 * dangling references draw from no file of ours and are left out.
 */
export function readKustomization(file: string, content: Plain | undefined, files: RepositoryFiles): GeneratorDraft {
  const directory = directoryOf(file);
  const draft = new DraftBuilder();
  draft.input(file, "definition");
  const linked = files.resolve("", file);
  if (linked !== null && linked !== file && files.has(linked)) draft.input(linked, "definition");
  const references = new References(directory, files, draft);
  for (const document of list(content).filter(isObject)) {
    for (const field of resourceFields) for (const item of list(document[field])) references.resource(item);
    for (const item of list(document.patchesStrategicMerge)) references.input(item, "patch");
    for (const field of ["patches", "patchesJson6902"]) {
      for (const item of list(document[field])) references.input(isObject(item) ? item.path : item, "patch");
    }
    for (const item of list(document.configurations)) references.input(item, "definition");
    for (const item of list(document.crds)) references.input(item, "other");
    for (const field of ["transformers", "generators", "validators"]) {
      for (const item of list(document[field])) references.plugin(item);
    }
    for (const item of list(document.replacements)) references.input(isObject(item) ? item.path : null, "definition");
    references.input(isObject(document.openapi) ? document.openapi.path : null, "other");
    for (const field of ["configMapGenerator", "secretGenerator"]) {
      for (const item of list(document[field])) if (isObject(item)) generatedFrom(item, references);
    }
    for (const field of ["helmCharts", "helmChartInflationGenerator", "generators"])
      if (list(document[field]).length > 0) draft.elsewhere();
    for (const item of list(document.helmCharts)) if (isObject(item)) helmChart(item, document, references);
    for (const item of list(document.helmChartInflationGenerator)) {
      if (isObject(item)) references.input(item.values, "values");
    }
  }
  return draft.build("kustomize", directory);
}

const resourceFields = ["resources", "bases", "components"];

function generatedFrom(generator: PlainObject, references: References): void {
  for (const item of [...list(generator.files), ...list(generator.envs), generator.env]) {
    // `key=path` names the key of the ConfigMap.
    if (typeof item === "string") references.input(item.slice(item.indexOf("=") + 1), "generated-from");
  }
}

function helmChart(chart: PlainObject, document: PlainObject, references: References): void {
  references.input(chart.valuesFile, "values");
  for (const item of list(chart.additionalValuesFiles)) references.input(item, "values");
  const globals = document.helmGlobals;
  const home = isObject(globals) && typeof globals.chartHome === "string" ? globals.chartHome : "charts";
  if (typeof chart.name === "string") references.directory(`${home}/${chart.name}`);
}

class References {
  readonly #directory: string;
  readonly #files: RepositoryFiles;
  readonly #draft: DraftBuilder;

  constructor(directory: string, files: RepositoryFiles, draft: DraftBuilder) {
    this.#directory = directory;
    this.#files = files;
    this.#draft = draft;
  }

  resource(reference: Plain): void {
    const path = this.#resolve(reference);
    if (path !== undefined && this.#files.has(path)) this.#draft.manifest(path);
    else if (path !== undefined && this.#files.hasDirectory(path)) this.#draft.use(path);
    else this.#draft.elsewhere();
  }

  /** A transformer or generator is a file of configuration, or a kustomization that makes such files. */
  plugin(reference: Plain): void {
    this.input(reference, "definition");
    this.directory(reference);
  }

  directory(reference: Plain): void {
    const path = this.#resolve(reference);
    if (path !== undefined && this.#files.hasDirectory(path)) this.#draft.use(path);
  }

  input(reference: Plain | undefined, role: "definition" | "patch" | "values" | "generated-from" | "other"): void {
    const path = this.#resolve(reference);
    if (path !== undefined && this.#files.has(path)) this.#draft.input(path, role);
  }

  #resolve(reference: Plain | undefined): string | undefined {
    // A string with a line break is an inline patch; anything remote resolves to no path of the repository.
    if (typeof reference !== "string" || reference === "" || reference.includes("\n")) return undefined;
    return this.#files.resolve(this.#directory, reference) ?? undefined;
  }
}

/** Kustomize insists on lists, people do not: a single value counts as a list of one. */
function list(value: Plain | undefined): readonly Plain[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Plain[]) : [value];
}
