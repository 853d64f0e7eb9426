import { afterEach, describe, expect, jest, test } from "@jest/globals";
import type { Tree } from "../../src/kubernetes/tree.ts";
import type { ApprovalFacts } from "../../src/review/approval-facts.ts";
import { defaultPolicy } from "../../src/review/default-policy.ts";
import { parsePolicy } from "../../src/review/parse-policy.ts";
import { type ReviewInput, reviewPullRequest } from "../../src/review-pull-request.ts";
import {
  createReviewWorker,
  type ReviewWorker,
  type ReviewWorkerOptions,
} from "../../src/review-worker/create-review-worker.ts";
import type { Parsing } from "../../src/review-worker/messages.ts";
import { builtReviewProgram } from "../end-to-end/built-cli.ts";
import { memoryTree } from "../support/memory-tree.ts";

jest.setTimeout(60_000);

let worker: ReviewWorker | undefined;
afterEach(() => worker?.close());

async function start(options: Partial<ReviewWorkerOptions> = {}): Promise<ReviewWorker> {
  const program = await builtReviewProgram();
  worker = createReviewWorker({ timeoutMs: 30_000, maxOldGenerationSizeMb: 512, program, ...options });
  return worker;
}

const script = (name: string) => new URL(`programs/${name}.js`, import.meta.url);

const admin = (group: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${group} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: ${group} }]
`;

function admins(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`rbac/${index}.yaml`, admin(`g${index}`)]));
}

function inputOf(tree: Tree, changes: Partial<ReviewInput> = {}): ReviewInput {
  const policy = { kind: "policy", policy: defaultPolicy } as const;
  const now = new Date("2026-11-21T17:00:00Z");
  return { tree, base: "before", head: "after", policy, codeowners: null, approvals: null, now, ...changes };
}

const change = memoryTree({ before: {}, after: { "rbac.yaml": admin("interns"), "notes.md": "# Notes\n" } });

describe("a review in the worker", () => {
  test("gives the plan that the same review gives outside", async () => {
    const approvals: ApprovalFacts = {
      author: { id: 1, login: "dora", type: "User" },
      lastPusher: null,
      reviews: [
        {
          id: 7,
          user: { id: 1, login: "dora", type: "User" },
          state: "APPROVED",
          commitId: "after",
          submittedAt: "2026-11-21T16:00:00Z",
        },
      ],
      commits: [{ sha: "after", people: [{ id: 1, login: "dora", type: "User" }], unattributed: [] }],
      teams: [{ kind: "members", team: "acme/edge", userIds: [2] }],
      users: [],
      permissions: { 2: "write" },
      eventsAt: {},
      overrides: [],
    };
    const text = `version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ when: { severity: medium }, approvals: 1, from: [edge] }]
waivers: [{ rule: tls-removed, resource: "shop/Ingress/*", until: 2026-12-31, reason: known, approved-by: mia }]
`;
    const input = inputOf(change, {
      policy: parsePolicy(text, ".github/gatewarden.yaml", { knownRules: new Set(["tls-removed"]) }),
      codeowners: "* @mia\n",
      approvals,
    });
    const inside = await (await start()).review(input);
    expect(inside).toEqual(await reviewPullRequest(input));
    expect(inside.events.map(({ rule }) => rule)).toContain("cluster-admin-granted");
    expect(inside.verdict.rejected).toMatchObject([{ reason: "author" }]);
  });

  test("shows an invalid policy with its places", async () => {
    const policy = parsePolicy("version: 1\nrewiews: []\n", "p.yaml", { knownRules: new Set() });
    const input = inputOf(change, { policy });
    expect((await (await start()).review(input)).verdict).toEqual((await reviewPullRequest(input)).verdict);
  });

  test("reads files in batches, whatever their number, size and absence", async () => {
    const large = `# ${"x".repeat(3_000_000)}\n${admin("large")}`;
    const files = { ...admins(2_500), "rbac/large.yaml": large };
    const before = { ...files, "rbac/0.yaml": admin("before") };
    const whole = memoryTree({ before, after: { ...files, "rbac/huge.yaml": " ".repeat(26_000_000) } });
    const gone = (await whole.list("after")).find(({ path }) => path === "rbac/7.yaml")?.blobId;
    const tree: Tree = {
      list: (commit) => whole.list(commit),
      async *read(blobIds, options) {
        for await (const blob of whole.read(blobIds, options))
          yield blob.blobId === gone ? { kind: "missing", blobId: blob.blobId } : blob;
      },
    };
    const inside = await (await start()).review(inputOf(tree));
    expect(inside).toEqual(await reviewPullRequest(inputOf(tree)));
    expect(inside.stats.manifests).toBe(2_500);
    expect(inside.skipped.map(({ path }) => path).sort()).toEqual(["rbac/7.yaml", "rbac/huge.yaml"]);
  });

  test("fails with the tree's own error, and the next one succeeds", async () => {
    const reviewer = await start();
    class Offline extends Error {}
    const broken: Tree = {
      list: (commit) => change.list(commit),
      async *read() {
        yield* change.read([]);
        throw new Offline("the network is gone");
      },
    };
    await expect(reviewer.review(inputOf(broken))).rejects.toThrow(Offline);
    await expect(reviewer.review(inputOf(change, { head: "nowhere" }))).rejects.toThrow("no such commit: nowhere");
    await expect(reviewer.review(inputOf(change))).resolves.toMatchObject({ head: "after" });
  });

  test("parses only what the reviews before it did not", async () => {
    const parsings: Parsing[] = [];
    const reviewer = await start({ onParsing: (parsing) => parsings.push(parsing) });
    const files = admins(20);
    await reviewer.review(inputOf(memoryTree({ before: files, after: { ...files, "a.yaml": admin("a") } })));
    await reviewer.review(inputOf(memoryTree({ before: files, after: { ...files, "b.yaml": admin("b") } })));
    expect(parsings).toEqual([
      { parsed: 21, reused: 0 },
      { parsed: 1, reused: 20 },
    ]);
  });

  test("waits for the one before it", async () => {
    const reviewer = await start();
    const order: string[] = [];
    const slow: Tree = {
      async list(commit) {
        order.push("slow");
        await new Promise((resolve) => setTimeout(resolve, 100));
        return change.list(commit);
      },
      read: (...asked) => change.read(...asked),
    };
    const quick: Tree = {
      async list(commit) {
        order.push("quick");
        return change.list(commit);
      },
      read: (...asked) => change.read(...asked),
    };
    await Promise.all([reviewer.review(inputOf(slow)), reviewer.review(inputOf(quick))]);
    expect(order).toEqual(["slow", "slow", "quick", "quick"]);
  });
});

