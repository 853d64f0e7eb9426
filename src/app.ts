import { mkdirSync, rmSync } from "node:fs";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { connectToGitHub } from "./github/client.ts";
import { formatCommand } from "./github/command.ts";
import { workHandler } from "./github/handle-work.ts";
import { httpRoutes } from "./github/http-routes.ts";
import { createLog, type Log } from "./github/log.ts";
import { createMetrics, type Metrics } from "./github/metrics.ts";
import type { Core } from "./github/ports.ts";
import { startRecovery } from "./github/recovery.ts";
import { repositoryOpener } from "./github/repository-mirror.ts";
import type { ReviewContext } from "./github/review-job.ts";
import { databaseFile, mirrorsFolder, readSettings, type Settings, temporaryFolder } from "./github/settings.ts";
import { formatWorkKey } from "./github/work-key.ts";
import { startWorker } from "./github/worker.ts";
import { defaultPolicy } from "./review/default-policy.ts";
import { neededFacts } from "./review/needed-facts.ts";
import { parsePolicy } from "./review/parse-policy.ts";
import { createReviewWorker, type ReviewWorker } from "./review-worker/create-review-worker.ts";
import { allRules } from "./rules/all-rules.ts";
import { databaseAuditTrail } from "./storage/audit-trail.ts";
import { Leases } from "./storage/leases.ts";
import { type Database, openDatabase } from "./storage/open-database.ts";
import { ReviewRecords } from "./storage/review-records.ts";
import { WorkQueue } from "./storage/work-queue.ts";

export interface RunningServer {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Stops accepting, finishes what has begun and closes the database. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** The built file that reviews run in, where this file is run from its source. */
  readonly reviewProgram?: URL;
}

/**
 * Starts the server that the environment describes (see github/settings.ts). Fails with a ConfigError if a setting is
 * missing or wrong. Nothing is asked of GitHub before it listens.
 */
export async function serve(env: Environment, options: ServeOptions = {}): Promise<RunningServer> {
  const settings = readSettings(env);
  const log = createLog(settings.logLevel, secretsOf(settings), (line) => process.stderr.write(`${line}\n`));
  const database = await openDatabase(
    settings.databaseUrl
      ? { kind: "postgres", url: settings.databaseUrl }
      : { kind: "file", file: databaseFile(settings) },
  );
  const parts = wire(settings, options, log, database);
  // One process per database file: whatever is still claimed belonged to one that was killed.
  if (database.engine === "sqlite") await parts.queue.releaseAll();
  emptyFolder(temporaryFolder(settings));

  const server = createAdaptorServer({ fetch: parts.routes.fetch });
  const url = await listen(server, settings).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const worker = startWorker(parts.worker);
  const recovery = startRecovery(parts.recovery);
  process.stderr.write(`gatewarden listening on ${url}\n`);
  return {
    url,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([worker.stop(), recovery.stop()]);
      await parts.reviewer.close();
      await parts.repositories.close();
      await database.close();
    },
  };
}

/** Serves until SIGTERM or SIGINT, then finishes what has begun. A second signal ends the process at once. */
export async function serveUntilSignal(env: Environment, options: ServeOptions = {}): Promise<void> {
  const server = await serve(env, options);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  await server.close();
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A killed process leaves its folders behind. */
function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function createCore(reviewer: ReviewWorker): Core {
  const knownRules = new Set(allRules.map(({ id }) => id));
  return {
    review: (input) => reviewer.review(input),
    parsePolicy: (text, file) => parsePolicy(text, file, { knownRules }),
    defaultPolicy: { kind: "policy", policy: defaultPolicy },
    neededFacts,
  };
}

function createReviewer(settings: Settings, { reviewProgram }: ServeOptions, metrics: Metrics): ReviewWorker {
  return createReviewWorker({
    timeoutMs: settings.reviewTimeoutSeconds * 1000,
    maxOldGenerationSizeMb: settings.reviewMemoryMegabytes,
    onParsing({ parsed, reused }) {
      metrics.count("gatewarden_manifests_parsed_total", {}, parsed);
      metrics.count("gatewarden_manifests_reused_total", {}, reused);
    },
    ...(reviewProgram ? { program: reviewProgram } : {}),
  });
}

function wire(settings: Settings, options: ServeOptions, log: Log, { db }: Database) {
  const github = connectToGitHub(settings, log);
  const metrics = createMetrics();
  const queue = new WorkQueue(db);
  const reviewer = createReviewer(settings, options, metrics);
  const repositories = repositoryOpener({
    folder: mirrorsFolder(settings),
    temporaryFolder: temporaryFolder(settings),
    gitUrl: settings.gitUrl,
    token: (installation) => github.token(installation),
  });
  const context: ReviewContext = {
    github,
    core: createCore(reviewer),
    openRepository: repositories.open,
    records: new ReviewRecords(db),
    trail: databaseAuditTrail(db),
    leases: new Leases(db),
    log,
    metrics,
    now: () => new Date(),
    addWork: (keys, options) => addWork(queue, keys.map(formatWorkKey), options?.recheck ?? false),
  };
  const routes = httpRoutes({
    secret: settings.webhookSecret,
    accept: (delivery) => queue.accept(delivery, Date.now()),
    queueState: () => queue.state(Date.now()),
    metrics,
    log,
  });
  const worker = { queue, handle: workHandler(context), log, metrics, concurrency: 4 };
  const recovery = { github, queue, log, metrics, sweepMilliseconds: settings.sweepSeconds * 1000 };
  return { queue, reviewer, repositories, routes, worker, recovery };
}

function addWork(queue: WorkQueue, keys: readonly string[], recheck: boolean): Promise<void> {
  const command = recheck ? formatCommand({ kind: "recheck" }) : null;
  return queue.add(keys, Date.now(), command);
}

function secretsOf(settings: Settings): readonly string[] {
  return [settings.webhookSecret, settings.privateKey, settings.privateKey.trim()];
}

function listen(server: ServerType, { host, port }: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
      resolve(`http://${name.includes(":") ? `[${name}]` : name}:${actual}`);
    });
  });
}
