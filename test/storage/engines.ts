import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import { type Database, type Engine, openDatabase } from "../../src/storage/open-database.ts";
import { type PostgresServer, postgresPrograms, startPostgres } from "./postgres-server.ts";

/** Runs the same tests on both engines. `open()` gives a new empty database, `open(other)` a second connection to one. */
export function describeOnBothEngines(
  title: string,
  tests: (open: (same?: Database) => Promise<Database>, engine: Engine) => void,
): void {
  describe(`${title} (SQLite file)`, () => {
    const opened = closeAfterEach();
    const folders = new Map<Database, string>();
    tests(async (same) => {
      const folder = (same && folders.get(same)) ?? mkdtempSync(join(tmpdir(), "gatewarden-storage-"));
      const database = await openDatabase({ kind: "file", file: join(folder, "gatewarden.db") });
      folders.set(database, folder);
      return opened(database);
    }, "sqlite");
    afterAll(() => {
      for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true });
    });
  });

  // Without PostgreSQL on the machine its half is skipped and named as such; the CI script refuses that.
  const describePostgres = postgresPrograms ? describe : describe.skip;
  describePostgres(`${title} (PostgreSQL${postgresPrograms ? "" : ": initdb and pg_ctl are not installed"})`, () => {
    const opened = closeAfterEach();
    const urls = new Map<Database, string>();
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres(postgresPrograms ?? "");
    }, 60_000);
    tests(async (same) => {
      const url = (same && urls.get(same)) ?? (await server.createDatabase());
      const database = await openDatabase({ kind: "postgres", url });
      urls.set(database, url);
      return opened(database);
    }, "postgres");
    afterAll(() => server.stop());
  });
}

function closeAfterEach(): (database: Database) => Database {
  const open: Database[] = [];
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });
  return (database) => {
    open.push(database);
    return database;
  };
}