describe("a review that does not end", () => {
  test("is stopped at the deadline, while everything else goes on, and the next one has a worker of its own", async () => {
    // Time enough for a slow machine to start a worker.
    const reviewer = await start({ timeoutMs: 3_000 });
    // Many seconds of parsing, each just below the size at which a document is no longer read.
    const subject = "  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: &a !!str 'x' }\n";
    const hostile = admin("x").replace(/subjects: .*\n/, `subjects:\n${subject.repeat(90_000)}`);
    const after = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.yaml`, `# ${name}\n${hostile}`]));
    const stuck = reviewer.review(inputOf(memoryTree({ before: {}, after })));
    const pauses = longestPause();
    const outcome = await stuck.catch(String);
    const longest = pauses();
    expect(outcome).toBe("ReviewStopped: The review took longer than 3 s and was stopped.");
    expect(longest).toBeLessThan(900);
    await expect(reviewer.review(inputOf(change))).resolves.toMatchObject({ head: "after" });
  });

  test("is stopped in the middle of a loop that never yields", async () => {
    const reviewer = await start({ timeoutMs: 300, program: script("endless-loop") });
    const started = performance.now();
    await expect(reviewer.review(inputOf(change))).rejects.toThrow("took longer than 0.3 s");
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("is stopped when it needs too much memory", async () => {
    const reviewer = await start({ maxOldGenerationSizeMb: 32, program: script("memory-eater"), stderr: "ignore" });
    await expect(reviewer.review(inputOf(change))).rejects.toThrow(
      "The review needed more than 32 MB of memory and was stopped.",
    );
  });

  test("fails when the worker ends by itself, every time anew", async () => {
    const reviewer = await start({ program: script("leaver") });
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(reviewer.review(inputOf(change))).rejects.toThrow("lost its process (exit code 7)");
  });

  test("fails when the worker is closed", async () => {
    const reviewer = await start({ program: script("endless-loop") });
    const [running, queued] = [reviewer.review(inputOf(change)), reviewer.review(inputOf(change))];
    const ends = [
      expect(running).rejects.toThrow("lost its process (SIGKILL)"),
      expect(queued).rejects.toThrow("is stopping"),
    ];
    await new Promise((resolve) => setTimeout(resolve, 100));
    await reviewer.close();
    await Promise.all(ends);
  });
});

test("the worker sees nothing of the environment, where the secrets are", async () => {
  process.env.GATEWARDEN_TEST_SECRET = "s3cret";
  const reviewer = await start({ program: script("environment-teller") });
  await expect(reviewer.review(inputOf(change))).rejects.toThrow(/^environment: $/);
  delete process.env.GATEWARDEN_TEST_SECRET;
});

/** The longest that the event loop kept a timer waiting since the call. */
function longestPause(): () => number {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
