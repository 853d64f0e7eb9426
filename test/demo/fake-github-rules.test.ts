import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type Acme, openChange, startAcme } from "./acme.ts";
import { call, installationToken, jsonWebToken } from "./app-client.ts";

// Git runs in processes of its own, and the machine may be busy.
jest.setTimeout(30_000);

let acme: Acme;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(() => acme.fake.close());

const repo = "/repos/acme/shop";
const asApp = (method: string, path: string, body?: unknown) => call(acme.fake.apiUrl, acme.token, method, path, body);

async function checkOn(branch: string, body: Readonly<Record<string, unknown>> = {}) {
  const number = await openChange(acme.fake, branch);
  const { headSha } = acme.fake.pullRequest("acme/shop", number);
  const run = await asApp("POST", `${repo}/check-runs`, { name: "gatewarden", head_sha: headSha, ...body });
  return { number, headSha, run };
}

const annotation = (line: number) => ({
  path: "shop/ingress.yaml",
  start_line: line,
  end_line: line,
  annotation_level: "warning",
  message: `line ${line}`,
});
const annotations = (count: number) => Array.from({ length: count }, (_, index) => annotation(index + 1));

describe("an App's token", () => {
  const claims = () => Math.floor(Date.now() / 1000);
  const getApp = (token: string | null) => call(acme.fake.apiUrl, token, "GET", "/app");

  test("is accepted when it is signed, fresh and short", async () => {
    expect((await getApp(jsonWebToken(acme.app))).status).toBe(200);
  });

  test.each([
    ["expired", () => jsonWebToken(acme.app, { iat: claims() - 700, exp: claims() - 60 })],
    ["longer than ten minutes", () => jsonWebToken(acme.app, { exp: claims() + 3600 })],
    ["issued in the future", () => jsonWebToken(acme.app, { iat: claims() + 120 })],
    ["tampered with", () => `${jsonWebToken(acme.app).slice(0, -8)}AAAAAAAA`],
    [
      "unsigned",
      () =>
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(`{"iss":${acme.app.appId}}`).toString("base64url")}.`,
    ],
    ["of a person", () => acme.fake.asUser("olaf").token],
  ])("is refused when it is %s", async (_, token) => {
    expect((await getApp(token())).status).toBe(401);
  });

  test("of an App that does not exist is refused with 404", async () => {
    const answer = await getApp(jsonWebToken(acme.app, { iss: 1 }));
    expect(answer.body).toMatchObject({ message: "Integration not found", status: "404" });
  });
});

describe("an installation token", () => {
  test("expires after an hour", async () => {
    let minutes = 0;
    const later = await startAcme({ now: () => new Date(Date.now() + minutes * 60_000) });
    const status = async () => (await call(later.fake.apiUrl, later.token, "GET", repo)).status;
    minutes = 59;
    expect(await status()).toBe(200);
    minutes = 61;
    expect(await status()).toBe(401);
    await later.fake.close();
  });

  test("can be narrowed but not widened", async () => {
    const narrow = await installationToken(acme.fake.apiUrl, acme.app, { permissions: { contents: "read" } });
    const refused = await call(acme.fake.apiUrl, narrow, "GET", `${repo}/pulls`);
    expect(refused).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
    const path = `/app/installations/${acme.app.installationId}/access_tokens`;
    const wider = await call(acme.fake.apiUrl, jsonWebToken(acme.app), "POST", path, {
      permissions: { administration: "read" },
    });
    expect(wider.status).toBe(422);
  });

  test("does what the App was granted and nothing else", async () => {
    const { number } = await checkOn("granted");
    expect((await asApp("GET", `${repo}/branches/main/protection`)).status).toBe(403);
    expect((await asApp("PUT", `${repo}/pulls/${number}/merge`)).status).toBe(403);
    expect((await asApp("GET", `${repo}/pulls/${number}`)).status).toBe(200);
  });

  test("of a selection of repositories does not reach another one", async () => {
    await acme.fake.createRepository({ owner: "acme", name: "private", private: true });
    const token = await installationToken(acme.fake.apiUrl, acme.app, { repositories: ["shop"] });
    expect((await call(acme.fake.apiUrl, token, "GET", "/repos/acme/private")).status).toBe(404);
    const { body } = await call(acme.fake.apiUrl, token, "GET", "/installation/repositories");
    expect(body.repositories.map((one: { name: string }) => one.name)).toEqual(["shop"]);
  });
});

describe("a private repository", () => {
  test("does not exist for those who may not see it", async () => {
    const { fake } = acme;
    await fake.createRepository({ owner: "acme", name: "secret", private: true, collaborators: { dora: "read" } });
    const get = async (token: string | null) => (await call(fake.apiUrl, token, "GET", "/repos/acme/secret")).status;
    expect([await get(null), await get(fake.asUser("eve").token), await get(fake.asUser("dora").token)]).toEqual([
      404, 404, 200,
    ]);
  });

  test("a wrong token is refused even where none is needed", async () => {
    expect((await call(acme.fake.apiUrl, "ghp_wrong", "GET", repo)).status).toBe(401);
  });
});

describe("a check run", () => {
  test("cannot be written by a person, whatever their rights", async () => {
    const { headSha } = await checkOn("person");
    const answer = await acme.fake
      .asUser("olaf")
      .request("POST", `${repo}/check-runs`, { name: "gatewarden", head_sha: headSha });
    expect(answer).toMatchObject({ status: 403, body: { message: "You must authenticate via a GitHub App." } });
  });

  test("takes 50 annotations in a request, and adds those of the next", async () => {
    const { run } = await checkOn("fifty", { output: { title: "t", summary: "s", annotations: annotations(50) } });
    const path = `${repo}/check-runs/${run.body.id}`;
    const more = await asApp("PATCH", path, { output: { title: "t", summary: "s", annotations: annotations(30) } });
    expect(more.body.output.annotations_count).toBe(80);
    expect((await asApp("GET", `${path}/annotations?per_page=100`)).body).toHaveLength(80);
    const tooMany = await asApp("PATCH", path, { output: { title: "t", summary: "s", annotations: annotations(51) } });
    expect(tooMany.status).toBe(422);
  });

  test.each([
    ["a summary above 65,535 characters", { output: { title: "t", summary: "x".repeat(65_536) } }],
    ["a text above 65,535 characters", { output: { title: "t", summary: "s", text: "x".repeat(65_536) } }],
    ["a title above 255 characters", { output: { title: "t".repeat(256), summary: "s" } }],
    [
      "an annotation message above 64 KB",
      { output: { title: "t", summary: "s", annotations: [{ ...annotation(1), message: "x".repeat(65_537) }] } },
    ],
    [
      "columns over several lines",
      { output: { title: "t", summary: "s", annotations: [{ ...annotation(1), end_line: 2, start_column: 1 }] } },
    ],
    ["a line before the first", { output: { title: "t", summary: "s", annotations: [annotation(0)] } }],
    ["a conclusion that GitHub keeps for itself", { conclusion: "stale" }],
    ["four buttons", { actions: Array(4).fill({ label: "a", description: "b", identifier: "c" }) }],
    ["no summary", { output: { title: "t" } }],
    ["a commit that does not exist", { head_sha: "1".repeat(40) }],
  ])("is refused with %s", async (what, body) => {
    expect((await checkOn(`refused-${what.replaceAll(/[^a-z]/g, "-")}`, body)).run.status).toBe(422);
  });

  test("is completed by a conclusion, and opened again by a status", async () => {
    const { run } = await checkOn("completed", { status: "in_progress", conclusion: "action_required" });
    expect(run.body).toMatchObject({ status: "completed", conclusion: "action_required" });
    const again = await asApp("PATCH", `${repo}/check-runs/${run.body.id}`, { status: "in_progress" });
    expect(again.body).toMatchObject({ status: "in_progress", conclusion: null, completed_at: null });
  });

  test("can only be changed by the App that made it", async () => {
    const { run } = await checkOn("other-app");
    const other = acme.fake.installApp({ account: "acme", slug: "other" });
    const token = await installationToken(acme.fake.apiUrl, other);
    const answer = await call(acme.fake.apiUrl, token, "PATCH", `${repo}/check-runs/${run.body.id}`, {
      conclusion: "success",
    });
    expect(answer.status).toBe(403);
  });

  test("lists only the newest of a name unless all are asked for", async () => {
    const { headSha, run } = await checkOn("newest");
    const second = await asApp("POST", `${repo}/check-runs`, { name: "gatewarden", head_sha: headSha });
    const ids = async (filter: string) =>
      (await asApp("GET", `${repo}/commits/${headSha}/check-runs?filter=${filter}`)).body.check_runs.map(
        (one: { id: number }) => one.id,
      );
    expect(await ids("latest")).toEqual([second.body.id]);
    expect(await ids("all")).toEqual([second.body.id, run.body.id]);
  });

  test("a re-run is told to its own App only", async () => {
    const { run } = await checkOn("rerun");
    acme.fake.rerequestCheck("acme/shop", run.body.id, "dora");
    const heard = acme.fake.deliveries.filter(({ action }) => action === "rerequested").map(({ app }) => app.slug);
    expect(new Set(heard)).toEqual(new Set(["gatewarden"]));
  });
});

describe("a review", () => {
  test("of one's own pull request cannot approve or request changes", async () => {
    const number = await openChange(acme.fake, "own");
    const dora = acme.fake.asUser("dora");
    await expect(dora.review("acme/shop", number, "APPROVE")).rejects.toMatchObject({ status: 422 });
    await expect(dora.review("acme/shop", number, "REQUEST_CHANGES")).rejects.toMatchObject({ status: 422 });
    await expect(dora.review("acme/shop", number, "COMMENT", "fine")).resolves.toBeGreaterThan(0);
  });

  test("that is not submitted yet is seen by its author only, and told to nobody", async () => {
    const path = `${repo}/pulls/${await openChange(acme.fake, "pending")}/reviews`;
    await acme.fake.asUser("mia").request("POST", path, {});
    expect((await acme.fake.asUser("mia").request("GET", path)).body).toMatchObject([{ state: "PENDING" }]);
    expect((await asApp("GET", path)).body).toEqual([]);
    expect(acme.fake.deliveries.at(-1)?.event).toBe("pull_request");
  });

  test("keeps the head that it was given at", async () => {
    const number = await openChange(acme.fake, "moving");
    const { headSha } = acme.fake.pullRequest("acme/shop", number);
    await acme.fake.asUser("mia").review("acme/shop", number, "APPROVE");
    await acme.fake.commit("acme/shop", "moving", { author: "dora", files: { "x.yaml": "x: 1\n" } });
    expect(acme.fake.pullRequest("acme/shop", number).headSha).not.toBe(headSha);
    const { body } = await asApp("GET", `${repo}/pulls/${number}/reviews`);
    expect(body).toMatchObject([{ commit_id: headSha, state: "APPROVED", user: { login: "mia" } }]);
  });

  test("stays in the list as DISMISSED; strangers cannot dismiss it", async () => {
    const number = await openChange(acme.fake, "dismissed");
    const id = await acme.fake.asUser("mia").review("acme/shop", number, "APPROVE");
    await expect(acme.fake.asUser("eve").dismissReview("acme/shop", number, id)).rejects.toMatchObject({ status: 403 });
    await acme.fake.asUser("dora").dismissReview("acme/shop", number, id);
    expect((await asApp("GET", `${repo}/pulls/${number}/reviews`)).body).toMatchObject([{ id, state: "DISMISSED" }]);
  });

  test("can be requested from collaborators, not from the author or a stranger", async () => {
    const number = await openChange(acme.fake, "requested");
    const ask = async (body: unknown) =>
      (await asApp("POST", `${repo}/pulls/${number}/requested_reviewers`, body)).status;
    acme.fake.createTeam("acme", "outside", []);
    expect(await ask({ reviewers: ["mia"], team_reviewers: ["edge"] })).toBe(201);
    expect(await ask({ reviewers: ["dora"] })).toBe(422);
    expect(await ask({ reviewers: ["eve"] })).toBe(422);
    expect(await ask({ team_reviewers: ["outside"] })).toBe(422);
  });

  test("ends the request for it", async () => {
    const number = await openChange(acme.fake, "answered");
    await asApp("POST", `${repo}/pulls/${number}/requested_reviewers`, { reviewers: ["mia"] });
    await acme.fake.asUser("mia").review("acme/shop", number, "COMMENT", "looking");
    expect((await asApp("GET", `${repo}/pulls/${number}/requested_reviewers`)).body.users).toEqual([]);
  });
});

describe("a comment", () => {
  test("holds at most 65,536 characters", async () => {
    const path = `${repo}/issues/${await openChange(acme.fake, "long")}/comments`;
    expect((await asApp("POST", path, { body: "x".repeat(65_536) })).status).toBe(201);
    expect((await asApp("POST", path, { body: "x".repeat(65_537) })).status).toBe(422);
  });

  test("of an App names the App; one of a person does not", async () => {
    const path = `${repo}/issues/${await openChange(acme.fake, "by-app")}/comments`;
    await asApp("POST", path, { body: "by the App" });
    await acme.fake.asUser("eve").request("POST", path, { body: "by a person" });
    expect((await asApp("GET", path)).body).toMatchObject([
      { user: { login: "gatewarden[bot]", type: "Bot" }, performed_via_github_app: { id: acme.app.appId } },
      { user: { login: "eve", type: "User" }, performed_via_github_app: null },
    ]);
  });

  test("cannot be edited by somebody else", async () => {
    const path = `${repo}/issues/${await openChange(acme.fake, "edited")}/comments`;
    const { body } = await acme.fake.asUser("eve").request<{ id: number }>("POST", path, { body: "mine" });
    expect((await asApp("PATCH", `${repo}/issues/comments/${body.id}`, { body: "yours" })).status).toBe(403);
  });

  test("comes in pages that link to each other", async () => {
    const path = `${repo}/issues/${await openChange(acme.fake, "pages")}/comments`;
    for (let count = 0; count < 5; count++) await asApp("POST", path, { body: `comment ${count}` });
    const second = await asApp("GET", `${path}?per_page=2&page=2`);
    expect(second.body.map((one: { body: string }) => one.body)).toEqual(["comment 2", "comment 3"]);
    const base = `${acme.fake.apiUrl}${path}?per_page=2&page=`;
    expect(second.headers.get("link")).toBe(
      `<${base}1>; rel="prev", <${base}3>; rel="next", <${base}3>; rel="last", <${base}1>; rel="first"`,
    );
  });
});

describe("who people are", () => {
  test("a pending member is pending, a stranger is 404, a member of a child team is active", async () => {
    const { fake } = acme;
    fake.createUser("pia");
    fake.createTeam("acme", "platform", [], { pending: ["pia"] });
    fake.createTeam("acme", "platform-europe", ["mia"], { parent: "platform" });
    const membership = (login: string) => asApp("GET", `/orgs/acme/teams/platform/memberships/${login}`);
    expect((await membership("pia")).body.state).toBe("pending");
    expect((await membership("eve")).status).toBe(404);
    expect((await membership("mia")).body.state).toBe("active");
    const { body } = await asApp("GET", "/orgs/acme/teams/platform/members");
    expect(body.map((one: { login: string }) => one.login)).toEqual(["mia"]);
  });

  test("teams need members: read", async () => {
    const token = await installationToken(acme.fake.apiUrl, acme.app, { permissions: { checks: "write" } });
    expect((await call(acme.fake.apiUrl, token, "GET", "/orgs/acme/teams/edge/members")).status).toBe(403);
  });

  test("permissions come from ownership, collaboration and teams", async () => {
    acme.fake.createUser("tim");
    acme.fake.addCollaborator("acme/shop", "tim", "maintain");
    const permission = async (login: string) => (await asApp("GET", `${repo}/collaborators/${login}/permission`)).body;
    expect(await permission("olaf")).toMatchObject({ permission: "admin", role_name: "admin" });
    expect(await permission("tim")).toMatchObject({ permission: "write", role_name: "maintain" });
    expect(await permission("mia")).toMatchObject({ permission: "write", role_name: "write" });
    expect(await permission("eve")).toMatchObject({ permission: "read", role_name: "read" });
  });

  test("commits belong to accounts by their address only", async () => {
    await acme.fake.commit("acme/shop", "addresses", {
      author: { name: "dora", email: "somebody@elsewhere.example" },
      committer: "mia",
      pusher: "dora",
      files: { "y.yaml": "y: 1\n" },
    });
    expect((await asApp("GET", `${repo}/commits/addresses`)).body).toMatchObject({
      author: null,
      committer: { login: "mia" },
    });
  });
});

test("every answer has GitHub's headers and errors have its shape", async () => {
  const { body, headers, status } = await asApp("GET", "/repos/acme/nothing");
  expect({ status, body }).toEqual({
    status: 404,
    body: { message: "Not Found", documentation_url: expect.any(String), status: "404" },
  });
  expect(headers.get("x-github-request-id")).toMatch(/^[0-9A-F]+$/);
  expect(Number(headers.get("x-ratelimit-remaining"))).toBeGreaterThan(0);
});

test("a test can plan the failure of a request", async () => {
  acme.fake.failNext({ method: "GET", path: /^\/repos\/acme\/shop$/, status: 502 });
  expect((await asApp("GET", repo)).status).toBe(502);
  expect((await asApp("GET", repo)).status).toBe(200);
});
