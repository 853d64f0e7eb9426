import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { inRepository } from "../payload.ts";

const payloadSchema = z.object({ check_run: z.object({ head_sha: z.string() }) });

export const checkRun: EventHandler = {
  event: "check_run",
  actions: ["rerequested"],

  // `check_run.pull_requests` is empty for forks and may name pull requests of other repositories: the head decides.
  workKeys(payload) {
    const head = payloadSchema.parse(payload).check_run.head_sha;
    return [{ key: { kind: "head", ...inRepository.parse(payload), head }, command: { kind: "recheck" } }];
  },
};
