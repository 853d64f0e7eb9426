import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A git directory with a configuration of ours that shows another repository's objects, and nothing else of it. */
export interface ObjectStore {
  readonly directory: string;
  /** Makes a git process read the foreign objects. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Reading objects through a git directory of our own keeps the repository's configuration out altogether, and a partial
 * clone cannot start a fetch of its own in the middle of a review: an absent object is just missing (Git before 2.45 has
 * no other way to say so).
 */
export function openObjectStore(objects: string, format: "sha1" | "sha256", temporaryFolder = tmpdir()): ObjectStore {
  // At once, so that no signal comes between making the folder, remembering and filling it: what is still being written cannot be
  // removed.
  const directory = mkdtempSync(resolve(temporaryFolder, "gatewarden-git-"));
  openFolders.add(directory);
  const config =
    format === "sha1"
      ? "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
      : "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n";
  mkdirSync(join(directory, "refs"));
  mkdirSync(join(directory, "objects"));
  writeFileSync(join(directory, "HEAD"), "ref: refs/heads/none\n");
  writeFileSync(join(directory, "config"), config);
  return {
    directory,
    env: { GIT_DIR: directory, GIT_OBJECT_DIRECTORY: objects },
    async close() {
      await rm(directory, { recursive: true, force: true });
      openFolders.delete(directory);
    },
  };
}

/** A program that ends without closing its repositories leaves no folders behind either. */
const openFolders = new Set<string>();
process.once("exit", () => {
  for (const directory of openFolders) remove(directory);
});

/** A folder that stays behind is no reason to end in another way: an error at exit would take the place of the exit code. */
function remove(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // The system clears its folder for temporary files.
  }
}
