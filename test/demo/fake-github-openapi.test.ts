import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { restApi } from "../../src/demo/fake-github/api.ts";
import { emptyState } from "../../src/demo/fake-github/state.ts";
import { type Acme, openChange, startAcme } from "./acme.ts";
import { type Answer, call, jsonWebToken } from "./app-client.ts";
import { type GitHubApi, loadGitHubApi } from "./github-openapi.ts";

// Git runs in processes of its own, and the machine may be busy.
jest.setTimeout(30_000);

let acme: Acme;
let github: GitHubApi;
const driven = new Set<string>();

beforeAll(async () => {
  github = loadGitHubApi();
  acme = await startAcme();
  acme.fake.createTeam("acme", "edge-europe", ["mia"], { parent: "edge" });
}, 30_000);
afterAll(() => acme.fake.close());

type Credentials = "app" | "installation" | "olaf" | "dora" | "mia" | "eve" | "nobody";

/** Sends a request, and fails the test unless GitHub's description allows the answer. */
async function ask(who: Credentials, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await call(acme.fake.apiUrl, credentials(who), method, path, body);
  const [plain = path] = path.split("?");
  expect(github.problemsOfAnswer(method, plain, answer.status, answer.body)).toEqual([]);
  if (answer.status < 300) driven.add(`${method} ${github.templateOf(method, plain)}`);
  return answer;
}

function credentials(who: Credentials): string | null {
  if (who === "nobody") return null;
  if (who === "app") return jsonWebToken(acme.app);
  return who === "installation" ? acme.token : acme.fake.asUser(who).token;
}

const repo = "/repos/acme/shop";

