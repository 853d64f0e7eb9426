import type { ChangedFile, DesiredState } from "../../kubernetes/desired-state.ts";
import { isManifestName, isTemplateName } from "../../kubernetes/file-names.ts";

/**
 * Changed files in a template language (Jinja, Go templates, Jsonnet, CUE …) that no generator uses. What they produce is
 * not known, but they are no manifests: they are judged by their touched lines. Files that only moved are left out.
 */
export function templateSources(
  before: DesiredState,
  after: DesiredState,
  changed: readonly ChangedFile[],
): readonly ChangedFile[] {
  const inputs = new Set(
    [...before.generators, ...after.generators].flatMap((generator) => generator.inputs.map(({ file }) => file)),
  );
  const unread = new Set(
    [...before.unread, ...after.unread].filter(({ reason }) => reason === "template").map(({ file }) => file),
  );
  const isSource = ({ path }: ChangedFile) => unread.has(path) && !inputs.has(path) && isTemplateSourceName(path);
  const sources = changed.filter(isSource);
  const left = new Set(sources.filter((file) => !file.after).map((file) => file.before?.blobId));
  const come = new Set(sources.filter((file) => !file.before).map((file) => file.after?.blobId));
  return sources.filter((file) => {
    if (file.before && file.after) return true;
    return file.after ? !left.has(file.after.blobId) : !come.has(file.before?.blobId);
  });
}

/** A manifest that only contains template instructions is still a manifest that cannot be read. */
export function isTemplateSourceName(path: string): boolean {
  return isTemplateName(path) && !isManifestName(path);
}
