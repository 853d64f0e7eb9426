import type { Person, Review } from "./approval-facts.ts";

/** What one person thinks now. */
export interface Opinion {
  readonly person: Person;
  readonly review: Review;
}

/**
 * The latest opinion of every person, by account id. A comment is no opinion and leaves the one before in place.
 * A dismissed review ends the opinion: an older approval does not come back to life.
 */
export function latestOpinions(reviews: readonly Review[]): Opinion[] {
  const latest = new Map<number, Opinion>();
  for (const review of reviews) {
    if (review.user === null || review.state === "COMMENTED" || review.state === "PENDING") continue;
    latest.set(review.user.id, { person: review.user, review });
  }
  return [...latest.values()];
}
