import { actor } from "../caller.ts";
import { type Api, actorOf, bodyOf, byId, pullRequestOf, text } from "../endpoint.ts";
import { createReviewComment } from "../operations/review-comments.ts";
import { dismissReview, editReview, submitReview } from "../operations/reviews.ts";
import { page } from "../pages.ts";
import { reviewShape } from "../shapes/review.ts";
import { reviewCommentShape } from "../shapes/review-comment.ts";
import type { State } from "../state.ts";

const read = { pull_requests: "read" } as const;
const write = { pull_requests: "write" } as const;
const all = "/repos/:owner/:repo/pulls/:number/reviews";

/** Reviews in the order of submission; each keeps the head that it was given at. */
export function registerReviews(api: Api, state: State): void {
  api.get(all, (c) => {
    const pull = pullRequestOf(state, c, read);
    // What is not submitted yet is seen by its author only.
    const self = actor(c.get("caller"));
    const visible = pull.reviews.filter((review) => review.state !== "PENDING" || review.author === self);
    return c.json(page(state, c, visible).map((review) => reviewShape(state, pull, review)));
  });
  api.post(all, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const body = await bodyOf(c);
    const request = { event: text(body.event), body: text(body.body) ?? "", commitId: text(body.commit_id) };
    return c.json(reviewShape(state, pull, submitReview(state, pull, actorOf(c), request)));
  });
  const comments = "/repos/:owner/:repo/pulls/:number/comments";
  api.get(comments, (c) => {
    const pull = pullRequestOf(state, c, read);
    return c.json(page(state, c, pull.reviewComments).map((comment) => reviewCommentShape(state, pull, comment)));
  });
  api.post(comments, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const body = await bodyOf(c);
    const comment = await createReviewComment(state, pull, actorOf(c), {
      path: text(body.path),
      line: whole(body.line),
      startLine: whole(body.start_line),
      body: text(body.body),
      commitId: text(body.commit_id),
    });
    return c.json(reviewCommentShape(state, pull, comment), 201);
  });
  api.get(`${all}/:id`, (c) => {
    const pull = pullRequestOf(state, c, read);
    return c.json(reviewShape(state, pull, byId(pull.reviews, c)));
  });
  api.put(`${all}/:id`, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const review = byId(pull.reviews, c);
    editReview(state, pull, review, actorOf(c), text((await bodyOf(c)).body) ?? "");
    return c.json(reviewShape(state, pull, review));
  });
  api.put(`${all}/:id/dismissals`, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const review = byId(pull.reviews, c);
    dismissReview(state, pull, review, actorOf(c), text((await bodyOf(c)).message) ?? "");
    return c.json(reviewShape(state, pull, review));
  });
}

function whole(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}
