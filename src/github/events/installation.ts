import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { installation as installationSchema } from "../payload.ts";

const payloadSchema = z.object({ installation: installationSchema });

export const installation: EventHandler = {
  event: "installation",
  actions: ["created", "unsuspend", "new_permissions_accepted"],

  workKeys(payload) {
    return [{ key: { kind: "installation", installation: payloadSchema.parse(payload).installation.id } }];
  },
};
