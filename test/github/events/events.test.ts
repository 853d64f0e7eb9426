import { describe, expect, test } from "@jest/globals";
import { eventHandlers } from "../../../src/github/events/index.ts";
import { example, workOf } from "./examples.ts";

const pullRequest = "1/Codertocat/Hello-World#2";

describe("pull_request", () => {
  test.each(["opened", "reopened", "ready_for_review", "converted_to_draft", "closed"])(
    "%s: the pull request may have changed",
    (action) => {
      const payload = example("pull_request", action);
      expect(workOf("pull_request", payload)).toEqual([expect.stringMatching(/^\d+\/Codertocat\/Hello-World#\d+$/)]);
    },
  );

  test("edited: it may have another base branch", () => {
    expect(workOf("pull_request", { ...example("pull_request", "opened"), action: "edited" })).toEqual([pullRequest]);
  });

  test("synchronize: only the webhook says who pushed", () => {
    const payload = example("pull_request", "synchronize");
    const by = { id: 21031067, login: "Codertocat", type: "User" };
    const command = { kind: "pushed", head: "ec26c3e57ca3a959ca5aad62de7213c562f8c821", by };
    expect(workOf("pull_request", payload)).toEqual([{ key: pullRequest, command }]);
  });

  test("labeled: nothing that we look at", () => {
    expect(workOf("pull_request", example("pull_request", "labeled"))).toEqual([]);
  });
});

test.each(["submitted", "dismissed", "edited"])("pull_request_review %s: an approval may count or not", (action) => {
  const payload = { ...example("pull_request_review", "submitted"), action };
  expect(workOf("pull_request_review", payload)).toEqual([expect.stringMatching(/#2$/)]);
});

describe("issue_comment", () => {
  const comment = (body: string, changes: { onIssue?: boolean; type?: string } = {}) => {
    const payload = example("issue_comment", "created");
    const issue = payload.issue as Record<string, unknown>;
    const { user, ...rest } = payload.comment as { user: object };
    return {
      ...payload,
      issue: changes.onIssue ? issue : { ...issue, pull_request: { url: "https://api.github.com/pulls/1" } },
      comment: { ...rest, body, user: { ...user, type: changes.type ?? "User" } },
    };
  };
  const commandIn = (body: string, changes = {}) =>
    workOf("issue_comment", comment(body, changes)).map((work) => typeof work === "object" && work.command.kind);

  test("/gatewarden recheck looks again", () => {
    expect(commandIn("/gatewarden recheck\r\nplease")).toEqual(["recheck"]);
  });

  test("/gatewarden override carries its reason, its author and its time", () => {
    expect(workOf("issue_comment", comment("/gatewarden override  outage 4711 \nmore"))).toEqual([
      {
        key: expect.stringMatching(/^\d+\/Codertocat\/Hello-World#1$/),
        command: {
          kind: "override",
          commentId: 492700400,
          by: { id: 21031067, login: "Codertocat", type: "User" },
          reason: "outage 4711",
          at: "2019-05-15T15:20:21Z",
        },
      },
    ]);
  });

  test.each([
    ["an override without a reason", "/gatewarden override"],
    ["a command that is quoted", "> /gatewarden recheck"],
    ["a command in the middle", "see\n/gatewarden recheck"],
    ["a longer word", "/gatewarden rechecks"],
    ["small talk", "You are totally right!"],
  ])("%s is no command", (_, body) => {
    expect(commandIn(body)).toEqual([]);
  });

  test("bots and plain issues command nothing", () => {
    expect(commandIn("/gatewarden recheck", { type: "Bot" })).toEqual([]);
    expect(commandIn("/gatewarden recheck", { onIssue: true })).toEqual([]);
  });

  test("a comment that is edited into a command is none", () => {
    expect(workOf("issue_comment", { ...comment("/gatewarden recheck"), action: "edited" })).toEqual([]);
  });
});

describe("checks", () => {
  test("check_run rerequested: the head decides, as forks have no pull requests in the payload", () => {
    expect(workOf("check_run", example("check_run", "rerequested"))).toEqual([
      { key: expect.stringMatching(/!d6fde92930d4715a2b49857d24b940956b26d2d3$/), command: { kind: "recheck" } },
    ]);
  });

  test("check_suite rerequested writes checks again, requested only looks", () => {
    const head = expect.stringMatching(/![0-9a-f]{40}$/);
    expect(workOf("check_suite", example("check_suite", "rerequested"))).toEqual([
      { key: head, command: { kind: "recheck" } },
    ]);
    expect(workOf("check_suite", example("check_suite", "requested"))).toEqual([head]);
  });

  test("other checks than a re-run are nobody's business", () => {
    expect(workOf("check_run", example("check_run", "completed"))).toEqual([]);
  });
});

describe("push", () => {
  const push = (ref: string, deleted = false) => workOf("push", { ...example("push"), ref, deleted });

  test("to a branch: every pull request into it may be judged differently", () => {
    expect(push("refs/heads/release/1.x")).toEqual(["1/Codertocat/Hello-World@release/1.x"]);
  });

  test("of a tag, or the end of a branch: nothing", () => {
    expect(push("refs/tags/v1")).toEqual([]);
    expect(push("refs/heads/main", true)).toEqual([]);
  });
});

test.each([
  ["installation", "created"],
  ["installation_repositories", "added"],
  ["membership", "removed"],
  ["team", "edited"],
])("%s %s: everything of the installation may have changed", (event, action) => {
  expect(workOf(event, example(event, action))).toEqual([expect.stringMatching(/^\d+$/)]);
});

test("organization member_removed: whoever left was in teams", () => {
  const payload = { ...example("organization", "member_added"), action: "member_removed" };
  expect(workOf("organization", payload)).toEqual(["1"]);
});

test("every handler refuses a payload that is not what GitHub documents", () => {
  for (const handler of eventHandlers) expect(() => handler.workKeys({ action: "x" })).toThrow(/invalid/i);
});
