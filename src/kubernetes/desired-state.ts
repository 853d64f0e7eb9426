import type { Location, Side } from "./location.ts";
import type { Plain, Resource } from "./resource.ts";
import type { TreeEntry } from "./tree.ts";

/** Why a file, or one document of it, could not be read as the objects it holds. */
export type UnreadReason =
  | "not-yaml"
  | "template"
  | "encrypted"
  | "too-large"
  | "too-many-aliases"
  | "unsupported-encoding"
  | "missing-blob"
  | "symlink"
  | "submodule"
  | "invalid-object"
  /** It carries objects of protected kinds for another program to apply. */
  | "carrier";

/** Content that exists but cannot be read. It is a value so that it becomes an event instead of silence. */
export interface Unread {
  readonly file: string;
  readonly reason: UnreadReason;
  /** One sentence for a maintainer, with the parser's own message where there is one. */
  readonly detail: string;
  readonly location: Location;
  /** Protected kinds that the unreadable text seems to hold, by a search for `kind:`; empty if none shows. */
  readonly seemsToHold: readonly string[];
  /** Of a carrier: equal where what it carries is equal. */
  readonly carried?: string;
  /** Content address of the file, to tell whether the unreadable content itself changed. */
  readonly blobId: string;
}

/** Something legal but worth knowing, such as a duplicate key of which the last value wins. */
export interface Note {
  readonly file: string;
  readonly message: string;
  readonly location: Location;
}

export type GeneratorKind =
  | "kustomize"
  | "helm-chart"
  | "helm-release"
  | "helmfile"
  | "flux-kustomization"
  | "flux-source"
  | "argo-application";

/**
 * A place where manifests are produced rather than written: a kustomization, a chart, a HelmRelease …
 * Until its program runs (rendering/), what it produces is unknown, and changes to its inputs are coverage events.
 */
export interface Generator {
  readonly kind: GeneratorKind;
  /** The directory of the kustomization, chart or helmfile; for a custom resource `file#namespace/name`. */
  readonly root: string;
  /** Roots (generators that nothing references) whose output this one is part of. Itself, if it is a root. */
  readonly usedBy: readonly string[];
  /** Every file whose change can change the output, except files that are read as raw manifests anyway. */
  readonly inputs: readonly GeneratorInput[];
  /** It also draws from what is not in the repository, such as a remote base. */
  readonly drawsFromElsewhere?: true;
}

export interface GeneratorInput {
  readonly file: string;
  readonly role: "definition" | "patch" | "values" | "template" | "generated-from" | "other";
}

/** Everything one commit declares, as far as it can be read. */
export interface DesiredState {
  readonly commit: string;
  readonly side: Side;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Objects of protected kinds and what their meaning depends on (see kinds.ts), from raw manifests. */
  readonly resources: readonly Resource[];
  readonly unread: readonly Unread[];
  readonly notes: readonly Note[];
  readonly generators: readonly Generator[];
  /**
   * Parsed content of the generator inputs that differ between the two states (roles definition, values, patch), by file,
   * so that a re-formatted values file is no change. Several documents are a list. A file that does not parse is absent.
   */
  readonly plain: ReadonlyMap<string, Plain>;
}

/** A path whose content or mode differs between the two states; an added file has no `before`, a deleted one no `after`. */
export interface ChangedFile {
  readonly path: string;
  readonly before?: TreeEntry;
  readonly after?: TreeEntry;
}

/** What a repository delivers beyond the manifests in it: what charts, remote bases and unreadable files hold. */
export interface UnrenderedManifests {
  /** Whether an object of a kind and namespace may be among what is delivered together with a file. */
  mayHold(kind: string, namespace: string, file: string): boolean;
}

/** What one cluster receives. Facts are computed per view; an object in one view never hides another view's. */
export interface View {
  /** Stable name: from the policy, or the directory that the split follows, or `""` for the whole repository. */
  readonly name: string;
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  /** Files that declare a Role or ClusterRole after the change, in any view and namespace, by `kind/name`. */
  readonly roleFiles?: ReadonlyMap<string, string>;
  /** What generators may add to the view after the change; absent where there are none that could. */
  readonly unrendered?: UnrenderedManifests;
}
