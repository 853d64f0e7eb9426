import type { GeneratorKind } from "../desired-state.ts";
import type { ParsedObject } from "../parsed-manifest.ts";
import { isObject } from "../read-object.ts";
import type { RepositoryFiles } from "../repository-files.ts";
import type { Plain, PlainObject } from "../resource.ts";
import { DraftBuilder, type GeneratorDraft } from "./draft.ts";

/** What a HelmRelease, a Flux Kustomization or an Argo CD Application draws from in this repository. */
export function readGeneratorObject(object: ParsedObject, file: string, files: RepositoryFiles): GeneratorDraft {
  const draft = new DraftBuilder();
  draft.input(file, "definition");
  const spec = objectAt(object.data, "spec");
  if (object.kind === "Kustomization") use(spec.path, files, draft);
  if (object.kind === "HelmRelease") readHelmRelease(spec, files, draft);
  if (object.kind === "Application") readApplication(spec, files, draft);
  if (object.kind === "ApplicationSet") readApplication(objectAt(objectAt(spec, "template"), "spec"), files, draft);
  return draft.build(generatorKinds[object.kind] ?? "helm-release", rootOf(object, file));
}

function rootOf(object: Pick<ParsedObject, "namespace" | "name">, file: string): string {
  return `${file}#${object.namespace ?? ""}/${object.name}`;
}

const generatorKinds: Readonly<Record<string, GeneratorKind>> = {
  Kustomization: "flux-kustomization",
  GitRepository: "flux-source",
  OCIRepository: "flux-source",
  HelmRepository: "flux-source",
  Bucket: "flux-source",
  Application: "argo-application",
  ApplicationSet: "argo-application",
};

function readHelmRelease(spec: PlainObject, files: RepositoryFiles, draft: DraftBuilder): void {
  const chart = objectAt(objectAt(spec, "chart"), "spec");
  // A chart of a HelmRepository is a bare name, which must not be taken for a directory of this repository.
  const path = chart.chart;
  if (typeof path === "string" && path.includes("/")) use(path, files, draft);
  for (const item of [...listAt(chart, "valuesFiles"), chart.valuesFile]) values("", item, files, draft);
}

function readApplication(spec: PlainObject, files: RepositoryFiles, draft: DraftBuilder): void {
  for (const source of [spec.source, ...listAt(spec, "sources")]) {
    if (!isObject(source)) continue;
    use(source.path, files, draft);
    if (!isInRepository(source.path, files)) draft.elsewhere();
    const directory = typeof source.path === "string" ? source.path : "";
    for (const item of listAt(objectAt(source, "helm"), "valueFiles")) {
      // `$ref/path` is a path from the top of another source, usually this very repository.
      const fromTop = typeof item === "string" ? /^\$[^/]+\/(.*)$/.exec(item)?.[1] : undefined;
      values(fromTop === undefined ? directory : "", fromTop ?? item, files, draft);
    }
  }
}

function use(reference: Plain | undefined, files: RepositoryFiles, draft: DraftBuilder): void {
  if (typeof reference !== "string" || reference === "") return;
  const path = files.resolve("", reference);
  if (path !== null && files.hasDirectory(path)) draft.use(path);
}

function isInRepository(reference: Plain | undefined, files: RepositoryFiles): boolean {
  const path = typeof reference === "string" && reference !== "" ? files.resolve("", reference) : null;
  return path !== null && files.hasDirectory(path);
}

function values(directory: string, reference: Plain | undefined, files: RepositoryFiles, draft: DraftBuilder): void {
  if (typeof reference !== "string" || reference === "") return;
  const path = files.resolve(directory, reference);
  if (path !== null && files.has(path)) draft.input(path, "values");
}

function objectAt(data: PlainObject, key: string): PlainObject {
  const value = data[key];
  return isObject(value) ? value : {};
}

function listAt(data: PlainObject, key: string): readonly Plain[] {
  const value = data[key];
  return Array.isArray(value) ? (value as readonly Plain[]) : [];
}
