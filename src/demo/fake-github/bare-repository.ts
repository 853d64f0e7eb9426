import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type GitResult, git } from "./git-process.ts";

/** A bare git repository as GitHub keeps it: real objects, real refs, and a hook that guards protected branches. */
export interface BareRepository {
  readonly dir: string;
  run(args: readonly string[], input?: string | Uint8Array): Promise<string>;
  /** Like `run`, for commands whose exit code is an answer. */
  attempt(args: readonly string[], input?: string | Uint8Array): Promise<GitResult>;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Signature {
  readonly name: string;
  readonly email: string;
}

export interface NewCommit {
  readonly message: string;
  readonly author: Signature;
  readonly committer?: Signature;
  readonly files?: Files;
  readonly remove?: readonly string[];
  readonly at: Date;
}

export async function createBareRepository(dir: string, defaultBranch: string): Promise<BareRepository> {
  await mkdir(dir, { recursive: true });
  await git(null, ["init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`, dir]);
  const repository = openBareRepository(dir);
  await configure(repository);
  return repository;
}

export async function forkBareRepository(source: BareRepository, dir: string): Promise<BareRepository> {
  await git(null, ["clone", "--quiet", "--bare", source.dir, dir]);
  const repository = openBareRepository(dir);
  await configure(repository);
  return repository;
}

function openBareRepository(dir: string): BareRepository {
  return {
    dir,
    run: (args, input) => git(dir, args, input),
    attempt: (args, input) => git.attempt(dir, args, input),
  };
}

// What GitHub's git servers allow: partial clones, and any commit that the repository holds by its id.
const settings = {
  "http.receivepack": "true",
  "uploadpack.allowFilter": "true",
  "uploadpack.allowAnySHA1InWant": "true",
  "receive.fsckObjects": "true",
  "gc.auto": "0",
  // Pull request refs can be fetched but not pushed.
  "receive.hideRefs": "refs/pull",
};

async function configure(repository: BareRepository): Promise<void> {
  const lines = Object.entries(settings).map(([key, value]) => {
    const [section, name] = key.split(".");
    return `[${section}]\n\t${name} = ${value}\n`;
  });
  await writeFile(
    join(repository.dir, "config"),
    `[core]\n\tbare = true\n\trepositoryformatversion = 0\n${lines.join("")}`,
  );
  await rm(join(repository.dir, "hooks"), { recursive: true, force: true });
  await mkdir(join(repository.dir, "hooks"));
  await writeFile(join(repository.dir, "hooks", "pre-receive"), preReceiveHook, { mode: 0o755 });
}

// GATEWARDEN_FAKE_PROTECTED holds one full ref name per line; the server sets it for each push from its own state.
const preReceiveHook = `#!/bin/sh
while read -r before after ref; do
  case "
$GATEWARDEN_FAKE_PROTECTED
" in *"
$ref
"*)
    echo "error: GH006: Protected branch update failed for $ref." >&2
    echo "error: Required status checks are expected." >&2
    exit 1 ;;
  esac
done
`;

/** Writes one commit on a branch (created from `from` when it does not exist) and returns its id. */
export async function writeCommit(
  repository: BareRepository,
  branch: string,
  commit: NewCommit,
  from?: string,
): Promise<string> {
  const ref = `refs/heads/${branch}`;
  const parent = (await resolve(repository, ref)) ?? (from ? await resolve(repository, from) : null);
  const script: (string | Uint8Array)[] = [`commit ${ref}\n`, ...header(commit), data(commit.message)];
  if (parent) script.push(`from ${parent}\n`);
  for (const path of commit.remove ?? []) script.push(`D ${quote(path)}\n`);
  for (const [path, content] of Object.entries(commit.files ?? {})) {
    script.push(`M 100644 inline ${quote(path)}\n`, data(content));
  }
  await repository.run(["fast-import", "--quiet", "--force"], Buffer.concat(script.map((part) => Buffer.from(part))));
  return repository.run(["rev-parse", ref]);
}

function header(commit: NewCommit): string[] {
  const when = `${Math.floor(commit.at.getTime() / 1000)} +0000`;
  const committer = commit.committer ?? commit.author;
  return [
    `author ${commit.author.name} <${commit.author.email}> ${when}\n`,
    `committer ${committer.name} <${committer.email}> ${when}\n`,
  ];
}

function data(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from("\n")]);
}

function quote(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

/** The commit that a revision names, or null. */
export async function resolve(repository: BareRepository, revision: string): Promise<string | null> {
  const { code, stdout } = await repository.attempt([
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  return code === 0 ? stdout.toString().trim() : null;
}

export async function branches(repository: BareRepository): Promise<ReadonlyMap<string, string>> {
  const lines = await repository.run(["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads"]);
  return new Map(
    lines
      .split("\n")
      .filter(Boolean)
      .map((line) => [line.slice(41).replace("refs/heads/", ""), line.slice(0, 40)]),
  );
}

export async function isAncestor(repository: BareRepository, ancestor: string, descendant: string): Promise<boolean> {
  return (await repository.attempt(["merge-base", "--is-ancestor", ancestor, descendant])).code === 0;
}
