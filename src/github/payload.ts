import { z } from "zod";
import type { Person } from "../review/approval-facts.ts";
import { accountType } from "./account.ts";
import type { RepositoryAt } from "./work-key.ts";

/** The parts of webhook payloads that several events share. Unknown keys are dropped, wrong types are errors. */
export const installation = z.object({ id: z.number() });

export const repository = z.object({ name: z.string(), owner: z.object({ login: z.string() }) });

export const person = z
  .object({ id: z.number(), login: z.string(), type: z.string().optional() })
  .transform(({ id, login, type }): Person => ({ id, login, type: accountType(type) }));

/** Where an event with a repository happened. */
export const inRepository = z.object({ installation, repository }).transform(
  (payload): RepositoryAt => ({
    installation: payload.installation.id,
    owner: payload.repository.owner.login,
    repo: payload.repository.name,
  }),
);
