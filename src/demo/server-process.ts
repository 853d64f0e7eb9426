import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ServerOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Folder of the database and the mirrors. A second server may continue where a first one was killed. */
  readonly dataFolder: string;
  /** The two addresses of GitHub. */
  readonly apiUrl: string;
  readonly githubUrl: string;
  /** 0: any free port. */
  readonly port?: number;
  /** Path of the built `cli/main.js`. */
  readonly main?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real server, as `gatewarden serve` starts it, in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has logged so far. */
  log(): string;
  /** SIGTERM, and SIGKILL after five seconds. */
  stop(): Promise<void>;
  /** SIGKILL: the process ends in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** The command line next to this file, once both are built. */
export const builtCli = fileURLToPath(new URL("../cli/main.js", import.meta.url));

/** Starts the server and waits until it listens. Throws with its log when it ends before that or takes over 15 seconds. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [options.main ?? builtCli, "serve"], {
    // Nothing else of this environment: a DATABASE_URL or a proxy of the user must not get into the demo.
    env: { PATH: process.env.PATH, ...environment(options) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const append = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", append);
  child.stderr.on("data", append);
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const url = await listening(child, ended, () => output);
  return {
    url,
    pid: child.pid ?? 0,
    log: () => output,
    kill: () => end(child, ended, "SIGKILL"),
    stop: async () => {
      const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
      await end(child, ended, "SIGTERM");
      clearTimeout(timer);
    },
  };
}

function environment(options: ServerOptions): Record<string, string> {
  return {
    APP_ID: String(options.appId),
    PRIVATE_KEY: options.privateKey,
    WEBHOOK_SECRET: options.webhookSecret,
    HOST: "127.0.0.1",
    PORT: String(options.port ?? 0),
    GATEWARDEN_DATA: options.dataFolder,
    // Whatever a killed server leaves behind goes with its data.
    TMPDIR: options.dataFolder,
    GATEWARDEN_GITHUB_API_URL: options.apiUrl,
    GATEWARDEN_GITHUB_URL: options.githubUrl,
    GATEWARDEN_THROTTLE: "off",
    ...options.env,
  };
}

async function listening(child: ChildProcess, ended: Promise<void>, output: () => string): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const found = new Promise<string>((done, fail) => {
    const look = () => {
      const url = /listening on (http:\/\/\S+)/.exec(output())?.[1];
      if (url) done(url);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    const refuse = (why: string) => fail(new Error(`gatewarden serve ${why}:\n${output()}`));
    void ended.then(() => refuse("ended before it listened"));
    timer = setTimeout(() => refuse("did not listen within 15 seconds"), 15_000);
  });
  try {
    return await found;
  } catch (error) {
    await end(child, ended, "SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  await ended;
}
