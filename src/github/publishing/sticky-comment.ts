import type { Octokit } from "../client.ts";
import type { RepositoryAt } from "../work-key.ts";

export interface CommentTarget {
  readonly octokit: Octokit;
  readonly appId: number;
  /** Login of the App's own account, such as `gatewarden[bot]`. */
  readonly botLogin: string;
  readonly at: RepositoryAt;
  readonly number: number;
  /** The line by which our comment is found; `body` contains it. */
  readonly marker: string;
}

/**
 * Keeps one comment of ours with the given text and returns its id. Without a comment of ours and with nothing to say
 * (`speakUp` false) there stays none: null.
 */
export async function keepStickyComment(target: CommentTarget, body: string, speakUp: boolean): Promise<number | null> {
  const { octokit, number } = target;
  const repository = { owner: target.at.owner, repo: target.at.repo };
  const [ours, ...twins] = await findOurs(target);
  for (const twin of twins) await octokit.rest.issues.deleteComment({ ...repository, comment_id: twin.id });
  if (ours) {
    if (ours.body !== body) await octokit.rest.issues.updateComment({ ...repository, comment_id: ours.id, body });
    return ours.id;
  }
  if (!speakUp) return null;
  const created = await octokit.rest.issues.createComment({
    ...repository,
    issue_number: number,
    body,
    // A repeated request after a lost answer would make a second comment.
    request: { retries: 0 },
  });
  return created.data.id;
}

async function findOurs(target: CommentTarget): Promise<readonly { readonly id: number; readonly body: string }[]> {
  const comments = await target.octokit.paginate(target.octokit.rest.issues.listComments, {
    owner: target.at.owner,
    repo: target.at.repo,
    issue_number: target.number,
    per_page: 100,
  });
  // Anybody can write our marker. Only what the App itself wrote is ever edited or removed.
  const ours = comments.filter(
    ({ performed_via_github_app: app, user }) =>
      app?.id === target.appId || (user?.type === "Bot" && user.login === target.botLogin),
  );
  return ours
    .map(({ id, body }) => ({ id, body: body ?? "" }))
    .filter(({ body }) => body.startsWith(target.marker))
    .sort((one, other) => one.id - other.id);
}
