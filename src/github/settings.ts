import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** All that the environment decides. */
export interface Settings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly databaseUrl: string | null;
  /** Folder of the database file and the mirrors. */
  readonly dataFolder: string;
  /** REST API without a trailing slash. */
  readonly apiUrl: string;
  /** Where repositories are cloned from, without a trailing slash. */
  readonly gitUrl: string;
  readonly logLevel: LogLevel;
  readonly sweepSeconds: number;
  /** How long one review may take before it is stopped. */
  readonly reviewTimeoutSeconds: number;
  /** How much memory one review may need before it is stopped. */
  readonly reviewMemoryMegabytes: number;
  /** Spaces writes as GitHub asks for. Off only against a server on this machine. */
  readonly throttle: boolean;
}

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A setting is missing or wrong. The message tells an operator what to set. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

type Environment = Readonly<Record<string, string | undefined>>;

// 16 characters are what a generator gives for 96 bits; GitHub itself sets no limit, and an empty secret lets everybody in.
const shortestSecret = 16;

/** Reads and checks the environment. Throws a ConfigError that names the variable. */
export function readSettings(env: Environment): Settings {
  const apiUrl = url(env, "GATEWARDEN_GITHUB_API_URL", "https://api.github.com");
  return {
    appId: wholeNumber(env, "APP_ID", undefined, 1),
    privateKey: privateKey(env),
    webhookSecret: webhookSecret(env),
    host: env.HOST || "0.0.0.0",
    port: wholeNumber(env, "PORT", 3000, 0, 65535),
    databaseUrl: databaseUrl(env),
    dataFolder: env.GATEWARDEN_DATA || "data",
    apiUrl,
    gitUrl: url(env, "GATEWARDEN_GITHUB_URL", "https://github.com"),
    logLevel: logLevel(env),
    sweepSeconds: wholeNumber(env, "GATEWARDEN_SWEEP_SECONDS", 3600, 1),
    reviewTimeoutSeconds: wholeNumber(env, "GATEWARDEN_REVIEW_TIMEOUT_SECONDS", 120, 1, 86_400),
    reviewMemoryMegabytes: wholeNumber(env, "GATEWARDEN_REVIEW_MEMORY_MB", 1024, 64),
    throttle: throttle(env, apiUrl),
  };
}

export function databaseFile(settings: Settings): string {
  return join(settings.dataFolder, "gatewarden.db");
}

export function mirrorsFolder(settings: Settings): string {
  return join(settings.dataFolder, "mirrors");
}

/** For what lives no longer than the process. One process per data folder: it is emptied at every start. */
export function temporaryFolder(settings: Settings): string {
  return join(settings.dataFolder, "tmp");
}

function privateKey(env: Environment): string {
  const text = env.PRIVATE_KEY || (env.PRIVATE_KEY_PATH ? readKeyFile(env.PRIVATE_KEY_PATH) : "");
  if (!text) throw new ConfigError("Set PRIVATE_KEY or PRIVATE_KEY_PATH to the private key (PEM) of the GitHub App.");
  // Many places that keep secrets allow one line only.
  const pem = text.replaceAll("\\n", "\n").trim();
  try {
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") return `${pem}\n`;
  } catch {
    // The parser's message may quote the key.
  }
  throw new ConfigError("PRIVATE_KEY is not an RSA private key in PEM format.");
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(`PRIVATE_KEY_PATH: cannot read ${path}.`, { cause });
  }
}

function webhookSecret(env: Environment): string {
  const secret = env.WEBHOOK_SECRET ?? "";
  if (secret.trim().length >= shortestSecret) return secret;
  const state = secret.trim() === "" ? "is empty" : "is too short";
  throw new ConfigError(
    `WEBHOOK_SECRET ${state}: set at least ${shortestSecret} random characters, here and in the settings of the GitHub App.`,
  );
}

function databaseUrl(env: Environment): string | null {
  const value = env.DATABASE_URL;
  if (!value) return null;
  if (/^postgres(ql)?:\/\//.test(value)) return value;
  // The value may hold a password: never repeat it.
  throw new ConfigError("DATABASE_URL must begin with postgres://. Leave it out to keep the data in a file.");
}

function url(env: Environment, name: string, fallback: string): string {
  const value = env[name] || fallback;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw new ConfigError(`${name} is not an http(s) address: ${value}`);
  return value.replace(/\/+$/, "");
}

function wholeNumber(env: Environment, name: string, fallback: number | undefined, min: number, max = 2 ** 53): number {
  const text = env[name];
  if (!text && fallback !== undefined) return fallback;
  if (!text) throw new ConfigError(`Set ${name}.`);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new ConfigError(`${name} must be a whole number of at least ${min}: ${text}`);
}

function logLevel(env: Environment): LogLevel {
  const value = env.LOG_LEVEL || "info";
  const level = logLevels.find((known) => known === value);
  if (!level) throw new ConfigError(`LOG_LEVEL must be one of ${logLevels.join(", ")}: ${value}`);
  return level;
}

function throttle(env: Environment, apiUrl: string): boolean {
  if (env.GATEWARDEN_THROTTLE !== "off") return true;
  if (["127.0.0.1", "localhost", "[::1]"].includes(new URL(apiUrl).hostname)) return false;
  throw new ConfigError("GATEWARDEN_THROTTLE=off is only allowed while GATEWARDEN_GITHUB_API_URL is on this machine.");
}
