import { directoryOf, isHelmfileName } from "../file-names.ts";
import type { RepositoryFiles } from "../repository-files.ts";
import { DraftBuilder, type GeneratorDraft } from "./draft.ts";

/**
 * What a helmfile draws from: every path in its text that exists. Most helmfiles are templates and cannot be parsed, so
 * their text is searched instead.
 */
export function readHelmfile(file: string, text: string, files: RepositoryFiles): GeneratorDraft {
  const root = directoryOf(file);
  const draft = new DraftBuilder();
  draft.input(file, "definition");
  for (const [word] of text.matchAll(/[\w.@/-]+/g)) {
    // The full stop after a path in a sentence is not part of it.
    const reference = word.endsWith(".") ? word.slice(0, -1) : word;
    if (!/[./]/.test(reference) || reference.length > maxPathLength) continue;
    const path = files.resolve(root, reference);
    if (path === null || path === "" || path === file) continue;
    if (files.has(path)) draft.input(path, isHelmfileName(path) ? "definition" : "values");
    else if (files.has(`${path}/Chart.yaml`)) draft.use(path);
  }
  return draft.build("helmfile", root);
}

const maxPathLength = 1000;
