import { invalid, invalidRequest } from "../api-error.ts";
import { type Api, actorOf, bodyOf, pullRequestOf, repositoryOf, text, texts } from "../endpoint.ts";
import { mergePullRequest, updateBranch } from "../operations/merge-pull-request.ts";
import { mergeBase } from "../operations/merging.ts";
import { openPullRequest } from "../operations/open-pull-request.ts";
import { editPullRequest, type PullRequestChanges } from "../operations/pull-requests.ts";
import { removeRequestedReviewers, requestReviewers } from "../operations/requested-reviewers.ts";
import { page } from "../pages.ts";
import { accountShape } from "../shapes/account.ts";
import { changedFileShapes } from "../shapes/changed-files.ts";
import { commitShapes } from "../shapes/commit.ts";
import { pullRequestShape, simplePullRequestShape } from "../shapes/pull-request.ts";
import { teamShape } from "../shapes/team.ts";
import type { PullRequest, Repository, State } from "../state.ts";

const read = { pull_requests: "read" } as const;
const write = { pull_requests: "write" } as const;
const one = "/repos/:owner/:repo/pulls/:number";

export function registerPullRequests(api: Api, state: State): void {
  api.get("/repos/:owner/:repo/pulls", (c) => {
    const repository = repositoryOf(state, c, read);
    const pulls = select(repository, c.req.query());
    return c.json(page(state, c, pulls).map((pull) => simplePullRequestShape(state, pull)));
  });
  api.post("/repos/:owner/:repo/pulls", async (c) => {
    const repository = repositoryOf(state, c, write);
    const body = await bodyOf(c);
    const [title, head, base] = [text(body.title), text(body.head), text(body.base)];
    if (!title) throw invalid("PullRequest", "title", "title can't be blank", "missing_field");
    if (!head || !base) throw invalidRequest('"base" and "head" weren\'t supplied.');
    const request = { title, head, base, body: text(body.body) ?? null, draft: body.draft === true };
    return c.json(await pullRequestShape(state, await openPullRequest(state, repository, actorOf(c), request)), 201);
  });
  api.get(one, async (c) => c.json(await pullRequestShape(state, pullRequestOf(state, c, read))));
  api.patch(one, async (c) => {
    const pull = pullRequestOf(state, c, write);
    await editPullRequest(state, pull, actorOf(c), changesIn(await bodyOf(c)));
    return c.json(await pullRequestShape(state, pull));
  });
  registerChanges(api, state);
  registerMerging(api, state);
  registerReviewers(api, state);
}

function registerChanges(api: Api, state: State): void {
  api.get(`${one}/files`, async (c) => {
    const pull = pullRequestOf(state, c, read);
    const files = await changedFileShapes(state, pull.repository, await mergeBase(pull), pull.headSha);
    // GitHub never lists more than 3,000 files.
    return c.json(page(state, c, files.slice(0, 3000)));
  });
  api.get(`${one}/commits`, async (c) => {
    const pull = pullRequestOf(state, c, read);
    const commits = await commitShapes(state, pull.repository, [
      "--reverse",
      `${await mergeBase(pull)}..${pull.headSha}`,
    ]);
    // … and never more than 250 commits.
    return c.json(page(state, c, commits.slice(0, 250)));
  });
}

function registerMerging(api: Api, state: State): void {
  api.get(`${one}/merge`, (c) => c.body(null, pullRequestOf(state, c, read).merged ? 204 : 404));
  api.put(`${one}/merge`, async (c) => {
    const pull = pullRequestOf(state, c, { contents: "write" });
    const body = await bodyOf(c);
    const request = {
      method: text(body.merge_method) ?? "merge",
      sha: text(body.sha),
      title: text(body.commit_title),
    };
    const sha = await mergePullRequest(state, pull, actorOf(c), request);
    return c.json({ sha, merged: true, message: "Pull Request successfully merged" });
  });
  api.put(`${one}/update-branch`, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const expected = text((await bodyOf(c)).expected_head_sha);
    if (expected !== undefined && expected !== pull.headSha)
      throw invalid("PullRequest", "expected_head_sha", `expected head sha didn't match current head ref.`);
    await updateBranch(state, pull, actorOf(c));
    return c.json({ message: "Updating pull request branch.", url: `${state.urls.html}` }, 202);
  });
}

function registerReviewers(api: Api, state: State): void {
  const path = `${one}/requested_reviewers`;
  api.get(path, (c) => {
    const pull = pullRequestOf(state, c, read);
    const users = [...pull.requestedUsers.values()].map((user) => accountShape(state, user));
    return c.json({ users, teams: [...pull.requestedTeams.values()].map((team) => teamShape(state, team)) });
  });
  api.post(path, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const body = await bodyOf(c);
    const request = { reviewers: texts(body.reviewers), teams: texts(body.team_reviewers) };
    await requestReviewers(state, pull, actorOf(c), request);
    return c.json(simplePullRequestShape(state, pull), 201);
  });
  api.delete(path, async (c) => {
    const pull = pullRequestOf(state, c, write);
    const body = await bodyOf(c);
    removeRequestedReviewers(state, pull, {
      reviewers: texts(body.reviewers),
      teams: texts(body.team_reviewers),
    });
    return c.json(simplePullRequestShape(state, pull));
  });
}

function changesIn(body: Readonly<Record<string, unknown>>): PullRequestChanges {
  const wanted = body.state;
  if (wanted !== undefined && wanted !== "open" && wanted !== "closed")
    throw invalid("PullRequest", "state", "state is invalid", "invalid");
  const [title, description, base] = [text(body.title), text(body.body), text(body.base)];
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { body: description }),
    ...(base === undefined ? {} : { base }),
    ...(wanted === undefined ? {} : { state: wanted }),
  };
}

/** Newest first unless asked otherwise, as GitHub lists pull requests. */
function select(repository: Repository, query: Readonly<Record<string, string>>): PullRequest[] {
  const { state: wanted = "open", head, base, direction = "desc", sort = "created" } = query;
  const pulls = [...repository.pullRequests.values()].filter(
    (pull) =>
      (wanted === "all" || pull.state === wanted) &&
      (head === undefined || pull.headLabel === head) &&
      (base === undefined || pull.baseRef === base),
  );
  const time = (pull: PullRequest) => (sort === "updated" ? pull.updatedAt : pull.createdAt).getTime();
  const ascending = pulls.toSorted((a, b) => time(a) - time(b) || a.number - b.number);
  return direction === "asc" ? ascending : ascending.toReversed();
}
