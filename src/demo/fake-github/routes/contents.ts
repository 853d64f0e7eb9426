import { ApiError } from "../api-error.ts";
import { resolve } from "../bare-repository.ts";
import { type Api, found, parameter, repositoryOf } from "../endpoint.ts";
import { fullName, type Repository, type State } from "../state.ts";

const oneMegabyte = 1024 * 1024;

interface Entry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number;
  readonly path: string;
}

/** `GET /contents/{path}`: a file (JSON or raw), a directory, a symbolic link or a submodule. */
export function registerContents(api: Api, state: State): void {
  for (const path of ["/repos/:owner/:repo/contents/", "/repos/:owner/:repo/contents/:path{.+}"]) {
    api.get(path, async (c) => {
      const repository = repositoryOf(state, c, { contents: "read" });
      const ref = c.req.query("ref") ?? repository.defaultBranch;
      const commit = await resolve(repository.git, ref);
      if (!commit) throw new ApiError(404, `No commit found for the ref ${ref}`);
      const wanted = parameter(c, "path").replace(/\/$/, "");
      const raw = /application\/vnd\.github(\.v3)?\.raw/.test(c.req.header("accept") ?? "");
      if (wanted === "") return c.json(await directory(state, repository, commit, ref, ""));

      const entry = found(await entryAt(repository, commit, wanted));
      if (entry.type === "tree") return c.json(await directory(state, repository, commit, ref, `${wanted}/`));
      if (entry.type === "blob" && raw)
        return c.body(new Uint8Array(await blob(repository, entry.sha)), 200, {
          "content-type": "application/vnd.github.raw+json",
        });
      return c.json(await file(state, repository, ref, entry));
    });
  }
}

async function entryAt(repository: Repository, commit: string, path: string): Promise<Entry | undefined> {
  return (await entries(repository, commit, path)).find((entry) => entry.path === path);
}

async function entries(repository: Repository, commit: string, path: string): Promise<Entry[]> {
  const out = await repository.git.run([
    "ls-tree",
    "-z",
    "--long",
    "--full-tree",
    commit,
    ...(path ? ["--", path] : []),
  ]);
  return out
    .split("\0")
    .filter(Boolean)
    .map((line) => {
      const [meta, name] = [line.slice(0, line.indexOf("\t")), line.slice(line.indexOf("\t") + 1)];
      const [mode = "", type = "", sha = "", size = ""] = meta.split(/ +/);
      return { mode, type, sha, size: Number(size) || 0, path: name };
    });
}

async function directory(state: State, repository: Repository, commit: string, ref: string, path: string) {
  const kinds: Readonly<Record<string, string>> = { tree: "dir", commit: "submodule", blob: "file" };
  const found = await entries(repository, commit, path);
  return found.map((entry) => ({
    ...place(state, repository, ref, entry),
    type: entry.mode === "120000" ? "symlink" : kinds[entry.type],
  }));
}

async function file(state: State, repository: Repository, ref: string, entry: Entry) {
  const where = place(state, repository, ref, entry);
  if (entry.type === "commit") return { ...where, type: "submodule", submodule_git_url: null };
  const bytes = await blob(repository, entry.sha);
  if (entry.mode === "120000") return { ...where, type: "symlink", target: bytes.toString() };
  // Above a megabyte, JSON comes without the content.
  const tooLarge = bytes.length > oneMegabyte;
  return {
    ...where,
    type: "file",
    encoding: tooLarge ? "none" : "base64",
    content: tooLarge
      ? ""
      : bytes
          .toString("base64")
          .replace(/.{60}(?=.)/g, "$&\n")
          .concat("\n"),
  };
}

function place(state: State, repository: Repository, ref: string, { path, sha, size, type }: Entry) {
  const escaped = path.split("/").map(encodeURIComponent).join("/");
  const api = `${state.urls.api}/repos/${fullName(repository)}`;
  const html = `${state.urls.html}/${fullName(repository)}`;
  const self = `${api}/contents/${escaped}?ref=${encodeURIComponent(ref)}`;
  const git = type === "commit" ? null : `${api}/git/${type}s/${sha}`;
  const htmlUrl = `${html}/${type === "tree" ? "tree" : "blob"}/${ref}/${escaped}`;
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    sha,
    size,
    url: self,
    html_url: htmlUrl,
    git_url: git,
    download_url: type === "blob" ? `${html}/raw/${ref}/${escaped}` : null,
    _links: { self, git, html: htmlUrl },
  };
}

async function blob(repository: Repository, sha: string): Promise<Buffer> {
  return (await repository.git.attempt(["cat-file", "blob", sha])).stdout;
}
