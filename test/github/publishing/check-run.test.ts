import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import {
  addAnnotations,
  type CheckRun,
  type CheckTarget,
  concludeCheckRun,
  openCheckRun,
} from "../../../src/github/publishing/check-run.ts";
import type { CheckRunOutput } from "../../../src/reports/check-run.ts";
import { type Database, openDatabase } from "../../../src/storage/open-database.ts";
import { ReviewRecords } from "../../../src/storage/review-records.ts";
import { type DocumentedGitHub, documentedGitHub } from "../documented-github.ts";
import { at } from "../live.ts";

const head = "c".repeat(40);
const runs = `/repos/acme/shop/commits/${head}/check-runs`;
const runPath = "/repos/acme/shop/check-runs/4";

let github: DocumentedGitHub;
let database: Database;
let target: CheckTarget;
beforeEach(async () => {
  nock.disableNetConnect();
  github = documentedGitHub();
  database = await openDatabase({ kind: "memory" });
  target = { octokit: github.octokit, appId: 1, at, head, records: new ReviewRecords(database.db) };
});
afterEach(async () => {
  nock.cleanAll();
  nock.enableNetConnect();
  await database.close();
});

const run = (changes: Partial<CheckRun> = {}): CheckRun => ({
  id: 4,
  url: null,
  conclusion: null,
  title: null,
  summary: null,
  text: null,
  annotationsCount: 0,
  twins: [],
  ...changes,
});

const output = (annotations = 0): CheckRunOutput => ({
  conclusion: "action_required",
  title: "1 security event needs a review",
  summary: "Somebody must approve.",
  text: "",
  annotations: Array.from({ length: annotations }, (_, index) => ({
    path: "rbac.yaml",
    start_line: index + 1,
    end_line: index + 1,
    annotation_level: "failure",
    title: "Everything is allowed",
    message: `Mark ${index}`,
  })),
});

const listed = (...changes: readonly object[]) =>
  github.answers("GET", runs, (example) => ({
    ...example,
    total_count: changes.length,
    check_runs: changes.map((change) => ({ ...example.check_runs[0], name: "gatewarden", ...change })),
  }));
const marksIn = (index: number) =>
  github.sent[index]?.body.output.annotations.map(({ message }: { message: string }) => message);

test("the first look at a head begins a check run, once", async () => {
  listed();
  github.answers("POST", "/repos/acme/shop/check-runs", (example) => ({ ...example, id: 4 }), 201);
  expect((await openCheckRun(target)).id).toBe(4);
  listed({ id: 4 });
  expect((await openCheckRun(target)).id).toBe(4);
  github.verify();
});

test("a check of the same name by another App or a person is not ours", async () => {
  listed({ id: 9, app: null }, { id: 10, name: "gatewarden-2" });
  github.answers("POST", "/repos/acme/shop/check-runs", (example) => ({ ...example, id: 4 }), 201);
  expect((await openCheckRun(target)).id).toBe(4);
});

test("a run that the list does not show yet is found by its id", async () => {
  await target.records.saveHeadCheck("acme/shop", head, { checkRunId: 4, sent: [], pending: [] });
  listed();
  github.answers("GET", runPath);
  expect((await openCheckRun(target)).id).toBe(4);
  github.verify();
});

test("marks go out 50 at a time, each once", async () => {
  for (const _ of [1, 2, 3]) github.answers("PATCH", runPath);
  await addAnnotations(target, run(), output(120));
  expect([0, 1, 2].map((index) => marksIn(index)?.length)).toEqual([50, 50, 20]);
  await addAnnotations(target, run({ annotationsCount: 120 }), output(120));
  github.verify();
});

test("a new evaluation of the same head adds only the marks that are new", async () => {
  github.answers("PATCH", runPath);
  await addAnnotations(target, run(), output(1));
  github.answers("PATCH", runPath);
  await addAnnotations(target, run({ annotationsCount: 1 }), output(2));
  expect(marksIn(1)).toEqual(["Mark 1"]);
});

test("after a crash in a batch, GitHub's count tells whether it arrived", async () => {
  for (const arrived of [true, false]) {
    const only = { ...target, head: arrived ? head : "d".repeat(40) };
    const sentBefore = github.sent.length;
    github.answers("PATCH", runPath);
    github.refuses("PATCH", runPath, 404);
    await expect(addAnnotations(only, run(), output(80))).rejects.toThrow("Refused");
    if (!arrived) github.answers("PATCH", runPath);
    await addAnnotations(only, run({ annotationsCount: arrived ? 80 : 50 }), output(80));
    const patches = github.sent.slice(sentBefore).length;
    expect(patches).toBe(arrived ? 2 : 3);
  }
});

test("marks that a lost database forgot are not sent again", async () => {
  github.answers("PATCH", runPath);
  await addAnnotations(target, run({ annotationsCount: 50 }), output(60));
  expect(marksIn(0)?.[0]).toBe("Mark 50");
});

test("the conclusion is written with the text, to twins as well, and not when GitHub has it already", async () => {
  github.answers("PATCH", "/repos/acme/shop/check-runs/5");
  github.answers("PATCH", runPath);
  await concludeCheckRun(target, run({ twins: [5] }), output(), false);
  expect(github.sent[1]?.body).toMatchObject({ status: "completed", conclusion: "action_required" });
  const { conclusion, title, summary } = output();
  const same = run({ conclusion, title, summary });
  await concludeCheckRun(target, same, output(), false);
  github.answers("PATCH", runPath);
  await concludeCheckRun(target, same, output(), true);
  github.verify();
});
