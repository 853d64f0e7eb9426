import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { isProtectedObject } from "../../../kubernetes/kinds.ts";
import type { Side } from "../../../kubernetes/location.ts";
import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { isPlainList } from "../../plain-differences.ts";
import type { InputEdit } from "../input-finding.ts";

/** Where the entries of a kustomization stand, and what they are relative to. */
export interface Entries {
  readonly directory: string;
  readonly path: FieldPath;
  /** Relative to the top of whatever Flux or Argo CD fetches, which may be a folder of this repository. */
  readonly fromAnyTop?: boolean;
}

/** What an entry leads to. */
export interface Target {
  readonly entry: string;
  readonly remote: boolean;
  /** The entry leads to nothing that the repository holds. */
  readonly missing: boolean;
  readonly objects: readonly Resource[];
  readonly generators: readonly string[];
}

/** What an entry leads to in one of the states. */
export function targetOf(entry: string, where: Entries, side: Side, states: InputEdit["states"]): Target {
  const state = states[side];
  if (isRemote(entry)) return { entry, remote: true, missing: false, objects: [], generators: [] };
  const path = where.fromAnyTop ? pathFromAnyTop(entry, state) : resolvePath(where.directory, entry);
  const within = isWithin(path, states);
  const missing = path === undefined || !(path === "" || state.entries.has(path) || someKey(state.entries, `${path}/`));
  return {
    entry,
    remote: false,
    missing,
    objects: missing ? [] : state.resources.filter((resource) => within(resource.file) && isProtected(resource)),
    generators: missing
      ? []
      : state.generators
          .map(({ root }) => root)
          .filter((root) => root.includes("#") && within(root.split("#")[0] ?? "")),
  };
}

/** Whether a file is among what a kustomization of a directory applies. */
export function membersOf(
  { resources, bases, components }: PlainObject,
  directory: string,
  states: InputEdit["states"],
): (file: string) => boolean {
  const entries = [resources, bases, components].flatMap((list) => (isPlainList(list) ? list : []));
  const members = entries.flatMap((entry) =>
    typeof entry === "string" ? [isWithin(isRemote(entry) ? undefined : resolvePath(directory, entry), states)] : [],
  );
  return (file) => members.some((holds) => holds(file));
}

function isWithin(path: string | undefined, states: InputEdit["states"]): (file: string) => boolean {
  const folders = path === undefined ? [] : foldersOf(path, states);
  return (file) => folders.some((folder) => folder === "" || file === folder || file.startsWith(`${folder}/`));
}

/** The target itself, and the folders that it draws from where it is, or was, a root of its own, or holds one. */
function foldersOf(path: string, { before, after }: InputEdit["states"]): readonly string[] {
  const generators = [...before.generators, ...after.generators];
  const used = generators
    .filter(({ usedBy }) => usedBy.some((root) => root === path || root.startsWith(`${path}#`)))
    .map(({ root }) => root.split("#")[0] ?? "");
  return [...new Set([path, ...used])];
}

/** What kustomize would fetch: URLs, git remotes, hosted repositories, anything with a ref. */
export function isRemote(entry: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:]|[?&](ref|version)=/i.test(
    entry,
  );
}

function isProtected(resource: Resource): boolean {
  return resource.kind !== "Service" && resource.kind !== "EventListener" && isProtectedObject(resource);
}

function resolvePath(directory: string, entry: string): string | undefined {
  const steps: string[] = [];
  for (const step of `${directory}/${entry}`.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.pop() === undefined) return undefined;
    if (step !== "..") steps.push(step);
  }
  return steps.join("/");
}

function pathFromAnyTop(entry: string, { entries }: DesiredState): string | undefined {
  const path = resolvePath("", entry);
  if (path === undefined || path === "" || someKey(entries, `${path}/`)) return path;
  for (const file of entries.keys()) {
    const at = file.indexOf(`/${path}/`);
    if (at > 0) return file.slice(0, at + path.length + 1);
  }
  return path;
}

function someKey(entries: ReadonlyMap<string, unknown>, prefix: string): boolean {
  for (const path of entries.keys()) if (path.startsWith(prefix)) return true;
  return false;
}
