import type { LogLevel } from "./settings.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Structured log: one JSON object a line. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

const order = ["debug", "info", "warn", "error", "silent"] as const satisfies readonly LogLevel[];

/** Writes lines of at least the given level. `secrets` and whatever looks like a credential are blacked out. */
export function createLog(level: LogLevel, secrets: readonly string[], write: (line: string) => void): Log {
  const at = (own: Exclude<LogLevel, "silent">) => (message: string, fields?: Fields) => {
    if (order.indexOf(own) < order.indexOf(level)) return;
    const line = { time: new Date().toISOString(), level: own, message, ...fields };
    write(redact(JSON.stringify(line, errorsAsText), secrets));
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Replaces the given secrets, tokens, keys and passwords in addresses by `[redacted]`. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    // In a JSON text the line breaks of a key are escaped.
    const escaped = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, escaped]) if (form.length > 0) clean = clean.replaceAll(form, "[redacted]");
  }
  for (const pattern of credentials) clean = clean.replace(pattern, "[redacted]");
  return clean;
}

const credentials = [
  // GitHub's tokens: classic prefixes, and fine-grained ones.
  /\bgh[a-z]_[A-Za-z0-9_.-]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{16,}/g,
  // JSON web tokens.
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+/g,
  /(?<=\b(?:bearer|basic|token)\s)[A-Za-z0-9+/=._-]{12,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // user:password@ in an address.
  /(?<=:\/\/)[^\s/@"]+:[^\s/@"]+(?=@)/g,
];

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
