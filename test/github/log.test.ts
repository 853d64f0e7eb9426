import { expect, test } from "@jest/globals";
import { createLog, redact } from "../../src/github/log.ts";

test("a line is one JSON object with time, level, message and fields", () => {
  const lines: string[] = [];
  createLog("info", [], (line) => lines.push(line)).info("Published", { head: "abc" });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: "info", message: "Published", head: "abc" }]);
});

test("what is below the level is not written", () => {
  const lines: string[] = [];
  const log = createLog("warn", [], (line) => lines.push(line));
  log.info("no");
  log.warn("yes");
  expect(lines.length).toBe(1);
});

test.each([
  ["an installation token", `ghs_${"a".repeat(36)}`],
  ["a personal token", `github_pat_${"a".repeat(40)}`],
  ["a web token", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl"],
  ["an authorization header", "authorization: Bearer abcdefghijklmnop"],
  ["a password in an address", "https://x-access-token:hunter2hunter2@github.com/acme/shop.git"],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"],
])("%s is blacked out", (_, text) => {
  expect(redact(`before ${text} after`)).toMatch(/\[redacted\]/);
  expect(redact(`before ${text} after`)).not.toMatch(/aaaaaaa|c2lnbmF0|abcdefghijkl|hunter2|MIIE/);
});

test("secrets of ours are blacked out wherever they stand, also with escaped line breaks", () => {
  const lines: string[] = [];
  const log = createLog("info", ["line one\nline two"], (line) => lines.push(line));
  log.error("It failed", { error: new Error("bad key: line one\nline two") });
  expect(lines[0]).toContain("[redacted]");
  expect(lines[0]).not.toContain("line two");
});

test("ordinary text stays as it is", () => {
  const text = "work 1/acme/shop#7 at https://github.com/acme/shop/pull/7";
  expect(redact(text)).toBe(text);
});
