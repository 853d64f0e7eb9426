import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Mirror, openMirror } from "../../src/git/mirror.ts";
import { readStates } from "../../src/kubernetes/read-states.ts";
import { ingress, names, role } from "../kubernetes/support.ts";
import { commitFiles, git, newRepository, temporaryFolder } from "./support.ts";

let folder: ReturnType<typeof temporaryFolder>;
let upstream: string;
const opened: Mirror[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  upstream = join(folder.path, "upstream");
  git(folder.path, "init", "--quiet", "upstream");
  newRepository(upstream);
  git(upstream, "config", "uploadpack.allowFilter", "true");
  git(upstream, "config", "uploadpack.allowAnySHA1InWant", "true");
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((mirror) => mirror.close()));
  folder.remove();
});

async function open(name = "mirror"): Promise<Mirror> {
  const mirror = await openMirror({ directory: join(folder.path, name), url: `file://${upstream}`, token: "s3cret" });
  opened.push(mirror);
  return mirror;
}

function blobsIn(directory: string): string[] {
  const all = git(directory, "cat-file", "--batch-all-objects", "--batch-check");
  return all.split("\n").filter((line) => line.includes(" blob "));
}

describe("a mirror", () => {
  test("has commits at once and contents when they are read", async () => {
    const before = commitFiles(upstream, { "a.yaml": ingress("a"), "b.txt": "never read" });
    const after = commitFiles(upstream, { "a.yaml": ingress("a", "new.example.com"), "r.yaml": role("r") });
    git(upstream, "update-ref", "refs/pull/7/head", after);
    const mirror = await open();
    const fetched = await mirror.fetch([before, "refs/pull/7/head"]);
    expect([...fetched.values()]).toEqual([before, after]);
    expect(blobsIn(join(folder.path, "mirror"))).toEqual([]);
    const states = await readStates(mirror, { before, after });
    expect(names(states.after.resources)).toEqual(["Ingress /a", "Role /r"]);
    expect(states.after.unread).toEqual([]);
    expect(blobsIn(join(folder.path, "mirror"))).toHaveLength(3);
    expect(await mirror.mergeBase(before, after)).toBe(before);
  });

  test("is used again after a restart, and fetches only what is new", async () => {
    const one = commitFiles(upstream, { "a.yaml": ingress("a") });
    await (await open()).fetch([one]);
    const two = commitFiles(upstream, { "b.yaml": ingress("b") });
    const mirror = await open();
    await mirror.fetch([two]);
    expect((await mirror.list(two)).map(({ path }) => path)).toEqual(["a.yaml", "b.yaml"]);
    expect(Buffer.from((await mirror.readFileAt(two, "b.yaml")) ?? []).toString()).toBe(ingress("b"));
  });

  test("serves fetches at the same time", async () => {
    const commits = Array.from({ length: 5 }, (_, i) => commitFiles(upstream, { [`${i}.yaml`]: ingress(`${i}`) }));
    const mirror = await open();
    const fetched = await Promise.all(commits.map((commit) => mirror.fetch([commit])));
    expect(fetched.map((one) => [...one.values()][0])).toEqual(commits);
  });

  test("fails with git's words where the remote has no such commit", async () => {
    commitFiles(upstream, { a: "a" });
    const mirror = await open();
    await expect(mirror.fetch(["1".repeat(40)])).rejects.toMatchObject({ code: "git-failed" });
  });

  test.each(["--upload-pack=touch x", "HEAD", "refs/heads/a:refs/heads/b", "+refs/heads/main", "refs/heads/../x"])(
    "does not pass %j to git",
    async (wanted) => {
      await expect((await open()).fetch([wanted])).rejects.toMatchObject({ code: "no-such-revision" });
    },
  );

  test("keeps the token out of its folder, and refuses one in the URL", async () => {
    const commit = commitFiles(upstream, { a: "a" });
    await (await open()).fetch([commit]);
    const config = readFileSync(join(folder.path, "mirror", "config"), "utf8");
    expect(config).not.toContain("s3cret");
    const options = { directory: join(folder.path, "x"), url: "https://user:pw@example.com/a", token: null };
    await expect(openMirror(options)).rejects.toThrow(/without credentials/);
  });

  test("reads what a vanished remote left, and says what is missing", async () => {
    const commit = commitFiles(upstream, { "a.yaml": ingress("a") });
    const mirror = await open();
    await mirror.fetch([commit]);
    git(folder.path, "-c", "alias.gone=!mv upstream elsewhere", "gone");
    expect((await mirror.list(commit)).map(({ path }) => path)).toEqual(["a.yaml"]);
    await expect(readStates(mirror, { before: commit, after: commit })).resolves.toBeDefined();
    await expect(mirror.readFileAt(commit, "a.yaml")).rejects.toMatchObject({ code: "git-failed" });
  });
});

describe("over HTTP", () => {
  let server: Server;
  let url: string;
  const seen: (string | undefined)[] = [];

  beforeEach(async () => {
    git(upstream, "config", "http.uploadpack", "true");
    seen.length = 0;
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      if (request.headers.authorization === `Basic ${basic}`) serveGit(request, response, folder.path);
      else response.writeHead(403).end(`denied: ${request.headers.authorization}`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/upstream`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const basic = Buffer.from("x-access-token:s3cret").toString("base64");
  const openHttp = async (token: string | (() => Promise<string>), timeoutMs = 30_000): Promise<Mirror> => {
    const mirror = await openMirror({ directory: join(folder.path, "http"), url, token, timeoutMs });
    opened.push(mirror);
    return mirror;
  };

  test("the token authorizes every request", async () => {
    const commit = commitFiles(upstream, { "a.yaml": ingress("a") });
    const mirror = await openHttp(() => Promise.resolve("s3cret"));
    await mirror.fetch([commit]);
    expect(Buffer.from((await mirror.readFileAt(commit, "a.yaml")) ?? []).toString()).toBe(ingress("a"));
    expect(new Set(seen)).toEqual(new Set([`Basic ${basic}`]));
  });

  test("a refused token stands in no error", async () => {
    const commit = commitFiles(upstream, { a: "a" });
    const mirror = await openHttp("wr0ng");
    const error: Error = await mirror.fetch([commit]).then(
      () => new Error("it was accepted"),
      (refusal: Error) => refusal,
    );
    expect(error.message).toContain("403");
    expect(error.message).not.toContain("wr0ng");
    expect(error.message).not.toContain(Buffer.from("x-access-token:wr0ng").toString("base64"));
  });

  test("a remote that never answers is given up", async () => {
    server.removeAllListeners("request");
    const mirror = await openHttp("s3cret", 300);
    await expect(mirror.fetch(["1".repeat(40)])).rejects.toMatchObject({ code: "timed-out" });
  });
});

/** Hands a request to git's own CGI program. */
function serveGit(request: IncomingMessage, response: ServerResponse, root: string): void {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      CONTENT_TYPE: request.headers["content-type"],
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    const lines = output.toString("latin1", 0, end).split("\r\n");
    const headers = Object.fromEntries(lines.map((line) => line.split(/: (.*)/s) as [string, string]));
    response.writeHead(Number.parseInt(headers["Status"] ?? "200", 10), headers).end(output.subarray(end + 4));
  });
}
