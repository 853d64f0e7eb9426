import type { BlobReader } from "./blob-reader.ts";
import { decodeText } from "./decode-text.ts";
import type { DesiredState, Generator, Unread, UnreadReason } from "./desired-state.ts";
import {
  isChartName,
  isHelmfileName,
  isIgnoreName,
  isKustomizationName,
  isManifestName,
  isManifestTemplateName,
  isTemplateName,
} from "./file-names.ts";
import type { GeneratorDraft } from "./generators/draft.ts";
import { withKustomizeSpelling } from "./generators/kustomization-fields.ts";
import { withRoots } from "./generators/roots.ts";
import {
  type DefinitionContents,
  draftFileGenerators,
  draftObjectGenerators,
  filesThatAreNoManifests,
} from "./generators.ts";
import type { KindTopic } from "./kinds.ts";
import type { Side } from "./location.ts";
import type { AbsentContent, ManifestReader } from "./manifest-reader.ts";
import { mayMakeObjects, seemsToHold } from "./may-hold-kind.ts";
import type { ParsedManifest, ParsedObject } from "./parsed-manifest.ts";
import { placeManifests } from "./place-manifests.ts";
import { podsOf } from "./pods-of.ts";
import { isObject } from "./read-object.ts";
import { readPlainFile } from "./read-plain.ts";
import { type RepositoryFiles, repositoryFiles } from "./repository-files.ts";
import type { Plain } from "./resource.ts";
import type { BlobContent, TreeEntry } from "./tree.ts";
import { absentFile, unreadFile } from "./unread-file.ts";
import { unreadLinks } from "./unread-links.ts";

export interface StateInput {
  readonly commit: string;
  readonly side: Side;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly changedPaths: ReadonlySet<string>;
  /** Shared by both states. */
  readonly manifests: ManifestReader;
}

/**
 * Gathers one state in the order in which its parts become known: definitions and changed files first, which decide
 * whether anything else needs reading; then the manifests; then the inputs of generators that only manifests name.
 */
export class StateReader {
  readonly #input: StateInput;
  readonly #kustomizations = new Map<string, Plain>();
  readonly #helmfiles = new Map<string, string>();
  readonly #linkTargets = new Map<string, string>();
  readonly #plain = new Map<string, Plain>();
  readonly #mayBeValues = new Set<string>();
  readonly #unread = new Map<string, Unread>();
  #files: RepositoryFiles | undefined;
  #fileDrafts: readonly GeneratorDraft[] = [];
  #drafts: readonly GeneratorDraft[] = [];
  #noManifests: ReadonlySet<string> = new Set();
  #toRead: readonly TreeEntry[] | undefined;
  #allWorkloads = false;

  constructor(input: StateInput) {
    this.#input = input;
  }

  /** Whether a changed file could be a manifest, or an input of a generator under any name. */
  changeCanMatter(): boolean {
    const { entries, changedPaths } = this.#input;
    if (changedPaths.size === 0) return false;
    for (const path of changedPaths) {
      const mode = entries.get(path)?.mode;
      if (mode === "symlink" || mode === "submodule" || isManifestName(path) || isTemplateName(path)) return true;
      if (isIgnoreName(path)) return true;
    }
    for (const { path, mode } of entries.values()) {
      if (isKustomizationName(path) || isChartName(path) || isHelmfileName(path)) return true;
      if (mode === "symlink" && isManifestName(path)) return true;
    }
    return false;
  }

