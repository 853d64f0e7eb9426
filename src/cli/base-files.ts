import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { codeownersPaths, policyPaths } from "../analysis/control/control-files.ts";
import type { GitRepository } from "../git/git-tree.ts";
import { defaultPolicy } from "../review/default-policy.ts";
import type { PolicyResult } from "../review/policy.ts";
import { CliError } from "./cli-error.ts";

interface Source {
  readonly repository: GitRepository;
  readonly commit: string;
}

/** The policy of the base, never of the head: what is reviewed does not choose its own judge. Without one, the default. */
export async function policyAtBase(source: Source): Promise<PolicyResult> {
  for (const path of policyPaths) {
    const text = await textAt(source, path);
    if (text !== null) return await policyOf(text, path);
  }
  return { kind: "policy", policy: defaultPolicy };
}

/** The policy in a file of this machine, for `--policy` and `policy check`. */
export async function policyInFile(cwd: string, file: string): Promise<PolicyResult> {
  const path = resolve(cwd, file);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new CliError(2, `there is no policy file ${file}`);
    throw new CliError(2, `cannot read the policy ${file}: ${error.message}`);
  });
  return await policyOf(text, relative(cwd, path) || file);
}

export async function codeownersAtBase(source: Source): Promise<string | null> {
  for (const path of codeownersPaths) {
    const text = await textAt(source, path);
    if (text !== null) return text;
  }
  return null;
}

async function policyOf(text: string, file: string): Promise<PolicyResult> {
  // Loaded when there is a policy: the schema library takes longer to load than a small review takes.
  const { parsePolicy } = await import("../review/parse-policy.ts");
  const { allRules } = await import("../rules/all-rules.ts");
  return parsePolicy(text, file, { knownRules: new Set(allRules.map(({ id }) => id)) });
}

async function textAt({ repository, commit }: Source, path: string): Promise<string | null> {
  const entry = (await repository.list(commit)).find((candidate) => candidate.path === path);
  if (!entry) return null;
  for await (const blob of repository.read([entry.blobId]))
    if (blob.kind === "content" && entry.mode !== "submodule") return new TextDecoder().decode(blob.bytes);
  // A partial clone may lack the content: taking that for "no policy" would judge by a weaker one.
  throw new CliError(3, `${path} at ${commit} is not in this clone: fetch it first.`);
}
