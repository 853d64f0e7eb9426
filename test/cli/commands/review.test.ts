import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { CliIo } from "../../../src/cli/command.ts";
import type { ReviewPlan } from "../../../src/review/review-plan.ts";
import type { ReviewInput } from "../../../src/review-pull-request.ts";
import { type Checkout, newCheckout } from "../../support/checkout.ts";
import { runCommand } from "../../support/run-command.ts";
import { invalidPolicyPlan, noVerdict, quietPlan, samplePlan } from "../../support/sample-plan.ts";

const validPolicy =
  "version: 1\nmaintainers:\n  edge: { users: [alice] }\nreviews:\n  - { approvals: 1, from: [edge] }\n";

let checkout: Checkout;
let commits: { readonly base: string; readonly head: string; readonly main: string };
const asked: ReviewInput[] = [];

/** Runs `review` in the checkout on an engine that answers with the plan and remembers what it was asked. */
function review(args: readonly string[], plan: ReviewPlan = quietPlan, io: Partial<CliIo> = {}) {
  asked.length = 0;
  const engine = async (input: ReviewInput) => {
    asked.push(input);
    return plan;
  };
  return runCommand(["review", ...args], { cwd: checkout.directory, review: engine, ...io });
}

// main:    base ── main (stricter policy)
// feature:   └──── head
beforeAll(() => {
  checkout = newCheckout();
  const base = checkout.commit({ "a.yaml": "a: 1\n" });
  checkout.git("switch", "-q", "-c", "feature");
  const head = checkout.commit({ "a.yaml": "a: 2\n", ".github/gatewarden.yaml": "version: 1\nreviews: []\n" });
  checkout.git("switch", "-q", "main");
  const main = checkout.commit({ ".github/gatewarden.yaml": validPolicy, CODEOWNERS: "* @alice\n" });
  checkout.git("switch", "-q", "feature");
  commits = { base, head, main };
}, 30_000);
afterAll(() => checkout.remove());

