import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import {
  clusterAdmin,
  conclusion,
  eventually,
  ingress,
  lenientPolicy,
  openShop,
  policy,
  type Shop,
  shop,
} from "./shop.ts";

jest.setTimeout(60_000);

describe("on GitHub", () => {
  let place: Shop;
  beforeEach(async () => {
    place = await openShop();
  });
  afterEach(() => place.close());

  const propose = async (branch: string, files: Readonly<Record<string, string>>, base = "main") => {
    const head = await place.fake.commit(shop, branch, { author: "dora", files });
    return { head, number: await place.fake.asUser("dora").openPullRequest(shop, { head: branch, base }) };
  };
  const admins = { "rbac.yaml": clusterAdmin("interns") };
  const comments = (number: number) => place.fake.comments(shop, number).map(({ body }) => body);

  test("a draft gets a verdict but asks nobody; ready for review, the maintainers are asked once", async () => {
    const head = await place.fake.commit(shop, "admins", { author: "dora", files: admins });
    const number = await place.fake.asUser("dora").openPullRequest(shop, { head: "admins", draft: true });
    await conclusion(place, head, "action_required");
    expect([...place.fake.pullRequest(shop, number).requestedTeams.keys()]).toEqual([]);
    await place.fake.markReady(shop, number, "dora");
    await eventually(
      () => place.fake.pullRequest(shop, number).requestedTeams.size,
      (size) => size === 1,
    );
  });

  test("180 marks arrive in batches, each once", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 180 }, (_, index) => [`rbac/${index}.yaml`, clusterAdmin(`interns-${index}`)]),
    );
    const { head } = await propose("admins", files);
    await conclusion(place, head, "action_required");
    const marked = place.fake.checkRuns(shop, head)[0]?.annotations.map(({ path }) => path) ?? [];
    expect(marked.length).toBe(180);
    expect(new Set(marked)).toEqual(new Set(Object.keys(files)));
  });

  test("a foreign comment with our marker is left alone", async () => {
    place.fake.createUser("mallory");
    const { head, number } = await propose("readme", { "README.md": "# Shop\n" });
    await conclusion(place, head, "success");
    await place.fake.asUser("eve").comment(shop, number, `<!-- gatewarden:${shop}#${number} -->\nAll is well.`);
    await place.fake.commit(shop, "readme", { author: "dora", files: admins });
    const bodies = await eventually(
      () => comments(number),
      (all) => all.length === 2,
    );
    expect(bodies[0]).toContain("All is well.");
    expect(bodies[1]).toContain("interns");
  });

  test("a re-run writes the check again, and makes no second one", async () => {
    const { head } = await propose("admins", admins);
    await conclusion(place, head, "action_required");
    const [run] = place.fake.checkRuns(shop, head);
    const writes = () => place.fake.requests.filter(({ method }) => method === "PATCH").length;
    const before = writes();
    place.fake.rerequestCheck(shop, run?.id ?? 0, "dora");
    await eventually(writes, (count) => count > before);
    await conclusion(place, head, "action_required");
    expect(place.fake.checkRuns(shop, head)).toHaveLength(1);
  });

  test("a pull request from a fork is reviewed from the base repository", async () => {
    await place.fake.fork(shop, "eve");
    const head = await place.fake.commit("eve/shop", "admins", { author: "eve", files: admins });
    const number = await place.fake.asUser("eve").openPullRequest(shop, { head: "eve:admins" });
    await conclusion(place, head, "action_required");
    place.fake.deleteRepository("eve/shop");
    await place.fake.asUser("mia").review(shop, number, "APPROVE");
    await conclusion(place, head, "success");
  });

  test("a stricter policy on the base branch turns an open pull request red", async () => {
    await place.fake.commit(shop, "main", {
      author: "olaf",
      files: { ".github/gatewarden.yaml": lenientPolicy },
    });
    const { head } = await propose("admins", admins);
    await conclusion(place, head, "success");
    await place.fake.commit(shop, "main", { author: "olaf", files: { ".github/gatewarden.yaml": policy } });
    await conclusion(place, head, "action_required");
  });

  test("a policy that cannot be read blocks", async () => {
    await place.fake.commit(shop, "main", {
      author: "olaf",
      files: { ".github/gatewarden.yaml": "version: 1\nreviewers: []\n" },
    });
    const { head } = await propose("readme", { "README.md": "# Shop\n" });
    await conclusion(place, head, "failure");
  });

  test("a commit that two pull requests share gets the strictest verdict, until the strict one closes", async () => {
    await place.fake.commit(shop, "dev", {
      author: "olaf",
      from: "main",
      files: { ".github/gatewarden.yaml": lenientPolicy },
    });
    const { head } = await propose("admins", admins, "dev");
    await conclusion(place, head, "success");
    const strict = await place.fake.asUser("dora").openPullRequest(shop, { head: "admins", base: "main" });
    await conclusion(place, head, "action_required");
    await place.fake.asUser("dora").close(shop, strict);
    await conclusion(place, head, "success");
  });

  test("a retargeted pull request is judged by its new base branch", async () => {
    await place.fake.commit(shop, "dev", {
      author: "olaf",
      from: "main",
      files: { ".github/gatewarden.yaml": lenientPolicy },
    });
    const { head, number } = await propose("admins", admins, "dev");
    await conclusion(place, head, "success");
    await place.fake.asUser("dora").editBase(shop, number, "main");
    await conclusion(place, head, "action_required");
  });

  test("an approver who leaves the team no longer counts", async () => {
    const { head, number } = await propose("admins", admins);
    await conclusion(place, head, "action_required");
    await place.fake.asUser("mia").review(shop, number, "APPROVE");
    await conclusion(place, head, "success");
    place.fake.removeTeamMember("acme", "edge", "mia");
    await conclusion(place, head, "action_required");
  });

  test("an emergency override opens the gate for one head and is on record; a stranger's does nothing", async () => {
    const { head, number } = await propose("admins", admins);
    await conclusion(place, head, "action_required");
    await place.fake.asUser("eve").comment(shop, number, "/gatewarden override let me in");
    await place.fake.asUser("olaf").comment(shop, number, "/gatewarden override outage 4711");
    await conclusion(place, head, "success");
    const overridden = (await place.audit()).filter(({ kind }) => kind === "overridden");
    expect(overridden).toMatchObject([{ actor: { login: "olaf" }, details: { reason: "outage 4711" } }]);
    const next = await place.fake.commit(shop, "admins", { author: "dora", files: { "README.md": "# Shop\n" } });
    await conclusion(place, next, "action_required");
  });

  test("a verdict that cannot be computed is a red check, until the next attempt corrects it", async () => {
    place.fake.failNext({ method: "GET", path: /\/teams\/edge\/members/, status: 500 });
    const { head } = await propose("admins", admins);
    const [run] = await conclusion(place, head, "failure");
    expect(run?.title).toBe("Gatewarden could not evaluate this pull request");
    await conclusion(place, head, "action_required");
  });

  test("what happened while the server was down is found when it starts", async () => {
    const { head, number } = await propose("admins", { "shop/ingress.yaml": ingress("*.example.com") });
    await conclusion(place, head, "action_required");
    await place.fake.idle();
    await place.server.close();
    place.fake.unprotectBranch(shop, "main");
    await place.fake.asUser("olaf").merge(shop, number);
    await place.restart();
    await eventually(
      () => place.audit(),
      (all) => all.at(-1)?.kind === "merged-without-approval",
    );
  });
});
