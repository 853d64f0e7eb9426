// Reviews consecutive commits of a repository as if each were a pull request: a line per commit, then counts per rule.
//   npm run replay -- REPO [--commits N] [--until REV] [--only SHA] [--json FILE]
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fromSource } from "./build/from-source.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: "string", default: "100" },
    until: { type: "string", default: "HEAD" },
    only: { type: "string" },
    json: { type: "string" },
  },
});
const [directory] = positionals;
if (!directory) {
  console.error("usage: npm run replay -- REPO [--commits N] [--until REV] [--only SHA] [--json FILE]");
  process.exit(2);
}

const { openGitRepository, createManifestCache, defaultPolicy, reviewPullRequest } = await fromSource("replay", [
  "git/git-tree.ts",
  "kubernetes/manifest-cache.ts",
  "review/default-policy.ts",
  "review-pull-request.ts",
]);
const repository = await openGitRepository(directory);
const cache = createManifestCache({ maxBytes: 256 * 1024 * 1024 });
const perRule = new Map();
const outcomes = new Map();
const results = [];
let crashes = 0;
const started = performance.now();

for (const commit of commitsToReplay()) {
  const begin = performance.now();
  try {
    const plan = await reviewPullRequest({
      tree: repository,
      base: commit.parent,
      head: commit.sha,
      policy: { kind: "policy", policy: defaultPolicy },
      codeowners: null,
      approvals: null,
      now: new Date(commit.date),
      cache,
    });
    report(commit, plan, performance.now() - begin);
  } catch (error) {
    crashes += 1;
    console.log(`${commit.sha.slice(0, 10)} CRASH ${error instanceof Error ? error.stack : String(error)}`);
  }
}

const seconds = (performance.now() - started) / 1000;
console.log(`\n${results.length} commits in ${seconds.toFixed(1)} s, ${crashes} crashed; outcomes: ${show(outcomes)}`);
for (const [rule, count] of [...perRule].sort((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(6)}  ${rule}`);
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 1));
await repository.close();
process.exit(crashes > 0 ? 1 : 0);

function commitsToReplay() {
  const range = values.only
    ? ["--max-count=1", values.only]
    : [`--max-count=${Number(values.commits)}`, values.until, "--", "*.yaml", "*.yml", "*.json"];
  const format = "--format=%H%x00%P%x00%cI%x00%s";
  const text = execFileSync("git", ["-C", directory, "log", "--first-parent", format, ...range], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\0"))
    .filter(([, parents]) => parents)
    .map(([sha, parents, date, subject]) => ({ sha, parent: parents.split(" ")[0], date, subject }));
}

function report(commit, plan, milliseconds) {
  const demanding = plan.events.filter((event) => event.severity !== "info");
  for (const event of plan.events) perRule.set(event.rule, (perRule.get(event.rule) ?? 0) + 1);
  outcomes.set(plan.verdict.outcome, (outcomes.get(plan.verdict.outcome) ?? 0) + 1);
  results.push({
    ...commit,
    outcome: plan.verdict.outcome,
    milliseconds: Math.round(milliseconds),
    events: plan.events,
    skipped: plan.skipped,
  });
  const rules = [...new Set(demanding.map((event) => `${event.severity}:${event.rule}`))].join(" ");
  console.log(
    `${commit.sha.slice(0, 10)} ${commit.date.slice(0, 10)} ${plan.verdict.outcome.padEnd(12)} ${String(Math.round(milliseconds)).padStart(5)} ms  ` +
      `${plan.events.length} events  ${printable(commit.subject).slice(0, 60)}  ${rules}`,
  );
}

function show(counts) {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
}

/** Commit subjects come from strangers: no control characters on the terminal. */
function printable(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "?");
}
