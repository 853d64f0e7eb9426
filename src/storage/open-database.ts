import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import Libsql from "libsql";
import pg from "pg";
import { migrate } from "./migrations.ts";
import type { Schema } from "./schema.ts";

export type Engine = "sqlite" | "postgres";

export interface Database {
  readonly engine: Engine;
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

/** A PostgreSQL URL, a database file (created with its folder if absent) or nothing but memory. */
export type DatabaseLocation =
  | { readonly kind: "postgres"; readonly url: string }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "memory" };

/** Opens the database and brings its tables up to date. The same SQL runs on both engines. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  const engine = location.kind === "postgres" ? "postgres" : "sqlite";
  const db = location.kind === "postgres" ? openPostgres(location.url) : openSqlite(location);
  await migrate(db as Kysely<never>);
  return { engine, db, close: () => db.destroy() };
}

function openSqlite(location: { kind: "file"; file: string } | { kind: "memory" }): Kysely<Schema> {
  if (location.kind === "file") mkdirSync(dirname(location.file), { recursive: true });
  const database = new Libsql(location.kind === "file" ? location.file : ":memory:");
  // A delivery that was acknowledged to GitHub must survive a power cut: FULL syncs the log at every commit.
  for (const pragma of ["journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"])
    database.pragma(pragma);
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
}

function openPostgres(url: string): Kysely<Schema> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // All bigint columns hold milliseconds, counters or GitHub ids, which are below 2^53.
    types: { getTypeParser: (oid: number, format?: "text" | "binary") => parserFor(oid, format) },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

const int8 = 20;

// pg types the parsers as any: they turn wire text into whatever the column holds.
function parserFor(oid: number, format?: "text" | "binary"): (value: never) => unknown {
  return oid === int8 ? (Number as (value: never) => unknown) : pg.types.getTypeParser(oid, format as "text");
}
