import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

export interface PostgresServer {
  /** The URL of a new, empty database. */
  createDatabase(): Promise<string>;
  stop(): void;
}

/** The folder of PostgreSQL's programs, or undefined where it is not installed. */
export const postgresPrograms = findPrograms();

/** Starts a server on a loopback port over a folder of its own; as root it runs as the user `postgres`. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "gatewarden-postgres-"));
  chmodSync(folder, 0o700);
  if (asRoot) chownSync(folder, idOf("-u"), idOf("-g"));
  const data = join(folder, "data");
  const port = await freePort();
  run(programs, "initdb", ["-D", data, "-U", "gatewarden", "-A", "trust", "--no-sync", "-E", "UTF8"]);
  const options = `-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p ${port}`;
  run(programs, "pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", options, "start"]);
  const url = (database: string) => `postgres://gatewarden@127.0.0.1:${port}/${database}`;
  return {
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll("-", "")}`;
      const client = new pg.Client({ connectionString: url("postgres") });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    stop() {
      run(programs, "pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const asRoot = process.getuid?.() === 0;

function run(programs: string, program: string, args: readonly string[]): void {
  const command = [join(programs, program), ...args];
  // The server refuses to run as root.
  const [file = "", ...rest] = asRoot
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", ...command]
    : command;
  // The started server inherits the streams: anything but "ignore" would wait for its end.
  const result = spawnSync(file, rest, { stdio: "ignore", cwd: "/", timeout: 60_000 });
  if (result.status !== 0) throw new Error(`${program} failed with ${result.status ?? result.signal}`);
}

function idOf(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}

function findPrograms(): string | undefined {
  const root = "/usr/lib/postgresql";
  const installed = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...installed.map((version) => join(root, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "pg_ctl")));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
