import { createVerify } from "node:crypto";
import { ApiError, badCredentials } from "./api-error.ts";
import type { Account, App, InstallationToken, State } from "./state.ts";

/** Who sent a request. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "user"; readonly user: Account }
  | { readonly kind: "app"; readonly app: App }
  | { readonly kind: "installation"; readonly token: InstallationToken };

/** Reads the Authorization header (`Bearer`, `token` or `Basic`, as GitHub does). Throws 401 for one that is wrong. */
export function identify(state: State, authorization: string | undefined): Caller {
  if (!authorization) return { kind: "anonymous" };
  const secret = secretIn(authorization);
  if (secret === null) throw badCredentials();
  if (secret.split(".").length === 3) return { kind: "app", app: appOfJwt(state, secret) };
  return userWith(state, secret) ?? installationWith(state, secret) ?? refuse();
}

/** The name under which a caller acts: a person, or the bot of an App. */
export function actor(caller: Caller): Account | null {
  if (caller.kind === "user") return caller.user;
  if (caller.kind === "installation") return caller.token.installation.app.bot;
  return null;
}

export function callerName(caller: Caller): string {
  return caller.kind === "app" ? caller.app.slug : (actor(caller)?.login ?? "anonymous");
}

function secretIn(authorization: string): string | null {
  const [scheme = "", value = ""] = authorization.split(" ", 2);
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  // Git sends the token as the password and any user name.
  const decoded = Buffer.from(value, "base64").toString();
  return decoded.slice(decoded.indexOf(":") + 1);
}

function userWith(state: State, secret: string): Caller | null {
  const user = [...state.accounts.values()].find((account) => account.token === secret);
  return user ? { kind: "user", user } : null;
}

function installationWith(state: State, secret: string): Caller | null {
  const token = state.installationTokens.get(secret);
  if (!token || token.expiresAt <= state.now() || token.installation.suspendedAt) return null;
  return state.installations.includes(token.installation) ? { kind: "installation", token } : null;
}

function refuse(): never {
  throw badCredentials();
}

interface Claims {
  readonly iss?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

/** Verifies a JSON web token as GitHub documents it: RS256, issued by the App, not longer than ten minutes. */
function appOfJwt(state: State, jwt: string): App {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const undecodable = new ApiError(401, "A JSON web token could not be decoded");
  const claims = decode(payload) as Claims | null;
  if ((decode(header) as { alg?: unknown } | null)?.alg !== "RS256" || !claims) throw undecodable;

  const app = state.apps.find(({ id }) => String(id) === String(claims.iss));
  if (!app) throw new ApiError(404, "Integration not found");
  const signed = createVerify("RSA-SHA256").update(`${header}.${payload}`);
  if (!signed.verify(app.publicKey, signature, "base64url")) throw undecodable;

  const now = state.now().getTime() / 1000;
  const { iat, exp } = claims;
  if (typeof iat !== "number" || iat > now + 5) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== "number" || exp <= now) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + 605) throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  return app;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return null;
  }
}
