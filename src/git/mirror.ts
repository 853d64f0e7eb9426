import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BlobContent } from "../kubernetes/tree.ts";
import { GitError } from "./git-error.ts";
import { type GitRepository, objectId, openGitRepository } from "./git-tree.ts";
import { runGit } from "./run-git.ts";

export interface MirrorOptions {
  /** A folder of its own, created if it does not exist. */
  readonly directory: string;
  /** Where to fetch from, without credentials. */
  readonly url: string;
  /** An installation token, or a function that returns a fresh one. Null for public and local repositories. */
  readonly token: string | (() => Promise<string>) | null;
  /** An existing folder for what lives no longer than the process; by default the system's. */
  readonly temporaryFolder?: string;
  /** For one fetch, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * A bare copy of a remote repository with its commits and directories; file contents come when they are read, all that
 * one read needs in one request.
 */
export interface Mirror extends GitRepository {
  /** Fetches commits by id, and refs such as `refs/pull/7/head`, with their history. Returns the commit of each. */
  fetch(wanted: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Opens or creates a mirror. Two fetches into one folder wait for each other. */
export async function openMirror(options: MirrorOptions): Promise<Mirror> {
  const { directory, url } = options;
  if (!/^(?:https?|file):\/\//.test(url) || /^https?:\/\/[^/]*@/.test(url))
    throw new GitError("git-failed", "A mirror needs an http, https or file URL without credentials.");
  await exclusively(directory, () => createMirror(directory, url));
  const repository = await openGitRepository(directory, options);
  const remote = new Remote(options);
  return {
    ...repository,
    fetch: (wanted) => exclusively(directory, () => remote.fetchCommits(wanted)),
    async *read(blobIds, readOptions): AsyncIterable<BlobContent> {
      const wanted = [...new Set(blobIds)].map(objectId);
      const missing = await repository.missing(wanted);
      if (missing.length > 0) await exclusively(directory, () => remote.fetchObjects(missing));
      yield* repository.read(wanted, readOptions);
    },
    async readFileAt(commit, path) {
      const known = await repository.readFileAt(commit, path);
      if (known) return known;
      const entry = (await repository.list(commit)).find((candidate) => candidate.path === path);
      if (!entry || entry.mode === "submodule") return null;
      await exclusively(directory, () => remote.fetchObjects([entry.blobId]));
      return repository.readFileAt(commit, path);
    },
  };
}

const waiting = new Map<string, Promise<unknown>>();

function exclusively<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const result = (waiting.get(directory) ?? Promise.resolve()).then(work, work);
  const settled = result.catch(() => {});
  waiting.set(directory, settled);
  void settled.then(() => {
    if (waiting.get(directory) === settled) waiting.delete(directory);
  });
  return result;
}

async function createMirror(directory: string, url: string): Promise<void> {
  const isThere = await stat(join(directory, "HEAD")).catch(() => null);
  if (!isThere) {
    await mkdir(directory, { recursive: true });
    await runGit(["init", "--quiet", "--bare", "--template=", "--initial-branch=none", "."], { directory });
  }
  const settings = {
    "remote.origin.url": url,
    "remote.origin.promisor": "true",
    "remote.origin.partialclonefilter": "blob:none",
    "core.repositoryformatversion": "1",
    "extensions.partialclone": "origin",
  };
  for (const [key, value] of Object.entries(settings)) await runGit(["config", key, value], inside(directory));
}

function inside(directory: string): { directory: string; env: Readonly<Record<string, string>> } {
  return { directory, env: { GIT_DIR: directory } };
}

class Remote {
  readonly #options: MirrorOptions;

  constructor(options: MirrorOptions) {
    this.#options = options;
  }

  async fetchCommits(wanted: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map(wanted.map((name) => [name, localRef(name)]));
    const refspecs = [...names].map(([name, ref]) => `+${name}:${ref}`);
    await this.#fetch([...fetchOptions, "--filter=blob:none", "origin", ...refspecs]);
    const commits = new Map<string, string>();
    for (const [name, ref] of names) {
      const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
      const { stdout } = await runGit(args, inside(this.#options.directory));
      commits.set(name, /[0-9a-f]{40,64}\s*$/.exec(stdout.toString())?.[0].trim() ?? "");
    }
    await this.#forgetOldRefs();
    return commits;
  }

  /** As git's own promisor fetch: no negotiation, because single objects have no history. */
  async fetchObjects(ids: readonly string[]): Promise<void> {
    const args = ["-c", "fetch.negotiationAlgorithm=noop", ...fetchOptions, "--filter=blob:none", "--stdin", "origin"];
    await this.#fetch(args, `${ids.join("\n")}\n`);
  }

  /** Every ref is offered in every fetch. Objects stay, because the mirror is never garbage collected. */
  async #forgetOldRefs(): Promise<void> {
    const args = ["for-each-ref", "--sort=-committerdate", "--format=%(refname)", "refs/gatewarden/commits/"];
    const refs = (await runGit(args, inside(this.#options.directory))).stdout.toString().split("\n").filter(Boolean);
    const input = refs.slice(maxCommitRefs).map((ref) => `delete ${ref}\n`);
    if (input.length > 0)
      await runGit(["update-ref", "--stdin"], { ...inside(this.#options.directory), input: input.join("") });
  }

  async #fetch(args: readonly string[], input?: string): Promise<void> {
    const { directory, url, timeoutMs = 300_000 } = this.#options;
    const token = typeof this.#options.token === "function" ? await this.#options.token() : this.#options.token;
    const env = {
      GIT_DIR: directory,
      GIT_ALLOW_PROTOCOL: new URL(url).protocol.slice(0, -1),
      ...authorization(url, token),
    };
    const redact = (text: string) => redactToken(text, token);
    await runGit(args, { directory, env, timeoutMs, redact, ...(input === undefined ? {} : { input }) });
  }
}

const maxCommitRefs = 500;

const fetchOptions = [
  "-c",
  "credential.helper=",
  "-c",
  "http.followRedirects=false",
  "-c",
  "protocol.version=2",
  "fetch",
  "--quiet",
  "--no-tags",
  "--no-write-fetch-head",
  "--recurse-submodules=no",
  "--no-auto-maintenance",
];

/** Each fetched commit gets a ref, so that the next fetch can say what is already here. */
function localRef(wanted: string): string {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(wanted)) return `refs/gatewarden/commits/${wanted}`;
  if (/^refs\/(?:[\w.@/-]+)$/.test(wanted) && !/\.\.|\/\/|@\{|\.lock(?:\/|$)|\/$|\/\./.test(wanted))
    return `refs/gatewarden/remote/${wanted.slice("refs/".length)}`;
  throw new GitError("no-such-revision", `${JSON.stringify(wanted.slice(0, 200))} is neither a commit id nor a ref.`);
}

/** The token travels in the environment only: command lines, URLs and configuration files are seen by others. */
function authorization(url: string, token: string | null): Readonly<Record<string, string>> {
  if (token === null) return {};
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic(token)}`,
  };
}

function basic(token: string): string {
  return Buffer.from(`x-access-token:${token}`).toString("base64");
}

function redactToken(text: string, token: string | null): string {
  if (token === null || token === "") return text;
  return text.replaceAll(basic(token), "[token]").replaceAll(token, "[token]");
}
