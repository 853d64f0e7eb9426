import { canonicalJson } from "./canonical-json.ts";
import type { AuditEntry } from "./entry-v1.ts";

/** A line of an export that is no entry. A value, so that verification can name its place. */
export class UnreadableLine {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** One entry as a line of an export: canonical JSON and a line feed. */
export function toJsonLine(entry: AuditEntry): string {
  return `${canonicalJson(entry)}\n`;
}

/** Entries as they are read back from an export, one per line, without judging them: `verifyEntries` does. */
export async function* fromJsonLines(chunks: AsyncIterable<string> | Iterable<string>): AsyncIterable<unknown> {
  for await (const line of lines(chunks)) yield fromJsonLine(line);
}

function fromJsonLine(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    // A second spelling of the same value (a repeated key, an escape) would let two readers see two different records.
    return canonicalJson(value) === line ? value : new UnreadableLine("the line is not canonical JSON (RFC 8785)");
  } catch (error) {
    return new UnreadableLine(`the line is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function* lines(chunks: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}
