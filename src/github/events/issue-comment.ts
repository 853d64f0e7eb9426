import { z } from "zod";
import type { Command } from "../command.ts";
import type { EventHandler } from "../event-handler.ts";
import { inRepository, person } from "../payload.ts";

const payloadSchema = z.object({
  issue: z.object({ number: z.number(), pull_request: z.unknown().optional() }),
  comment: z.object({ id: z.number(), body: z.string().nullable(), created_at: z.string(), user: person.nullable() }),
});

type Comment = z.infer<typeof payloadSchema>["comment"];

export const issueComment: EventHandler = {
  event: "issue_comment",
  // Only `created`: a comment that is edited into a command could be somebody else's.
  actions: ["created"],

  workKeys(payload) {
    const { issue, comment } = payloadSchema.parse(payload);
    const command = issue.pull_request ? commandOf(comment) : undefined;
    if (!command) return [];
    return [{ key: { kind: "pull-request", ...inRepository.parse(payload), number: issue.number }, command }];
  },
};

/** `/gatewarden recheck` or `/gatewarden override <reason>` on the first line. Whether it is allowed is decided later. */
function commandOf(comment: Comment): Command | undefined {
  if (comment.user?.type !== "User") return;
  const [, verb, rest = ""] = /^\/gatewarden[ \t]+(recheck|override)\b[ \t]*([^\r\n]*)/.exec(comment.body ?? "") ?? [];
  if (verb === "recheck") return { kind: "recheck" };
  const reason = rest.trim().slice(0, 500);
  if (verb !== "override" || reason === "") return;
  return { kind: "override", commentId: comment.id, by: comment.user, reason, at: comment.created_at };
}
