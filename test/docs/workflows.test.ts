import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { list, pages, read } from "./documents.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
}

const workflows = list(".github/workflows").map((name) => `.github/workflows/${name}`);
const action = parse(read("action.yml")) as { readonly runs: { readonly steps: readonly Step[] } };
const shown = pages.flatMap(({ path, blocks }) =>
  blocks
    .filter(({ language, code }) => language === "yaml" && code.includes("jobs:"))
    .map(({ code }) => [`the workflow in ${path}`, parse(code) as Workflow] as const),
);
const all = [...workflows.map((path) => [path, parse(read(path)) as Workflow] as const), ...shown];

describe.each(all)("%s", (_, workflow) => {
  test("starts with no permissions", () => {
    expect(workflow.permissions).toEqual({});
  });

  test("uses actions by their commit and runs no interpolated text", () => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.flatMap(riskOf)).toEqual([]);
  });
});

test("the action uses actions by their commit and runs no interpolated text", () => {
  expect(action.runs.steps.length).toBeGreaterThan(0);
  expect(action.runs.steps.flatMap(riskOf)).toEqual([]);
});

test("a tag and an interpolated title would be noticed", () => {
  expect(riskOf({ uses: "actions/checkout@v5" })).toHaveLength(1);
  expect(riskOf({ run: `echo "\${{ github.event.pull_request.title }}"` })).toHaveLength(1);
});

/** What an attacker could use. An expression inside of `run` becomes code, whoever wrote what it stands for. */
function riskOf({ uses, run }: Step): string[] {
  // The README tells readers to pin our own action; it cannot know the commit that it is part of.
  const isPinned = uses === undefined || /^\.\/|@[0-9a-f]{40}$/.test(uses) || uses === "gatewarden/gatewarden@main";
  return [...(isPinned ? [] : [`${uses} is not pinned`]), ...(run?.includes("${{") ? [`interpolated: ${run}`] : [])];
}
