import { z } from "zod";
import { person } from "./payload.ts";

const command = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recheck") }),
  z.object({
    kind: z.literal("override"),
    commentId: z.number(),
    by: person,
    reason: z.string(),
    /** RFC 3339. */
    at: z.string(),
  }),
  z.object({ kind: z.literal("pushed"), head: z.string(), by: person }),
]);

/** What a delivery says that cannot be read from GitHub again: comments may be edited, and pushers are not listed. */
export type Command = z.infer<typeof command>;

export function formatCommand(value: Command): string {
  return JSON.stringify(value);
}

/** Reads back what formatCommand wrote. */
export function parseCommand(text: string): Command {
  return command.parse(JSON.parse(text));
}
