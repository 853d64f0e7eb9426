import { permissionOf } from "../access.ts";
import { type Api, actorOf, appBehind, bodyOf, byId, pullRequestOf, repositoryOf } from "../endpoint.ts";
import { createComment, deleteComment, editComment } from "../operations/issue-comments.ts";
import { page } from "../pages.ts";
import { issueCommentShape, issueShape } from "../shapes/issue-comment.ts";
import type { State } from "../state.ts";

// A pull request is an issue too: either permission will do for its comments.
const read = [{ issues: "read" }, { pull_requests: "read" }] as const;
const write = [{ issues: "write" }, { pull_requests: "write" }] as const;

export function registerIssueComments(api: Api, state: State): void {
  const ofIssue = "/repos/:owner/:repo/issues/:number/comments";
  const single = "/repos/:owner/:repo/issues/comments/:id";

  api.get("/repos/:owner/:repo/issues/:number", (c) => c.json(issueShape(state, pullRequestOf(state, c, ...read))));
  api.get(ofIssue, (c) => {
    const { repository, number } = pullRequestOf(state, c, ...read);
    const comments = repository.comments.filter((comment) => comment.number === number);
    return c.json(page(state, c, comments).map((comment) => issueCommentShape(state, repository, comment)));
  });
  api.post(ofIssue, async (c) => {
    const pull = pullRequestOf(state, c, ...write);
    const comment = createComment(state, pull, actorOf(c), appBehind(c), (await bodyOf(c)).body);
    return c.json(issueCommentShape(state, pull.repository, comment), 201);
  });
  api.get(single, (c) => {
    const repository = repositoryOf(state, c, ...read);
    return c.json(issueCommentShape(state, repository, byId(repository.comments, c)));
  });
  api.patch(single, async (c) => {
    const repository = repositoryOf(state, c, ...write);
    const comment = byId(repository.comments, c);
    editComment(state, repository, comment, actorOf(c), (await bodyOf(c)).body);
    return c.json(issueCommentShape(state, repository, comment));
  });
  api.delete(single, (c) => {
    const repository = repositoryOf(state, c, ...write);
    const by = actorOf(c);
    deleteComment(state, repository, byId(repository.comments, c), by, permissionOf(state, repository, by) === "admin");
    return c.body(null, 204);
  });
}
