import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { installation } from "../payload.ts";

const payloadSchema = z.object({ installation });

export const team: EventHandler = {
  event: "team",
  actions: ["deleted", "edited", "removed_from_repository", "added_to_repository"],

  // A team that the policy names may have changed what it is called, or vanished.
  workKeys(payload) {
    return [{ key: { kind: "installation", installation: payloadSchema.parse(payload).installation.id } }];
  },
};
