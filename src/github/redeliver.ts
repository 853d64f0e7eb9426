import type { GitHub, Octokit } from "./client.ts";
import type { EventHandler } from "./event-handler.ts";
import { eventHandlers } from "./events/index.ts";

type Attempt = Awaited<ReturnType<Octokit["rest"]["apps"]["listWebhookDeliveries"]>>["data"][number];

/** GitHub keeps deliveries for three days; a little less, so that none vanishes while we look. */
const lookBackMilliseconds = 70 * 60 * 60 * 1000;
/** What still fails then is left to the sweep. */
const mostAttempts = 5;
const mostPages = 20;

/**
 * Asks GitHub to repeat the deliveries that never reached us, and returns their ids.
 * @param known tells which of the given delivery ids are on disk
 */
export async function redeliverFailed(
  github: GitHub,
  known: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  now: number,
): Promise<readonly string[]> {
  const app = await github.asApp();
  const failed = failedDeliveries(await listAttempts(app, now - lookBackMilliseconds));
  const arrived = await known([...failed.keys()]);
  const redelivered: string[] = [];
  for (const [guid, attempt] of failed) {
    if (arrived.has(guid)) continue;
    await app.rest.apps.redeliverWebhookDelivery({ delivery_id: attempt.id });
    redelivered.push(guid);
  }
  return redelivered;
}

async function listAttempts(app: Octokit, since: number): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  const pages = app.paginate.iterator(app.rest.apps.listWebhookDeliveries, { per_page: 100 });
  let page = 0;
  for await (const { data } of pages) {
    attempts.push(...data.filter((attempt) => Date.parse(attempt.delivered_at) >= since));
    if (++page >= mostPages || data.some((attempt) => Date.parse(attempt.delivered_at) < since)) break;
  }
  return attempts;
}

/** By delivery id, the latest attempt of what never succeeded and matters. Every attempt carries the same id. */
function failedDeliveries(attempts: readonly Attempt[]): ReadonlyMap<string, Attempt> {
  const byId = new Map<string, Attempt[]>();
  // Newest first, as GitHub lists them.
  for (const attempt of attempts) byId.set(attempt.guid, [...(byId.get(attempt.guid) ?? []), attempt]);
  const failed = new Map<string, Attempt>();
  for (const [guid, [latest, ...earlier]] of byId) {
    if (!latest || earlier.length + 1 >= mostAttempts || !matters(latest)) continue;
    if (![latest, ...earlier].some(({ status_code: status }) => status >= 200 && status < 300))
      failed.set(guid, latest);
  }
  return failed;
}

function matters({ event, action }: Attempt): boolean {
  const handler = (eventHandlers as readonly EventHandler[]).find((known) => known.event === event);
  return handler !== undefined && (handler.actions.length === 0 || handler.actions.includes(action ?? ""));
}
