import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeGitHub, startFakeGitHub } from "./fake-github/start-fake-github.ts";
import { sampleRepository } from "./sample-repository.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

/** What the demo plays on: a GitHub, an organisation with a repository, and the real server as its App. */
export interface Stage {
  readonly github: FakeGitHub;
  readonly server: ServerProcess;
  readonly appId: number;
  readonly folder: string;
  readonly dataFolder: string;
  close(): Promise<void>;
}

export const repository = "acme/clusters";

/**
 * dora writes code, mia is in the team `edge`, sam in the team `security`; trudy only knows where the approve button is.
 * Everything lives in one temporary folder that `close` removes.
 */
export async function setStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "gatewarden-demo-"));
  const dataFolder = join(folder, "gatewarden");
  await mkdir(dataFolder);
  const github = await startFakeGitHub({ dataDir: join(folder, "github") });
  const removeAll = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    await populate(github);
    const webhookSecret = randomBytes(24).toString("hex");
    const { appId, privateKey } = github.installApp({ account: "acme" });
    github.protectBranch(repository, "main", { requiredChecks: ["gatewarden"], appId });
    const { apiUrl, url: githubUrl } = github;
    const server = await startServer({ appId, privateKey, webhookSecret, dataFolder, apiUrl, githubUrl });
    github.setWebhook(`${server.url}/api/github/webhooks`, webhookSecret);
    const close = async () => {
      await server.stop();
      await github.close();
      await removeAll();
    };
    return { github, server, appId, folder, dataFolder, close };
  } catch (error) {
    await github.close();
    await removeAll();
    throw error;
  }
}

async function populate(github: FakeGitHub): Promise<void> {
  for (const login of ["olaf", "dora", "mia", "sam", "trudy"]) github.createUser(login);
  github.createOrganisation("acme", ["olaf"]);
  await github.createRepository({ owner: "acme", name: "clusters", files: sampleRepository });
  const teams = { developers: ["dora"], edge: ["mia"], security: ["sam"] };
  for (const [slug, members] of Object.entries(teams)) {
    github.createTeam("acme", slug, members);
    github.grantTeam("acme", slug, repository, "write");
  }
}

/** Asks again and again until there is an answer. Throws after half a minute. */
export async function until<T>(
  what: string,
  ask: () => T | null | undefined | false,
  milliseconds = 30_000,
): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

/** Does not keep the process alive: after Ctrl+C, nobody waits for what was asked any more. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds).unref());
}
