import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname } from "node:path";
import { permissionOf, requireRepositoryAccess } from "./access.ts";
import { ApiError } from "./api-error.ts";
import { branches } from "./bare-repository.ts";
import { actor, type Caller, identify } from "./caller.ts";
import { findRepository } from "./endpoint.ts";
import { gitEnvironment } from "./git-process.ts";
import { mayBypass } from "./operations/merging.ts";
import { afterPush, noCommit, type RefUpdate } from "./operations/pushes.ts";
import type { Account, Repository, State } from "./state.ts";

const gitPath = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** True for `git clone`, `git fetch` and `git push`, which speak to `/OWNER/NAME[.git]/…`. */
export function isGitRequest(url: string): boolean {
  const { pathname } = new URL(url, "http://localhost");
  return gitPath.test(pathname) && !pathname.startsWith("/repos/");
}

/** Serves git's smart HTTP protocol by running `git http-backend`, git's own CGI program. */
export async function serveGit(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const [, owner = "", name = "", service = ""] = gitPath.exec(url.pathname) ?? [];
  const pushing = service === "git-receive-pack" || url.searchParams.get("service") === "git-receive-pack";
  try {
    const caller = identify(state, request.headers.authorization);
    const repository = findRepository(state, owner, name);
    if (!repository) throw new ApiError(404, "Repository not found.");
    requireRepositoryAccess(state, caller, repository, { contents: pushing ? "write" : "read" });
    const before = pushing ? await branches(repository.git) : null;
    await runBackend(state, repository, caller, { request, response, url, service });
    if (before && service === "git-receive-pack") await announcePush(state, repository, caller, before);
  } catch (error) {
    refuse(response, request, error);
  } finally {
    // The client is answered only now, when every consequence of its push has happened.
    response.end();
  }
}

/** Git asks for a password only after a 401, so a repository that one may not see answers 401 to nobody and 404 to somebody. */
function refuse(response: ServerResponse, request: IncomingMessage, error: unknown): void {
  const status = error instanceof ApiError ? error.status : 500;
  if (status === 500) console.error(error);
  const anonymous = !request.headers.authorization;
  if (response.headersSent) return;
  response.writeHead(anonymous && status !== 500 ? 401 : status, {
    "content-type": "text/plain",
    ...(anonymous || status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {}),
  });
  response.write(error instanceof Error ? `${error.message}\n` : "failed\n");
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly service: string;
}

async function runBackend(state: State, repository: Repository, caller: Caller, exchange: Exchange): Promise<void> {
  const { request, response, url, service } = exchange;
  const child = spawn("git", ["http-backend"], {
    env: {
      ...gitEnvironment(),
      ...cgiEnvironment(request, url),
      ...repositoryEnvironment(repository, service),
      ...pushEnvironment(state, repository, caller),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => {});
  request.pipe(child.stdin);
  await new Promise<void>((done, fail) => {
    let head = Buffer.alloc(0);
    child.stdout.on("data", (chunk: Buffer) => {
      if (response.headersSent) return void response.write(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      writeHead(response, head.subarray(0, end).toString());
      response.write(head.subarray(end + 4));
    });
    child.on("error", fail);
    child.on("close", () => (response.headersSent ? done() : fail(new Error("git http-backend gave no answer"))));
  });
}

function cgiEnvironment(request: IncomingMessage, url: URL): NodeJS.ProcessEnv {
  return {
    REQUEST_METHOD: request.method ?? "GET",
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: request.headers["content-type"] ?? "",
    ...(request.headers["content-length"] ? { CONTENT_LENGTH: request.headers["content-length"] } : {}),
    ...(request.headers["content-encoding"] ? { HTTP_CONTENT_ENCODING: request.headers["content-encoding"] } : {}),
    ...(request.headers["git-protocol"] ? { GIT_PROTOCOL: String(request.headers["git-protocol"]) } : {}),
    REMOTE_ADDR: "127.0.0.1",
  };
}

function repositoryEnvironment({ git: { dir } }: Repository, service: string): NodeJS.ProcessEnv {
  const root = dirname(dir);
  return { GIT_PROJECT_ROOT: root, PATH_INFO: `${dir.slice(root.length)}/${service}`, GIT_HTTP_EXPORT_ALL: "1" };
}

/** Tells the repository's hook which branches this pusher may not move. */
function pushEnvironment(state: State, repository: Repository, caller: Caller): NodeJS.ProcessEnv {
  const account = actor(caller);
  if (!account) return {};
  const isAdmin = permissionOf(state, repository, account) === "admin";
  const closed = [...repository.protections.values()].filter((protection) => !mayBypass(protection, isAdmin));
  return {
    REMOTE_USER: account.login,
    GATEWARDEN_FAKE_PROTECTED: closed.map(({ branch }) => `refs/heads/${branch}`).join("\n"),
  };
}

function writeHead(response: ServerResponse, head: string): void {
  const headers = head.split("\r\n").map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const status = headers.find(([name]) => name === "status")?.[1];
  response.writeHead(Number(status?.slice(0, 3) ?? 200), headers.filter(([name]) => name !== "status").flat());
}

async function announcePush(
  state: State,
  repository: Repository,
  caller: Caller,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const after = await branches(repository.git);
  const pusher: Account | null = actor(caller);
  if (pusher) await afterPush(state, repository, differences(before, after), pusher);
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RefUpdate[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((branch) => ({ branch, before: before.get(branch) ?? noCommit, after: after.get(branch) ?? noCommit }))
    .filter((update) => update.before !== update.after);
}