describe("answers are as GitHub describes them", () => {
  test("for the App and its installations", async () => {
    const { installationId } = acme.app;
    await ask("app", "GET", "/app");
    await ask("app", "GET", "/app/installations");
    await ask("app", "GET", `/app/installations/${installationId}`);
    await ask("app", "POST", `/app/installations/${installationId}/access_tokens`, {
      permissions: { checks: "write" },
    });
    await ask("app", "GET", `${repo}/installation`);
    await ask("app", "GET", "/orgs/acme/installation");
    await ask("app", "GET", "/users/acme/installation");
    await ask("app", "GET", "/app/hook/config");
    await ask("installation", "GET", "/installation/repositories");
    await ask("app", "GET", "/app/installations/1");
    await ask("installation", "GET", "/app");
  });

  test("for webhook deliveries", async () => {
    acme.fake.setWebhook("http://127.0.0.1:9/", "a long enough secret");
    await openChange(acme.fake, "deliveries");
    await acme.fake.idle();
    const [{ id }] = (await ask("app", "GET", "/app/hook/deliveries?per_page=2")).body;
    await ask("app", "GET", `/app/hook/deliveries/${id}`);
    await ask("app", "POST", `/app/hook/deliveries/${id}/attempts`);
  });

  test("for people, organisations and teams", async () => {
    await ask("dora", "GET", "/user");
    await ask("nobody", "GET", "/users/mia");
    await ask("nobody", "GET", "/users/nobody-at-all");
    await ask("olaf", "GET", "/orgs/acme");
    await ask("dora", "GET", "/rate_limit");
    await ask("installation", "GET", "/orgs/acme/teams");
    await ask("installation", "GET", "/orgs/acme/teams/edge-europe");
    await ask("installation", "GET", "/orgs/acme/teams/edge/members");
    await ask("installation", "GET", "/orgs/acme/teams/edge/memberships/mia");
    await ask("installation", "GET", "/orgs/acme/members/mia");
    const { organization, id } = (await ask("installation", "GET", "/orgs/acme/teams/edge")).body;
    const byId = `/organizations/${organization.id}/team/${id}`;
    expect((await call(acme.fake.apiUrl, acme.token, "GET", `${byId}/memberships/mia`)).body.state).toBe("active");
  });

  test("for repositories, branches and commits", async () => {
    const sha = await acme.fake.commit("acme/shop", "feature/slash", { author: "dora", files: { "b.yaml": "b: 1\n" } });
    acme.fake.protectBranch("acme/shop", "release", { requiredChecks: ["gatewarden"], appId: acme.app.appId });
    await acme.fake.commit("acme/shop", "release", { author: "dora", files: { "c.yaml": "c: 1\n" } });
    await ask("installation", "GET", repo);
    await ask("dora", "GET", repo);
    await ask("installation", "GET", `${repo}/branches`);
    await ask("installation", "GET", `${repo}/branches/feature/slash`);
    await ask("installation", "GET", `${repo}/branches/release`);
    await ask("installation", "GET", `${repo}/branches/none`);
    await ask("olaf", "GET", `${repo}/branches/release/protection`);
    await ask("installation", "GET", `${repo}/rules/branches/main`);
    await ask("installation", "GET", `${repo}/git/ref/heads%2Fmain`);
    await ask("installation", "GET", `${repo}/commits`);
    await ask("installation", "GET", `${repo}/commits/${sha}`);
    await ask("installation", "GET", `${repo}/commits/${"0".repeat(40)}`);
    await ask("installation", "GET", `${repo}/compare/main...feature/slash`);
    await ask("installation", "GET", `${repo}/contents/shop`);
    await ask("installation", "GET", `${repo}/contents/shop/ingress.yaml`);
    await ask("installation", "GET", `${repo}/contents/none.yaml`);
    await ask("installation", "GET", `${repo}/collaborators/dora/permission`);
    await ask("installation", "GET", `${repo}/collaborators/dora`);
    await ask("olaf", "GET", `${repo}/teams`);
  });

  test("for pull requests", async () => {
    await acme.fake.commit("acme/shop", "pulls", {
      author: "dora",
      files: { "shop/ingress.yaml": "host: a\n" },
      remove: ["README.md"],
    });
    const opened = await ask("dora", "POST", `${repo}/pulls`, { title: "Change it", head: "pulls", base: "main" });
    const pull = `${repo}/pulls/${opened.body.number}`;
    await ask("installation", "GET", `${repo}/pulls?state=all`);
    await ask("installation", "GET", pull);
    await ask("installation", "GET", `${pull}/files`);
    await ask("installation", "GET", `${pull}/commits`);
    await ask("installation", "GET", `${repo}/commits/${opened.body.head.sha}/pulls`);
    await ask("installation", "POST", `${pull}/requested_reviewers`, { reviewers: ["mia"], team_reviewers: ["edge"] });
    await ask("installation", "GET", `${pull}/requested_reviewers`);
    await ask("installation", "DELETE", `${pull}/requested_reviewers`, { reviewers: ["mia"] });
    await ask("dora", "PATCH", pull, { title: "Change it well" });
    await acme.fake.commit("acme/shop", "main", { author: "olaf", files: { "other.yaml": "o: 1\n" } });
    await ask("dora", "PUT", `${pull}/update-branch`);
    expect((await ask("installation", "GET", `${pull}/merge`)).status).toBe(404);
    await ask("mia", "PUT", `${pull}/merge`);
    await ask("installation", "GET", `${pull}/merge`);
    await ask("mia", "PUT", `${pull}/merge`);
    await ask("installation", "GET", pull);
  });

  test("for reviews and comments", async () => {
    const number = await openChange(acme.fake, "talk");
    const [pull, issue] = [`${repo}/pulls/${number}`, `${repo}/issues/${number}`];
    const review = await ask("mia", "POST", `${pull}/reviews`, { event: "APPROVE" });
    await ask("dora", "POST", `${pull}/reviews`, { event: "APPROVE" });
    await ask("installation", "GET", `${pull}/reviews`);
    await ask("installation", "GET", `${pull}/reviews/${review.body.id}`);
    await ask("mia", "PUT", `${pull}/reviews/${review.body.id}`, { body: "On second thoughts …" });
    await ask("mia", "PUT", `${pull}/reviews/${review.body.id}/dismissals`, { message: "no" });
    const { head } = (await ask("installation", "GET", pull)).body;
    const [file] = (await ask("installation", "GET", `${pull}/files`)).body;
    const lines = { path: file.filename, commit_id: head.sha, body: "Like this" };
    await ask("installation", "POST", `${pull}/comments`, { ...lines, line: 1, side: "RIGHT" });
    const outside = await ask("installation", "POST", `${pull}/comments`, { ...lines, line: 5000, side: "RIGHT" });
    expect(outside.status).toBe(422);
    await ask("installation", "GET", `${pull}/comments`);
    const comment = await ask("installation", "POST", `${issue}/comments`, { body: "Hello" });
    await ask("installation", "GET", `${issue}/comments`);
    await ask("installation", "GET", `${repo}/issues/comments/${comment.body.id}`);
    await ask("installation", "PATCH", `${repo}/issues/comments/${comment.body.id}`, { body: "Hello again" });
    await ask("installation", "DELETE", `${repo}/issues/comments/${comment.body.id}`);
    await ask("installation", "POST", `${issue}/comments`, { body: "" });
    await ask("installation", "GET", issue);
  });

  test("for check runs", async () => {
    const number = await openChange(acme.fake, "checked");
    const { headSha } = acme.fake.pullRequest("acme/shop", number);
    const annotations = [
      { path: "shop/ingress.yaml", start_line: 1, end_line: 1, annotation_level: "failure", message: "wide" },
    ];
    const output = { title: "One effect", summary: "It is wide", annotations };
    const run = await ask("installation", "POST", `${repo}/check-runs`, {
      name: "gatewarden",
      head_sha: headSha,
      output,
    });
    const path = `${repo}/check-runs/${run.body.id}`;
    await ask("installation", "PATCH", path, { conclusion: "action_required" });
    await ask("installation", "GET", path);
    await ask("installation", "GET", `${path}/annotations`);
    await ask("installation", "POST", `${path}/rerequest`);
    await ask("installation", "GET", `${repo}/commits/${headSha}/check-runs`);
    await ask("dora", "POST", `${repo}/check-runs`, { name: "gatewarden", head_sha: headSha });
  });

  test("and every endpoint of the fake was asked above", () => {
    const state = emptyState({ html: "http://localhost", api: "http://localhost/api/v3" }, "", () => new Date());
    const implemented = restApi(state)
      .routes.filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/v3/"))
      .map(({ method, path }) => `${method} ${path.replace("/api/v3", "").replace(/:(\w+)(\{\.\+\})?/g, "{$1}")}`);
    // GitHub serves teams by id, and the root of a repository, without describing them.
    const undocumented = (route: string) => route.includes("/organizations/") || route.endsWith("/contents/");
    const names = (route: string) => route.replace(/\{\w+\}/g, "{}");
    const asked = new Set([...driven].map(names));
    expect(implemented.filter((route) => !undocumented(route) && !asked.has(names(route)))).toEqual([]);
  });
});

