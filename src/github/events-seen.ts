import type { Review } from "../review/approval-facts.ts";
import type { PublishedEvents } from "../storage/review-records.ts";

/** Says of each review which events had been shown for its commit when it was submitted. */
export function withEventsSeen(reviews: readonly Review[], published: readonly PublishedEvents[]): Review[] {
  return reviews.map((review) => {
    const shown = published.filter((events) => events.head === review.commitId);
    const submittedAt = review.submittedAt === null ? 0 : Date.parse(review.submittedAt);
    const seen = shown.findLast((events) => wasShownBefore(events, submittedAt)) ?? shown[0];
    return seen ? { ...review, eventsSeen: seen.fingerprints } : review;
  });
}

/** The last set shown for each commit. */
export function eventsAtCommits(published: readonly PublishedEvents[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(published.map(({ head, fingerprints }) => [head, fingerprints]));
}

/** Commits of approvals for which nothing was ever shown: approved before the first verdict was published. */
export function commitsNeverShown(reviews: readonly Review[], published: readonly PublishedEvents[]): string[] {
  const shown = new Set(published.map(({ head }) => head));
  const approved = reviews.flatMap(({ state, commitId }) => (state === "APPROVED" && commitId ? [commitId] : []));
  return [...new Set(approved)].filter((commit) => !shown.has(commit));
}

/** Whether the events had been published at the given time of GitHub, which cuts times to whole seconds. */
export function wasShownBefore({ publishedAt }: PublishedEvents, time: number): boolean {
  return publishedAt > 0 && Math.floor(publishedAt / 1000) * 1000 <= time;
}
