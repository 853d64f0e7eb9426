import { createReadStream, existsSync } from "node:fs";
import { resolve } from "node:path";
import type { AuditEntry } from "../audit/entry-v1.ts";
import { fromJsonLines, toJsonLine } from "../audit/jsonl.ts";
import { verifyEntries } from "../audit/verify.ts";
import { visibleText } from "../reports/visible-text.ts";
import { CliError } from "./cli-error.ts";
import type { CliIo, ExitCode } from "./command.ts";

interface DatabaseOption {
  readonly database?: string;
}

/** Checks an export or the database, and names the first bad entry. */
export async function verifyTrail(
  file: string | undefined,
  options: DatabaseOption & { readonly head?: string },
  io: CliIo,
): Promise<ExitCode> {
  const expected = options.head === undefined ? null : parseHead(options.head);
  const result = await withEntries(file, options, io, (entries) => verifyEntries(entries, expected));
  if (result.kind === "broken") {
    io.stdout.write(`BROKEN at entry ${result.at} (${result.problem}): ${visibleText(result.explanation)}\n`);
    return 1;
  }
  for (const { message } of result.notes) io.stdout.write(`note: ${visibleText(message)}\n`);
  const head = result.head ? `, head ${result.head.sequence}:${result.head.hash}` : "";
  const anchor = expected ? ", and it holds the quoted head" : "";
  io.stdout.write(`intact: ${result.count === 1 ? "1 entry" : `${result.count} entries`}${head}${anchor}\n`);
  return 0;
}

/** Prints the entries of the database, one line each. */
export async function exportTrail(options: DatabaseOption & { readonly from: string }, io: CliIo): Promise<ExitCode> {
  const from = Number(options.from);
  if (!Number.isSafeInteger(from) || from < 1)
    throw new CliError(2, `--from takes a whole number from 1 on, not ${options.from}`);
  await withDatabase(options, io, async (read) => {
    for await (const entry of read(from)) io.stdout.write(toJsonLine(entry));
  });
  return 0;
}

function parseHead(text: string): { sequence: number; hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!sequence || !hash) throw new CliError(2, "--head takes SEQUENCE:HASH, such as 17:<64 hexadecimal digits>");
  return { sequence: Number(sequence), hash };
}

type Entries = AsyncIterable<unknown>;

async function withEntries<T>(
  file: string | undefined,
  options: DatabaseOption,
  io: CliIo,
  use: (entries: Entries) => Promise<T>,
): Promise<T> {
  if (file === undefined) return await withDatabase(options, io, (read) => use(read(1)));
  if (file === "-") return await use(fromJsonLines(decoded(io.stdin)));
  const path = resolve(io.cwd, file);
  if (!existsSync(path)) throw new CliError(2, `there is no file ${file}`);
  return await use(fromJsonLines(createReadStream(path, "utf8")));
}

async function* decoded(chunks: AsyncIterable<string | Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Opens the database only if there is one: a mistyped name must not create an empty trail that verifies. */
async function withDatabase<T>(
  { database }: DatabaseOption,
  io: CliIo,
  use: (read: (from: number) => AsyncIterable<AuditEntry>) => Promise<T>,
): Promise<T> {
  const place = database ?? (io.env.DATABASE_URL || `${io.env.GATEWARDEN_DATA || "data"}/gatewarden.db`);
  const location = /^postgres(ql)?:\/\//.test(place)
    ? ({ kind: "postgres", url: place } as const)
    : ({ kind: "file", file: resolve(io.cwd, place) } as const);
  if (location.kind === "file" && !existsSync(location.file)) throw new CliError(2, `there is no database ${place}`);
  const { openDatabase } = await import("../storage/open-database.ts");
  const { databaseAuditTrail } = await import("../storage/audit-trail.ts");
  const opened = await openDatabase(location);
  try {
    const trail = databaseAuditTrail(opened.db);
    return await use((from) => trail.read(from));
  } finally {
    await opened.close();
  }
}
