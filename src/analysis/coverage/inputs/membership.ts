import type { DesiredState } from "../../../kubernetes/desired-state.ts";
import { isProtectedTopic, topicOf } from "../../../kubernetes/kinds.ts";
import type { Side } from "../../../kubernetes/location.ts";
import { type FieldPath, identityOf, type Resource } from "../../../kubernetes/resource.ts";
import { samePlain } from "../../plain-differences.ts";
import type { Concern } from "../concern.ts";
import { protects } from "../concern-in-context.ts";
import { findingOf, type InputEdit, type InputFinding } from "../input-finding.ts";
import { namesVersion } from "../version-text.ts";

/**
 * Entries of `resources`, `bases` and `components` that came or went. Manifests that the pull request itself adds or
 * deletes are judged as what they are; what counts here is a manifest that was there all along and is now applied, or
 * no longer applied, and whatever comes from outside the repository.
 */
export function membershipFindings(
  edit: InputEdit,
  before: readonly string[],
  after: readonly string[],
  where: Entries,
): readonly InputFinding[] {
  const gone = before.filter((entry) => !after.includes(entry));
  const come = after.filter((entry) => !before.includes(entry));
  const repinned = come.filter((entry) =>
    gone.some((other) => isRemote(entry) && withoutVersion(entry) === withoutVersion(other)),
  );
  const rest = (entries: readonly string[]) =>
    entries.filter((entry) => !repinned.some((one) => withoutVersion(one) === withoutVersion(entry)));
  const targets = {
    gone: rest(gone).map((entry) => targetOf(entry, where, "before", edit.states)),
    come: rest(come).map((entry) => targetOf(entry, where, "after", edit.states)),
  };
  const kept = (resource: Resource, others: readonly Target[]) =>
    others.some(({ objects }) => objects.some((one) => sameObject(one, resource)));
  return [
    ...repinned.map((entry) =>
      finding(
        edit,
        where.path,
        namesVersion(/[?&]ref=([^&]+)/.exec(entry)?.[1] ?? "0") ? "version" : "remote",
        gone.find((one) => withoutVersion(one) === withoutVersion(entry)),
        entry,
      ),
    ),
    ...targets.come.map((target) =>
      judge(
        edit,
        where.path,
        target,
        "come",
        target.objects.filter((one) => !kept(one, targets.gone)),
        edit.states.before,
      ),
    ),
    ...targets.gone.map((target) =>
      judge(
        edit,
        where.path,
        target,
        "gone",
        target.objects.filter((one) => !kept(one, targets.come)),
        edit.states.after,
      ),
    ),
  ];
}

/** Where the entries stand, and what they are relative to. */
interface Entries {
  readonly directory: string;
  readonly path: FieldPath;
  /** Relative to the top of whatever Flux or Argo CD fetches, which may be a folder of this repository. */
  readonly fromAnyTop?: boolean;
}

interface Target {
  readonly entry: string;
  readonly remote: boolean;
  /** The entry leads to nothing that the repository holds. */
  readonly missing: boolean;
  readonly objects: readonly Resource[];
  readonly generators: readonly string[];
}

function targetOf(entry: string, where: Entries, side: Side, states: InputEdit["states"]): Target {
  const state = states[side];
  if (isRemote(entry)) return { entry, remote: true, missing: false, objects: [], generators: [] };
  const path = where.fromAnyTop ? pathFromAnyTop(entry, state) : resolvePath(where.directory, entry);
  const folders = path === undefined ? [] : foldersOf(path, states);
  const within = (file: string) =>
    folders.some((folder) => folder === "" || file === folder || file.startsWith(`${folder}/`));
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

/** The target itself, and the folders that it draws from where it is, or was, a root of its own. */
function foldersOf(path: string, { before, after }: InputEdit["states"]): readonly string[] {
  const generators = [...before.generators, ...after.generators];
  const used = generators.filter(({ usedBy }) => usedBy.includes(path)).map(({ root }) => root.split("#")[0] ?? "");
  return [...new Set([path, ...used])];
}

function judge(
  edit: InputEdit,
  path: FieldPath,
  target: Target,
  way: "come" | "gone",
  objects: readonly Resource[],
  otherState: DesiredState,
): InputFinding {
  const [before, after] = way === "come" ? [undefined, target.entry] : [target.entry, undefined];
  if (target.remote)
    return finding(edit, path, way === "come" ? "remote" : concernOfRemovedSource(target), before, after);
  const verb = way === "come" ? "is now included" : "is no longer included";
  if (target.missing)
    return finding(
      edit,
      path,
      way === "come" ? "remote" : "other",
      before,
      after,
      `${quoted(target.entry)} ${verb}, but the repository does not hold it`,
    );
  // Objects that came, went or moved show in the comparison of the manifests themselves.
  const silent = objects.filter((one) =>
    otherState.resources.some((other) => other.file === one.file && identityOf(other) === identityOf(one)),
  );
  if (silent.length > 0)
    return finding(edit, path, "membership", before, after, `${quoted(target.entry)} ${verb}: ${listed(silent)}`);
  const delivered =
    way === "come" ? target.generators.filter((root) => otherState.generators.some((one) => one.root === root)) : [];
  const concern: Concern = delivered.length > 0 ? "membership" : "other";
  return finding(edit, path, concern, before, after, `${quoted(target.entry)} ${verb}`);
}

/** Manifests from elsewhere that are no longer applied grant and publish nothing, unless they restricted others. */
function concernOfRemovedSource({ entry }: Target): Concern {
  return protects([entry]) ? "remote" : "withdrawn";
}

function finding(
  edit: InputEdit,
  path: FieldPath,
  concern: Concern,
  before?: string,
  after?: string,
  detail?: string,
): InputFinding {
  const difference = { path, label: path, before, after };
  return findingOf(edit, concern, difference, detail);
}

function isProtected({ group, kind }: Resource): boolean {
  const topic = topicOf(group, kind);
  return kind !== "Service" && isProtectedTopic(topic);
}

function sameObject(a: Resource, b: Resource): boolean {
  return identityOf(a) === identityOf(b) && samePlain(a.data, b.data);
}

function listed(resources: readonly Resource[]): string {
  const names = resources
    .slice(0, 3)
    .map(({ kind, namespace, name }) => `${kind} ${quoted(namespace === undefined ? name : `${namespace}/${name}`)}`);
  return names.join(", ") + (resources.length > 3 ? ` and ${resources.length - 3} more` : "");
}

function quoted(text: string): string {
  return `\`${text}\``;
}

/** What kustomize would fetch: URLs, git remotes, hosted repositories, anything with a ref. */
export function isRemote(entry: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^(www\.)?(github|gitlab|bitbucket)\.(com|org)[/:]|[?&](ref|version)=/i.test(
    entry,
  );
}

/** Equal for two pins of the same source: versions, commits and refs are left out. */
function withoutVersion(entry: string): string {
  return entry
    .replace(/([?&](ref|version)=)[^&]*/g, "$1")
    .replace(/(?<=[^/:]\/)(v?\d[\w.+-]*|[0-9a-f]{7,64}|latest|main|master|stable)(?=\/|$)/g, "VERSION");
}

export function resolvePath(directory: string, entry: string): string | undefined {
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
