import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { builtCli } from "./built-cli.ts";

/** A server of ours in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** As a power cut would. */
  kill(): Promise<void>;
  /** As an operator would. Returns the exit code. */
  terminate(): Promise<number | null>;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts it and waits until it listens. */
export async function startServerProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  await builtCli();
  const child = spawn(process.execPath, ["--import", file("typescript-loader.js"), file("serve.js")], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = await listening(child);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const exited = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    url,
    kill: async () => void (await end("SIGKILL")),
    terminate: () => end("SIGTERM"),
  };
}

function listening(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const url = /gatewarden listening on (http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said.slice(-2000)}`)));
  });
}
