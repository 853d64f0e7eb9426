import { createSign } from "node:crypto";
import type { InstalledApp } from "../../src/demo/fake-github/control.ts";

/** A JSON web token of an App, as GitHub documents it. Times in seconds. */
export function jsonWebToken(
  { appId, privateKey }: Pick<InstalledApp, "appId" | "privateKey">,
  claims: { readonly iss?: unknown; readonly iat?: number; readonly exp?: number } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: appId, iat: now - 30, exp: now + 540, ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}

export interface Answer {
  readonly status: number;
  // Tests read single fields of many kinds of answers.
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the path
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- the shape depends on the path
  readonly headers: Headers;
}

/** Sends one request with any credentials. */
export async function call(
  apiUrl: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? null : parsed(text) };
}

export async function installationToken(apiUrl: string, app: InstalledApp, narrowing: unknown = {}): Promise<string> {
  const path = `/app/installations/${app.installationId}/access_tokens`;
  return (await call(apiUrl, jsonWebToken(app), "POST", path, narrowing)).body.token;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
