import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ConfigError, readSettings } from "../../src/github/settings.ts";

const key = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();
const complete = { APP_ID: "12", PRIVATE_KEY: key, WEBHOOK_SECRET: "0123456789abcdef" };
const problem = (changes: Readonly<Record<string, string | undefined>>): string => {
  try {
    readSettings({ ...complete, ...changes });
    return "";
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
};

test("three settings are enough", () => {
  expect(readSettings(complete)).toMatchObject({
    appId: 12,
    privateKey: key,
    host: "0.0.0.0",
    port: 3000,
    databaseUrl: null,
    dataFolder: "data",
    apiUrl: "https://api.github.com",
    gitUrl: "https://github.com",
    throttle: true,
  });
});

test("the key may be on one line, or in a file", () => {
  expect(readSettings({ ...complete, PRIVATE_KEY: key.replaceAll("\n", "\\n") }).privateKey).toBe(key);
  const folder = mkdtempSync(join(tmpdir(), "gatewarden-key-"));
  writeFileSync(join(folder, "key.pem"), key);
  const fromFile = { ...complete, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: join(folder, "key.pem") };
  expect(readSettings(fromFile).privateKey).toBe(key);
  rmSync(folder, { recursive: true });
});

test.each([
  ["WEBHOOK_SECRET is empty", { WEBHOOK_SECRET: undefined }],
  ["WEBHOOK_SECRET is empty", { WEBHOOK_SECRET: "                    " }],
  ["WEBHOOK_SECRET is too short", { WEBHOOK_SECRET: "development" }],
  ["APP_ID", { APP_ID: undefined }],
  ["APP_ID", { APP_ID: "gatewarden" }],
  ["PRIVATE_KEY", { PRIVATE_KEY: undefined }],
  ["PRIVATE_KEY_PATH", { PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/nowhere/key.pem" }],
  ["not an RSA private key", { PRIVATE_KEY: "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----" }],
  ["PORT", { PORT: "80a" }],
  ["PORT", { PORT: "70000" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://root:hunter2@db/x" }],
  ["GATEWARDEN_GITHUB_API_URL", { GATEWARDEN_GITHUB_API_URL: "api.github.com" }],
  ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
  ["GATEWARDEN_THROTTLE=off is only allowed", { GATEWARDEN_THROTTLE: "off" }],
])("%s: the message names what to set", (message, changes) => {
  expect(problem(changes)).toContain(message);
});

test("messages never repeat a secret", () => {
  expect(problem({ DATABASE_URL: "mysql://root:hunter2@db/x" })).not.toContain("hunter2");
  expect(problem({ WEBHOOK_SECRET: "hunter2" })).not.toContain("hunter2");
  expect(problem({ PRIVATE_KEY: "hunter2" })).not.toContain("hunter2");
});

test("throttling may be off against a server on this machine", () => {
  const local = { GATEWARDEN_GITHUB_API_URL: "http://127.0.0.1:4010/api/v3/", GATEWARDEN_THROTTLE: "off" };
  expect(readSettings({ ...complete, ...local })).toMatchObject({
    throttle: false,
    apiUrl: "http://127.0.0.1:4010/api/v3",
  });
});
