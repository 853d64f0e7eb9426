/** Files that appliers read as manifests by their name. */
export function isManifestName(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path);
}

/** Files that a program turns into manifests or values: never read as objects, whatever kind they show. */
export function isTemplateName(path: string): boolean {
  return /\.(?:j2|jinja2?|gotmpl|tpl|tmpl|tftpl|erb|jsonnet|libsonnet|cue)$/i.test(path);
}

/** Templates that by their name produce manifests or values. */
export function isManifestTemplateName(path: string): boolean {
  return /\.(?:ya?ml|json)\.[a-z0-9]+$/i.test(path);
}

export function isKustomizationName(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

export function isChartName(path: string): boolean {
  return /(?:^|\/)Chart\.ya?ml$/.test(path);
}

export function isHelmfileName(path: string): boolean {
  return /(?:^|\/)(?:helmfile[^/]*\.ya?ml(?:\.gotmpl)?|helmfile\.d\/[^/]+\.ya?ml(?:\.gotmpl)?)$/.test(path);
}

/** Files that tell Flux (`.sourceignore`) or kustomize (`.krmignore`) which manifests to pass over. */
export function isIgnoreName(path: string): boolean {
  return /(?:^|\/)\.(?:source|krm)ignore$/.test(path);
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Whether a path lies in a directory, at whatever depth; all do in the top one, `""`. */
export function isBelow(path: string, directory: string): boolean {
  return directory === "" || path.startsWith(`${directory}/`);
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