describe("what is compared", () => {
  test("is HEAD with its merge base with main, when nothing is said", async () => {
    const { exitCode, stderr } = await review([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(asked[0]).toMatchObject({ base: commits.base, head: commits.head, approvals: null });
  });

  test("is the default branch of the remote first", async () => {
    checkout.git("update-ref", "refs/remotes/origin/main", commits.head);
    const { stderr } = await review([]);
    checkout.git("update-ref", "-d", "refs/remotes/origin/main");
    expect(stderr).toBe(
      `note: origin/main already contains ${commits.head.slice(0, 7)}: there is nothing to compare\n`,
    );
  });

  test("are the revisions that are named", async () => {
    await review(["--base", commits.base, "--head", "main"]);
    expect(asked[0]).toMatchObject({ base: commits.base, head: commits.main });
  });

  test("can lie in another folder", async () => {
    await review(["--repo", checkout.directory], quietPlan, { cwd: "/" });
    expect(asked[0]?.head).toBe(commits.head);
  });

  test("is never an uncommitted change, and that is said", async () => {
    checkout.write("a.yaml", "a: 3\n");
    const { stderr } = await review([]);
    checkout.git("checkout", "-q", "a.yaml");
    expect(stderr).toBe("note: uncommitted changes are not part of this review\n");
  });
});

describe("the policy", () => {
  test("is the one at the tip of the base, not the weaker one of the head", async () => {
    await review([]);
    expect(asked[0]?.policy).toMatchObject({ kind: "policy", policy: { source: "file", maintainers: { edge: {} } } });
    expect(asked[0]?.codeowners).toBe("* @alice\n");
  });

  test("is the default where the base has none", async () => {
    await review(["--base", commits.base]);
    expect(asked[0]?.policy).toMatchObject({ kind: "policy", policy: { source: "default" } });
    expect(asked[0]?.codeowners).toBeNull();
  });

  test("can be tried from a file", async () => {
    checkout.write("try.yaml", validPolicy.replace("edge", "ops").replace("[edge]", "[ops]"));
    await review(["--policy", "try.yaml"]);
    expect(asked[0]?.policy).toMatchObject({ kind: "policy", policy: { maintainers: { ops: {} } } });
  });

  test("that is not there is a usage error", async () => {
    const { exitCode, stderr } = await review(["--policy", "none.yaml"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: there is no policy file none\.yaml$/m);
  });

  test("whose content a partial clone lacks is not taken for none", async () => {
    const blob = checkout.git("rev-parse", "main:.github/gatewarden.yaml");
    const file = join(checkout.directory, ".git/objects", blob.slice(0, 2), blob.slice(2));
    const content = readFileSync(file);
    const { rmSync, writeFileSync } = await import("node:fs");
    rmSync(file);
    const { exitCode, stderr } = await review([]);
    writeFileSync(file, content);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(".github/gatewarden.yaml at ");
    expect(stderr).toContain("is not in this clone: fetch it first.");
    expect(asked).toEqual([]);
  });
});

describe("the exit code", () => {
  test.each<[string, number, ReviewPlan]>([
    ["0 when nothing needs a review", 0, quietPlan],
    ["1 when something does", 1, samplePlan],
    ["1 when the policy forbids it", 1, { ...quietPlan, verdict: { ...noVerdict, outcome: "blocked" } }],
    ["2 when the policy is not valid", 2, invalidPolicyPlan],
  ])("is %s", async (_, expected, plan) => {
    expect((await review([], plan)).exitCode).toBe(expected);
  });

  test("is 3 when the engine fails, with one line and no stack trace", async () => {
    const broken = async () => {
      throw new Error("out of\u001b[2J luck");
    };
    const { exitCode, stdout, stderr } = await review([], quietPlan, { review: broken });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toBe("error: out of\\u{1b}[2J luck\nGATEWARDEN_DEBUG=1 shows where this happened.\n");
  });

  test("comes with a stack trace for those who ask", async () => {
    const broken = async () => {
      throw new Error("out of luck");
    };
    const { stderr } = await review([], quietPlan, { review: broken, env: { GATEWARDEN_DEBUG: "1" } });
    expect(stderr).toMatch(/^error: out of luck\nError: out of luck\n {4}at /);
  });
});

describe("a repository that cannot be compared", () => {
  let other: Checkout;
  beforeEach(() => {
    other = newCheckout();
  });

  test("no repository", async () => {
    const { exitCode, stderr } = await review(["--repo", "/"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "error: / is not a git repository.\n" });
  });

  test("no such folder", async () => {
    const { exitCode, stderr } = await review(["--repo", "nowhere"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("does the folder exist?");
  });

  test("an unknown revision", async () => {
    const { exitCode, stderr } = await review(["--base", "mian"]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'error: unknown revision "mian". `git fetch` gets new ones; `git branch --all` shows what there is.\n',
    );
  });

  test("a revision that is an option in disguise", async () => {
    expect((await review(["--base=--output=/tmp/x"])).exitCode).toBe(2);
  });

  test("no commit yet", async () => {
    const { exitCode, stderr } = await review(["--repo", other.directory]);
    other.remove();
    expect(exitCode).toBe(2);
    expect(stderr).toContain("HEAD has no commit yet");
  });

  test("no branch that could be the base", async () => {
    other.git("switch", "-q", "-c", "trunk");
    other.commit({ a: "1" });
    const { exitCode, stderr } = await review(["--repo", other.directory]);
    other.remove();
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Name one with --base.");
  });

  test("histories without a common commit", async () => {
    other.commit({ a: "1" });
    other.git("switch", "-q", "--orphan", "lonely");
    other.commit({ b: "1" });
    const { exitCode, stderr } = await review(["--repo", other.directory]);
    other.remove();
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: "error: main and HEAD have no common commit: their histories are unrelated.\n",
    });
  });

  test("a shallow clone without the merge base says how to get it", async () => {
    other.git("switch", "-q", "-c", "elsewhere");
    other.git(
      "fetch",
      "-q",
      "--depth=1",
      `file://${checkout.directory}`,
      "+main:refs/heads/main",
      "feature:refs/heads/feature",
    );
    const { exitCode, stderr } = await review(["--repo", other.directory, "--head", "feature"]);
    other.remove();
    expect(exitCode).toBe(3);
    expect(stderr).toContain("no common commit in this shallow clone. Fetch the whole history: `fetch-depth: 0`");
  });
});

describe("the output", () => {
  test("is in the format that was asked for", async () => {
    const { stdout } = await review(["--format", "json"], samplePlan);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "gatewarden.review/v1", verdict: "needs-review" });
  });

  test("goes to a file", async () => {
    const { stdout, exitCode } = await review(["--format", "sarif", "--output", "review.sarif"], samplePlan);
    const log = JSON.parse(readFileSync(join(checkout.directory, "review.sarif"), "utf8"));
    checkout.git("clean", "-qf");
    expect({ stdout, exitCode, version: log.version }).toEqual({ stdout: "", exitCode: 1, version: "2.1.0" });
  });

  test.each([
    [["--format", "markdown"], true],
    [["--format", "github", "--summary", "drawn.md"], true],
    [["--format", "json"], false],
    [[], false],
  ])("is drawn where the diagram is shown: %j", async (args, drawn) => {
    await review(args);
    expect(asked[0]?.drawn).toBe(drawn);
  });

  test("can have a summary in Markdown beside it", async () => {
    checkout.write("summary.md", "# Job\n");
    const { stdout } = await review(["--format", "github", "--summary", "summary.md"], samplePlan);
    const summary = readFileSync(join(checkout.directory, "summary.md"), "utf8");
    checkout.git("clean", "-qf");
    expect(stdout).toMatch(/^::error file=/);
    expect(summary).toMatch(/^# Job\n### ✋ 3 security events need a review\n/);
  });

  test("that cannot be written is an error", async () => {
    const { exitCode, stderr } = await review(["--output", "no/such/folder/x"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("cannot write no/such/folder/x: ENOENT");
  });

  test("in an unknown format is a usage error", async () => {
    const { exitCode, stderr } = await review(["--format", "pdf"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Allowed choices are github, json, markdown, sarif, terminal.");
  });

  const terminal = (env: CliIo["env"]) => {
    let text = "";
    const stdout = { isTTY: true, columns: 80, write: (more: string) => (text += more) };
    return review([], samplePlan, { stdout, env }).then(() => text);
  };

  test("has colours on a terminal, and none with NO_COLOR", async () => {
    expect(await terminal({})).toContain("\u001b[31m");
    expect(await terminal({ NO_COLOR: "1" })).not.toContain("\u001b");
  });

  test("has colours in a pipe with FORCE_COLOR", async () => {
    expect((await review([], samplePlan, { env: { FORCE_COLOR: "1" } })).stdout).toContain("\u001b[31m");
    expect((await review([], samplePlan)).stdout).not.toContain("\u001b");
  });
});
