import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { inRepository } from "../payload.ts";

const payloadSchema = z.object({ pull_request: z.object({ number: z.number() }) });

export const pullRequestReview: EventHandler = {
  event: "pull_request_review",
  actions: ["submitted", "edited", "dismissed"],

  workKeys(payload) {
    const { number } = payloadSchema.parse(payload).pull_request;
    return [{ key: { kind: "pull-request", ...inRepository.parse(payload), number } }];
  },
};