  wantDefinitionsAndChanges(blobs: BlobReader): void {
    for (const entry of this.#input.entries.values()) {
      if (entry.mode === "submodule") continue;
      if (entry.mode === "symlink") this.#wantLinkTarget(entry, blobs);
      else if (isKustomizationName(entry.path)) this.#wantKustomization(entry, blobs);
      else if (isHelmfileName(entry.path)) this.#wantHelmfile(entry, blobs);
      else if (this.#input.changedPaths.has(entry.path)) this.#wantChange(entry, blobs);
    }
  }

  /** A kustomization may be a symlink; what it leads to is known once the links are read. */
  wantLinkedDefinitions(blobs: BlobReader): void {
    for (const path of this.#linkTargets.keys()) {
      const target = isKustomizationName(path) ? this.#repository().resolve("", path) : null;
      const entry = target === null ? undefined : this.#input.entries.get(target);
      if (entry && isContent(entry)) this.#wantKustomization({ ...entry, path }, blobs);
    }
  }

  /** Whether a changed file holds anything of ours, may be somebody's values, or is an input of a generator. */
  changeMatters(): boolean {
    const { changedPaths, entries } = this.#input;
    this.#draftFileGenerators();
    const inputs = new Set(this.#fileDrafts.flatMap((draft) => draft.inputs.map(({ file }) => file)));
    for (const file of this.#manifestsByOtherNames()) if (!isManifestName(file)) inputs.add(file);
    for (const path of changedPaths) {
      const entry = entries.get(path);
      if (!entry) continue;
      if (entry.mode === "symlink" || entry.mode === "submodule" || inputs.has(path)) return true;
      if (isIgnoreName(path)) return true;
      if (this.#mayBeValues.has(path) || this.#unread.has(path)) return true;
      const manifest = this.#input.manifests.manifest(entry.blobId);
      if (this.#input.manifests.absent(entry.blobId) || (manifest && !isEmpty(manifest))) return true;
    }
    return false;
  }

  /** The pods that workloads in changed files make: all of them, or those that matter to network policies alone. */
  changedPods(onlyForPolicies: boolean): ReadonlySet<string> {
    const pods = new Set<string>();
    for (const { object, file } of this.#objects(this.#changedEntries()))
      if (object.onlyPods && (object.onlyForPolicies ?? false) === onlyForPolicies)
        pods.add(`${file}\n${podsOf(object)}`);
    return pods;
  }

  /** The topics of objects in changed files, leaving out workloads that are no more than their pods. */
  changedTopics(): ReadonlySet<KindTopic> {
    const topics = new Set<KindTopic>();
    for (const { object } of this.#objects(this.#changedEntries())) if (!object.onlyPods) topics.add(object.topic);
    return topics;
  }

  /** Asks for every manifest; `workloads` also for the workloads that matter to network policies alone. */
  wantManifests({ workloads }: { readonly workloads: boolean }): void {
    this.#allWorkloads = workloads;
    for (const { path, blobId } of this.#manifestEntries())
      this.#input.manifests.want(blobId, { workloads: this.#includesWorkloads(path) });
  }

  hasNetworkPolicies(): boolean {
    for (const { object } of this.#objects(this.#manifestEntries())) if (object.topic === "connectivity") return true;
    return false;
  }

  /** Whether pods that name no account may hold rights: a binding, or an identity in a cloud, is given to those of `default`. */
  givesRightsToUnnamed(): boolean {
    for (const { object } of this.#objects(this.#manifestEntries())) if (givesRightsToUnnamed(object)) return true;
    return false;
  }

  wantChangedInputs(blobs: BlobReader): void {
    const objects = this.#objects(this.#manifestEntries());
    this.#drafts = [...this.#fileDrafts, ...draftObjectGenerators(objects, this.#repository())];
    const wanted = new Set<string>();
    for (const { inputs } of this.#drafts) {
      for (const { file, role } of inputs) {
        if (role === "definition" || role === "values" || role === "patch") wanted.add(file);
      }
    }
    for (const path of wanted) {
      const entry = this.#input.entries.get(path);
      if (!entry || !isContent(entry) || !this.#input.changedPaths.has(path)) continue;
      blobs.want(entry.blobId, (content) => this.#receivePlain(path, content));
    }
  }

  state(isComplete: boolean): DesiredState {
    const { commit, side, entries } = this.#input;
    const base = { commit, side, entries, plain: this.#plain };
    if (!isComplete) return { ...base, resources: [], unread: [], notes: [], generators: [] };
    const includesWorkloads = (path: string) => this.#includesWorkloads(path);
    const placing = { manifests: this.#input.manifests, side, includesWorkloads };
    const { resources, unread, notes } = placeManifests(this.#manifestEntries(), placing);
    const generators: readonly Generator[] = withRoots(this.#drafts);
    const inputs = new Set(this.#drafts.flatMap((draft) => draft.inputs.map(({ file }) => file)));
    // A template that a generator draws from is reported as a change of that generator.
    const unreadFiles = [...this.#unread.values()].filter(
      ({ file, reason }) => reason !== "template" || !inputs.has(file),
    );
    const links = unreadLinks(this.#repository(), this.#input.changedPaths, resources, side);
    return { ...base, resources, notes, generators, unread: [...unread, ...unreadFiles, ...links].sort(byFile) };
  }

  #repository(): RepositoryFiles {
    this.#files ??= repositoryFiles(this.#input.entries, this.#linkTargets);
    return this.#files;
  }

  #draftFileGenerators(): void {
    const contents: DefinitionContents = { kustomizations: this.#kustomizations, helmfiles: this.#helmfiles };
    this.#fileDrafts = draftFileGenerators(this.#repository(), contents);
    this.#noManifests = filesThatAreNoManifests(this.#fileDrafts);
  }

  #wantLinkTarget(entry: TreeEntry, blobs: BlobReader): void {
    blobs.want(entry.blobId, (content) => {
      if (content.kind === "content") this.#linkTargets.set(entry.path, new TextDecoder().decode(content.bytes));
      else this.#missing(entry, content);
    });
  }

  #wantKustomization(entry: TreeEntry, blobs: BlobReader): void {
    blobs.want(entry.blobId, (content) => {
      const plain = content.kind === "content" ? readPlainFile(content.bytes) : undefined;
      if (isObject(plain)) this.#kustomizations.set(entry.path, withKustomizeSpelling(plain));
      else if (content.kind !== "content") this.#missing(entry, content);
      else if (plain === undefined || !Array.isArray(plain) || plain.length > 0) {
        // kustomize reads the first document only; what the others name is read all the same.
        if (Array.isArray(plain)) this.#kustomizations.set(entry.path, withKustomizeSpelling(plain));
        const detail = "The kustomization cannot be read, so what it patches and includes is unknown.";
        this.#addUnread(entry, "not-yaml", detail);
      }
    });
  }

  #wantHelmfile(entry: TreeEntry, blobs: BlobReader): void {
    blobs.want(entry.blobId, (content) => {
      if (content.kind === "content") this.#helmfiles.set(entry.path, new TextDecoder().decode(content.bytes));
    });
  }

  #wantChange(entry: TreeEntry, blobs: BlobReader): void {
    if (isTemplateName(entry.path)) blobs.want(entry.blobId, (content) => this.#receiveTemplate(entry, content));
    if (!isManifestName(entry.path)) return;
    this.#input.manifests.want(entry.blobId, { workloads: true });
    blobs.want(entry.blobId, (content) => {
      if (content.kind !== "content" || !looksLikeManifest(content.bytes)) this.#mayBeValues.add(entry.path);
    });
  }

  #receiveTemplate(entry: TreeEntry, content: BlobContent): void {
    if (content.kind !== "content") {
      this.#missing(entry, content);
      return;
    }
    const decoded = decodeText(content.bytes);
    const text = decoded.kind === "encrypted" ? "" : decoded.text;
    const holds = seemsToHold(text);
    // A template of some program's own settings is nothing to us.
    if (!isManifestTemplateName(entry.path) && !mayMakeObjects(text)) return;
    this.#addUnread(entry, "template", "It is a template; what it produces is not known here.", holds);
  }

  #receivePlain(path: string, content: BlobContent): void {
    const plain = content.kind === "content" ? readPlainFile(content.bytes) : undefined;
    if (plain === undefined) return;
    this.#plain.set(path, isKustomizationName(path) ? withKustomizeSpelling(plain) : plain);
  }

  #missing(entry: TreeEntry, content: AbsentContent): void {
    this.#unread.set(entry.path, absentFile(entry, this.#input.side, content));
  }

  #addUnread(entry: TreeEntry, reason: UnreadReason, detail: string, holds: readonly string[] = []): void {
    this.#unread.set(entry.path, unreadFile(entry, this.#input.side, reason, detail, holds));
  }

  /** Files to read as manifests: by name, listed as a resource under any name, or shown under such a name by a symlink. */
  #manifestEntries(): readonly TreeEntry[] {
    this.#toRead ??= this.#selectManifests();
    return this.#toRead;
  }

  #selectManifests(): readonly TreeEntry[] {
    const others = this.#manifestsByOtherNames();
    return [...this.#input.entries.values()].filter(
      (entry) =>
        isContent(entry) &&
        !this.#noManifests.has(entry.path) &&
        (isManifestName(entry.path) || others.has(entry.path)),
    );
  }

  #manifestsByOtherNames(): ReadonlySet<string> {
    const others = new Set(this.#fileDrafts.flatMap(({ manifests }) => manifests));
    for (const path of this.#linkTargets.keys()) {
      const target = isManifestName(path) ? this.#repository().resolve("", path) : null;
      if (target !== null) others.add(target);
    }
    return others;
  }

  #changedEntries(): readonly TreeEntry[] {
    return this.#manifestEntries().filter(({ path }) => this.#input.changedPaths.has(path));
  }

  /** Whether workloads of the file count that matter to network policies alone. */
  #includesWorkloads(path: string): boolean {
    return this.#allWorkloads || this.#input.changedPaths.has(path);
  }

  *#objects(entries: readonly TreeEntry[]): Iterable<{ readonly object: ParsedObject; readonly file: string }> {
    for (const { path, blobId } of entries) {
      for (const object of this.#input.manifests.manifest(blobId)?.objects ?? []) yield { object, file: path };
    }
  }
}

function givesRightsToUnnamed({ topic, kind, name, annotations, data }: ParsedObject): boolean {
  if (kind === "ServiceAccount") return name === "default" && Object.keys(annotations).length > 0;
  const subjects = topic === "access" && Array.isArray(data.subjects) ? (data.subjects as readonly Plain[]) : [];
  return subjects.some((subject) => isObject(subject) && isUnnamed(subject.name));
}

/** Every pod of a namespace that names no account is one of these, as the account, as the user that it is, or by a group. */
function isUnnamed(name: Plain | undefined): boolean {
  return (
    typeof name === "string" &&
    (name === "default" || /^system:(?:serviceaccount:.*:default$|serviceaccounts(?:$|:)|authenticated$)/.test(name))
  );
}

function isContent({ mode }: TreeEntry): boolean {
  return mode === "file" || mode === "executable";
}

/** Whether a changed file holds nothing whose every change may matter; of pods only some do. */
function isEmpty({ objects, unread, notes }: ParsedManifest): boolean {
  return unread.length + notes.length === 0 && objects.every(({ onlyPods }) => onlyPods);
}

function looksLikeManifest(bytes: Uint8Array): boolean {
  const decoded = decodeText(bytes);
  return decoded.kind === "text" && /^kind\s*:/m.test(decoded.text) && /^apiVersion\s*:/m.test(decoded.text);
}

function byFile(a: Unread, b: Unread): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
