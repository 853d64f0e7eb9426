export type GitErrorCode = "no-repository" | "no-such-revision" | "git-failed" | "git-missing" | "timed-out";

/** Git could not do what was asked. The message holds git's own words, without secrets. */
export class GitError extends Error {
  readonly code: GitErrorCode;

  constructor(code: GitErrorCode, message: string) {
    super(message);
    this.name = "GitError";
    this.code = code;
  }
}
