import { join } from "node:path";
import { LRUCache } from "lru-cache";
import { GitError } from "../git/git-error.ts";
import { type Mirror, openMirror } from "../git/mirror.ts";
import type { GitRepository, OpenRepository } from "./ports.ts";
import type { RepositoryAt } from "./work-key.ts";

export interface MirrorSettings {
  /** Where the mirrors are kept; they can be deleted while the server is stopped. */
  readonly folder: string;
  /** Exists, and is emptied when the server starts. */
  readonly temporaryFolder: string;
  /** Such as `https://github.com`. */
  readonly gitUrl: string;
  token(installation: number): Promise<string>;
}

/** How many repositories keep their git processes. */
const mostOpen = 50;

/** Opens repositories as mirrors on disk, each once. */
export function repositoryOpener(settings: MirrorSettings): { readonly open: OpenRepository; close(): Promise<void> } {
  const closing: Promise<void>[] = [];
  const opened = new LRUCache<string, Promise<Mirror>>({
    max: mostOpen,
    dispose: (mirror) => void closing.push(mirror.then((one) => one.close()).catch(() => {})),
  });
  return {
    async open(at) {
      const name = `${at.installation}/${at.owner}/${at.repo}`;
      const mirror = opened.get(name) ?? openMirrorOf(settings, at);
      opened.set(name, mirror);
      // A failure is not remembered: the folder may be writable again next time.
      mirror.catch(() => opened.delete(name));
      return asRepository(await mirror);
    },
    async close() {
      opened.clear();
      await Promise.all(closing);
    },
  };
}

function openMirrorOf(settings: MirrorSettings, at: RepositoryAt): Promise<Mirror> {
  return openMirror({
    // One path segment, so that no name can lead out of the folder.
    directory: join(settings.folder, `${at.owner}+${at.repo}.git`),
    url: `${settings.gitUrl}/${at.owner}/${at.repo}.git`,
    temporaryFolder: settings.temporaryFolder,
    token: () => settings.token(at.installation),
  });
}

function asRepository(mirror: Mirror): GitRepository {
  const bring = async (commits: readonly string[]): Promise<void> => {
    const missing: string[] = [];
    for (const commit of new Set(commits)) if (!(await isHere(mirror, commit))) missing.push(commit);
    // A commit comes with its whole history: what is here needs no second fetch.
    if (missing.length > 0) await mirror.fetch(missing);
  };
  return {
    tree: mirror,
    fetch: bring,
    async has(commit) {
      try {
        await bring([commit]);
        return true;
      } catch (error) {
        if (error instanceof GitError) return false;
        throw error;
      }
    },
    mergeBase: (one, other) => mirror.mergeBase(one, other),
  };
}

async function isHere(mirror: Mirror, commit: string): Promise<boolean> {
  try {
    return (await mirror.resolve(commit)) === commit;
  } catch (error) {
    if (error instanceof GitError && error.code === "no-such-revision") return false;
    throw error;
  }
}
