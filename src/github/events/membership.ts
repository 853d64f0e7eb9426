import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { installation } from "../payload.ts";

const payloadSchema = z.object({ installation });

export const membership: EventHandler = {
  event: "membership",
  actions: ["added", "removed"],

  // Somebody joined or left a team: an approval may begin or cease to count.
  workKeys(payload) {
    return [{ key: { kind: "installation", installation: payloadSchema.parse(payload).installation.id } }];
  },
};
