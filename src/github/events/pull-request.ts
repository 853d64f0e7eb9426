import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { inRepository, person } from "../payload.ts";

const payloadSchema = z.object({
  action: z.string(),
  number: z.number(),
  pull_request: z.object({ head: z.object({ sha: z.string() }) }),
  sender: person,
});

export const pullRequest: EventHandler = {
  event: "pull_request",
  actions: ["opened", "reopened", "synchronize", "edited", "ready_for_review", "converted_to_draft", "closed"],

  workKeys(payload) {
    const { action, number, pull_request, sender } = payloadSchema.parse(payload);
    const at = inRepository.parse(payload);
    const key = { kind: "pull-request", ...at, number } as const;
    // REST does not say who pushed. The sender of `synchronize` did, even if somebody else wrote the commits.
    if (action !== "synchronize") return [{ key }];
    return [{ key, command: { kind: "pushed", head: pull_request.head.sha, by: sender } }];
  },
};
