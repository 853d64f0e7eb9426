import type { Context, Hono } from "hono";
import { type Need, requireRepositoryAccess } from "./access.ts";
import { ApiError, notAccessible, notFound, requiresAuthentication } from "./api-error.ts";
import { actor, type Caller } from "./caller.ts";
import type { Account, App, PullRequest, Repository, State } from "./state.ts";

export type Environment = { Variables: { caller: Caller } };
export type Api = Hono<Environment>;
export type Call = Context<Environment>;

/** A path parameter; routes are registered with the names that they ask for. */
export function parameter(c: Call, name: string): string {
  return (c.req.param as (key: string) => string | undefined)(name) ?? "";
}

/** The repository of the path, if the caller may do one of the alternatives there. Throws 401, 403 or 404. */
export function repositoryOf(state: State, c: Call, ...needs: Need[]): Repository {
  const repository = findRepository(state, parameter(c, "owner"), parameter(c, "repo"));
  if (!repository) throw notFound();
  requireRepositoryAccess(state, c.get("caller"), repository, ...needs);
  return repository;
}

export function findRepository(state: State, owner: string, name: string): Repository | undefined {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return state.repositories.find((one) => same(one.owner.login, owner) && same(one.name, name));
}

export function pullRequestOf(state: State, c: Call, ...needs: Need[]): PullRequest {
  const repository = repositoryOf(state, c, ...needs);
  return found(repository.pullRequests.get(Number(parameter(c, "number"))));
}

export function found<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw notFound();
  return value;
}

export function byId<T extends { readonly id: number }>(things: readonly T[], c: Call): T {
  return found(things.find(({ id }) => id === Number(parameter(c, "id"))));
}

/** The account that acts. Apps with only their JWT act as nobody. */
export function actorOf(c: Call): Account {
  const caller = c.get("caller");
  if (caller.kind === "app") throw notAccessible();
  const account = actor(caller);
  if (!account) throw requiresAuthentication();
  return account;
}

/** The App behind an installation token, null for people. */
export function appBehind(c: Call): App | null {
  const caller = c.get("caller");
  return caller.kind === "installation" ? caller.token.installation.app : null;
}

/** Endpoints of the App itself take its JWT and nothing else. */
export function appOf(c: Call): App {
  const caller = c.get("caller");
  if (caller.kind === "app") return caller.app;
  throw new ApiError(401, "A JSON web token could not be decoded");
}

export async function bodyOf(c: Call): Promise<Readonly<Record<string, unknown>>> {
  const text = await c.req.text();
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through to the same refusal.
  }
  throw new ApiError(400, "Problems parsing JSON");
}

export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
