import { expect } from "@jest/globals";
import nock from "nock";
import { ProbotOctokit } from "probot";
import type { Octokit } from "../../src/github/client.ts";
import { type GitHubApi, loadGitHubApi } from "../demo/github-openapi.ts";

/** GitHub's examples are many kinds of answers, of which tests change single fields. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Example = any; // oxlint-disable-line typescript/no-explicit-any

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Example;
}

export interface DocumentedGitHub {
  readonly octokit: Octokit;
  /** Every request that was sent, in order. */
  readonly sent: readonly SentRequest[];
  /** Answers one request with GitHub's own example, changed by the test. Query parameters are ignored. */
  answers(method: string, path: string, change?: (example: Example) => Example, status?: number): void;
  /** Answers one request with a refusal. */
  refuses(method: string, path: string, status: number): void;
  /** Every expected request was sent. Requests and answers were as GitHub documents them. */
  verify(): void;
}

let api: GitHubApi | undefined;

/** GitHub as its OpenAPI description documents it: whatever is sent or answered is checked against it. */
export function documentedGitHub(): DocumentedGitHub {
  api ??= loadGitHubApi();
  const description = api;
  const sent: SentRequest[] = [];
  const problems: string[] = [];
  const answer = (method: string, path: string, status: number, body: Example) => {
    problems.push(...description.problemsOfAnswer(method, path, status, body));
    const scope = nock("https://api.github.com").intercept(path, method).query(true);
    scope.reply(status, (_uri, request) => {
      const json = request === "" ? null : request;
      sent.push({ method, path, body: json });
      if (json !== null) problems.push(...description.problemsOfRequest(method, path, json));
      return body;
    });
  };
  return {
    octokit: new Fast({ auth: undefined }) as Octokit,
    sent,
    answers(method, path, change = (example) => example, status = 200) {
      answer(method, path, status, change(description.exampleAnswer(method, path, status)));
    },
    refuses(method, path, status) {
      answer(method, path, status, { message: "Refused", documentation_url: "https://docs.github.com/rest" });
    },
    verify() {
      expect(problems).toEqual([]);
      expect(nock.pendingMocks()).toEqual([]);
    },
  };
}

const Fast = ProbotOctokit.defaults((options: Readonly<Record<string, unknown>>) => ({
  ...options,
  authStrategy: undefined,
  retry: { enabled: false },
  throttle: { enabled: false },
}));
