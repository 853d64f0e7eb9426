import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { inRepository } from "../payload.ts";

const payloadSchema = z.object({ ref: z.string(), deleted: z.boolean().optional() });
const branchPrefix = "refs/heads/";

export const push: EventHandler = {
  event: "push",
  actions: [],

  // The policy, CODEOWNERS and every merge base may have moved for the pull requests into this branch.
  workKeys(payload) {
    const { ref, deleted } = payloadSchema.parse(payload);
    if (!ref.startsWith(branchPrefix) || deleted) return [];
    return [{ key: { kind: "branch", ...inRepository.parse(payload), branch: ref.slice(branchPrefix.length) } }];
  },
};
