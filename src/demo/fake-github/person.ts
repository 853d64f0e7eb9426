import type { Account, State } from "./state.ts";

/** The caller knows which endpoint it asked, and so what the body looks like. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** What the helpers below read from answers: the number of a pull request, the id of a thing, the sha of a merge. */
interface Created {
  readonly number: number;
  readonly id: number;
  readonly sha: string;
}

/** A request that the fake refused, as an error of the helper that sent it. */
export class Refused extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(what: string, answer: Answer<unknown>) {
    super(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.name = "Refused";
    this.status = answer.status;
    this.body = answer.body;
  }
}

export interface OpenPullRequest {
  readonly head: string;
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
}

/** What a person does on GitHub, over HTTP with their own token. Each call throws `Refused` for an answer above 299. */
export interface Person {
  readonly login: string;
  readonly token: string;
  request<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** Returns the number. */
  openPullRequest(repository: string, request: OpenPullRequest): Promise<number>;
  /** Returns the id of the review. */
  review(
    repository: string,
    number: number,
    event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT",
    body?: string,
  ): Promise<number>;
  dismissReview(repository: string, number: number, reviewId: number, message?: string): Promise<void>;
  /** Returns the id of the comment. */
  comment(repository: string, number: number, body: string): Promise<number>;
  /** Returns the id of the merge commit. */
  merge(repository: string, number: number, method?: "merge" | "squash"): Promise<string>;
  close(repository: string, number: number): Promise<void>;
  reopen(repository: string, number: number): Promise<void>;
  editTitle(repository: string, number: number, title: string): Promise<void>;
  editBase(repository: string, number: number, base: string): Promise<void>;
  updateBranch(repository: string, number: number): Promise<void>;
  /** Address for `git push`, with the token in it. */
  gitUrl(repository: string): string;
}

export function personOf(state: State, account: Account): Person {
  const request = <T>(method: string, path: string, body?: unknown) => send<T>(state, account, method, path, body);
  const demand = async (method: string, path: string, body?: unknown) => {
    const answer = await request<Created>(method, path, body);
    if (answer.status > 299) throw new Refused(`${account.login} ${method} ${path}`, answer);
    return answer.body;
  };
  const pull = (repository: string, number: number) => `/repos/${repository}/pulls/${number}`;
  return {
    login: account.login,
    token: account.token ?? "",
    request,
    openPullRequest: async (repository, { head, base = "main", title = `Change ${head}`, body = "", draft = false }) =>
      (await demand("POST", `/repos/${repository}/pulls`, { head, base, title, body, draft })).number,
    review: async (repository, number, event, body = event === "APPROVE" ? "" : "See above.") =>
      (await demand("POST", `${pull(repository, number)}/reviews`, { event, body })).id,
    dismissReview: async (repository, number, reviewId, message = "Not any more.") =>
      void (await demand("PUT", `${pull(repository, number)}/reviews/${reviewId}/dismissals`, { message })),
    comment: async (repository, number, body) =>
      (await demand("POST", `/repos/${repository}/issues/${number}/comments`, { body })).id,
    merge: async (repository, number, method = "merge") =>
      (await demand("PUT", `${pull(repository, number)}/merge`, { merge_method: method })).sha,
    close: async (repository, number) => void (await demand("PATCH", pull(repository, number), { state: "closed" })),
    reopen: async (repository, number) => void (await demand("PATCH", pull(repository, number), { state: "open" })),
    editTitle: async (repository, number, title) => void (await demand("PATCH", pull(repository, number), { title })),
    editBase: async (repository, number, base) => void (await demand("PATCH", pull(repository, number), { base })),
    updateBranch: async (repository, number) =>
      void (await demand("PUT", `${pull(repository, number)}/update-branch`, {})),
    gitUrl: (repository) => {
      const url = new URL(`${state.urls.html}/${repository}.git`);
      url.username = account.login;
      url.password = account.token ?? "";
      return url.href;
    },
  };
}

async function send<T>(
  state: State,
  account: Account,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  const answer = await fetch(`${state.urls.api}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${account.token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === "" ? null : JSON.parse(text)) as T };
}
