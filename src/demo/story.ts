import { approveAndMerge } from "./acts/approvals.ts";
import { showAuditTrail } from "./acts/audit.ts";
import { openCampaign } from "./acts/pull-request.ts";
import { showReview } from "./acts/review.ts";
import type { Narrator } from "./narrator.ts";
import type { Stage } from "./stage.ts";

/** The demo in order. Each act asserts what it shows, and throws when it does not hold. */
export async function tellStory(stage: Stage, tell: Narrator): Promise<void> {
  const number = await openCampaign(stage, tell);
  await showReview(stage, tell, number);
  await approveAndMerge(stage, tell, number);
  await showAuditTrail(stage, tell, number);
}
