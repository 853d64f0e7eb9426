import { z } from "zod";
import type { EventHandler } from "../event-handler.ts";
import { installation } from "../payload.ts";

const payloadSchema = z.object({ installation });

export const installationRepositories: EventHandler = {
  event: "installation_repositories",
  actions: ["added"],

  workKeys(payload) {
    return [{ key: { kind: "installation", installation: payloadSchema.parse(payload).installation.id } }];
  },
};
