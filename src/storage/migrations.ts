import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from "kysely";

/** Brings the tables up to date. Safe to run from several processes at once; a migration is never edited once released. */
export async function migrate(database: Kysely<never>): Promise<void> {
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
  if (error) throw error;
}

const provider: MigrationProvider = {
  async getMigrations() {
    return { "0001-first-tables": firstTables };
  },
};

const firstTables: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

// `if not exists`: SQLite runs a migration outside of a transaction, so a killed process may have left half of them.
const statements = [
  `create table if not exists delivery (id text primary key, event text not null, action text, payload text not null,
     received_at bigint not null, processed_at bigint)`,
  `create table if not exists delivery_work (delivery_id text not null references delivery (id) on delete cascade,
     position bigint not null, work_key text not null, command text, done_at bigint, primary key (delivery_id, position))`,
  `create index if not exists delivery_work_open on delivery_work (work_key, done_at)`,
  `create table if not exists work (key text primary key, version bigint not null, due_at bigint not null,
     attempts bigint not null, lease text, lease_until bigint not null, last_error text)`,
  `create index if not exists work_due on work (due_at)`,
  `create table if not exists pull_request (repository text not null, number bigint not null, head text not null,
     base_ref text not null, base text not null, policy_sha text not null, outcome text not null, summary text not null,
     evaluation text not null, evaluations bigint not null, evaluated_at bigint not null, comment_id bigint,
     requested_reviewers text not null, closed_at bigint, primary key (repository, number))`,
  `create index if not exists pull_request_head on pull_request (repository, head)`,
  `create table if not exists published_events (repository text not null, number bigint not null, head text not null,
     ordinal bigint not null, fingerprints text not null, published_at bigint not null,
     primary key (repository, number, head, ordinal))`,
  `create table if not exists head_check (repository text not null, head text not null, check_run_id bigint not null,
     sent text not null, pending text not null, primary key (repository, head))`,
  `create table if not exists pusher (repository text not null, head text not null, person text not null,
     primary key (repository, head))`,
  `create table if not exists override_command (comment_id bigint primary key, repository text not null,
     number bigint not null, head text not null, person text not null, reason text not null, at bigint not null,
     expires_at bigint not null)`,
  `create table if not exists lease (name text primary key, owner text not null, until bigint not null)`,
  `create table if not exists audit_entry (sequence bigint primary key, key text unique, entry text not null)`,
  `create table if not exists audit_head (id bigint primary key, sequence bigint not null, hash text not null)`,
  `insert into audit_head (id, sequence, hash) values (1, 0, '${"0".repeat(64)}') on conflict do nothing`,
];