test("webhooks are as GitHub describes them", async () => {
  const { fake } = acme;
  const number = await openChange(fake, "hooks");
  await fake.commit("acme/shop", "hooks", { author: "dora", files: { "more.yaml": "m: 1\n" } });
  await fake.convertToDraft("acme/shop", number, "dora");
  await fake.markReady("acme/shop", number, "dora");
  await fake.asUser("dora").editTitle("acme/shop", number, "Another title");
  await fake.asUser("dora").editBase("acme/shop", number, "release");
  await fake.asUser("dora").close("acme/shop", number);
  await fake.asUser("dora").reopen("acme/shop", number);
  const review = await fake.asUser("mia").review("acme/shop", number, "APPROVE");
  await fake.asUser("mia").dismissReview("acme/shop", number, review);
  fake.removeTeamMember("acme", "edge", "mia");
  fake.addTeamMember("acme", "edge", "mia");
  const [run] = fake.checkRuns("acme/shop");
  if (run) fake.rerequestCheck("acme/shop", run.id, "dora");
  await fake.rerequestSuite("acme/shop", run?.headSha ?? "", "dora");
  await fake.pushBranch("acme/shop", "hooks", null, "dora");

  const wrong = fake.deliveries.flatMap(({ event, action, body }) =>
    github.problemsOfWebhook(event, JSON.parse(body)).map((problem) => `${event} ${action}: ${problem}`),
  );
  expect([...new Set(wrong)]).toEqual([]);
  const sent = new Set(fake.deliveries.map(({ event, action }) => [event, action].filter(Boolean).join(" ")));
  expect([...sent].toSorted()).toEqual([
    "check_run completed",
    "check_run created",
    "check_run rerequested",
    "check_suite requested",
    "check_suite rerequested",
    "installation created",
    "issue_comment created",
    "issue_comment deleted",
    "issue_comment edited",
    "membership added",
    "membership removed",
    "pull_request closed",
    "pull_request converted_to_draft",
    "pull_request edited",
    "pull_request opened",
    "pull_request ready_for_review",
    "pull_request reopened",
    "pull_request review_requested",
    "pull_request synchronize",
    "pull_request_review dismissed",
    "pull_request_review edited",
    "pull_request_review submitted",
    "push",
  ]);
});
