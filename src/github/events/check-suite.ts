import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { inRepository } from "../payload.ts";

const payloadSchema = z.object({ action: z.string(), check_suite: z.object({ head_sha: z.string() }) });

export const checkSuite: EventHandler = {
  event: "check_suite",
  actions: ["requested", "rerequested"],

  workKeys(payload) {
    const { action, check_suite } = payloadSchema.parse(payload);
    const key = { kind: "head", ...inRepository.parse(payload), head: check_suite.head_sha } as const;
    // `requested` comes with every push; only `rerequested` waits for a check run to be written again.
    return action === "rerequested" ? [{ key, command: { kind: "recheck" } }] : [{ key }];
  },
};
