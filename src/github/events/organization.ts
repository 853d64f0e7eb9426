import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { installation } from "../payload.ts";

const payloadSchema = z.object({ installation });

export const organization: EventHandler = {
  event: "organization",
  actions: ["member_removed"],

  // Whoever left the organisation left its teams.
  workKeys(payload) {
    return [{ key: { kind: "installation", installation: payloadSchema.parse(payload).installation.id } }];
  },
};
