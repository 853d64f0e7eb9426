export type FileMode = "file" | "executable" | "symlink" | "submodule";

export interface TreeEntry {
  /** Path in the repository, `/`-separated, exactly as git stores it. */
  readonly path: string;
  readonly mode: FileMode;
  /** Content address. Equal ids mean equal bytes, so what was parsed once never needs parsing again. */
  readonly blobId: string;
}

export type BlobContent =
  | { readonly kind: "content"; readonly blobId: string; readonly bytes: Uint8Array }
  /** The object is not in the object store (partial clone, damaged repository) or larger than `maxBytes`. */
  | { readonly kind: "missing"; readonly blobId: string }
  | { readonly kind: "too-large"; readonly blobId: string; readonly size: number };

/**
 * Read access to the files of a repository at any commit: the only way content enters the core.
 * Implemented by `git/`; tests use `test/support/memory-tree.ts`.
 */
export interface Tree {
  /** Every file of the commit, submodules and symlinks included, in git's order. Throws if the commit does not exist. */
  list(commit: string): Promise<readonly TreeEntry[]>;
  /** The bytes of the given blobs, each id once, in any order. A blob that cannot be read is a value, not an error. */
  read(blobIds: Iterable<string>, options?: { readonly maxBytes?: number }): AsyncIterable<BlobContent>;
}
