import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import { readCodeowners, readPolicy } from "../../src/github/policy-source.ts";
import type { Core } from "../../src/github/ports.ts";
import type { Tree } from "../../src/kubernetes/tree.ts";
import { memoryTree } from "../support/memory-tree.ts";
import { type DocumentedGitHub, documentedGitHub } from "./documented-github.ts";
import { at } from "./live.ts";

const shared = "/repos/acme/.github/contents/.github%2Fgatewarden.yaml";

let github: DocumentedGitHub;
beforeEach(() => {
  nock.disableNetConnect();
  github = documentedGitHub();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

// Says which text was read from where, instead of judging it.
const core = {
  parsePolicy: (text: string, file: string) => ({ kind: "invalid", problems: [], sha: `${file}: ${text}` }),
  defaultPolicy: { kind: "invalid", problems: [], sha: "default" },
} as unknown as Core;

const read = async (tree: Tree) => {
  const policy = await readPolicy(github.octokit, at, tree, "tip", core);
  return policy.kind === "invalid" ? policy.sha : "";
};

test("the policy of the base branch comes first", async () => {
  const tree = memoryTree({ tip: { ".github/gatewarden.yaml": "version: 1" } });
  expect(await read(tree)).toBe(".github/gatewarden.yaml: version: 1");
});

test("without one, the organisation's holds", async () => {
  github.answers("GET", shared, (example) => ({
    ...[example].flat()[0],
    type: "file",
    encoding: "base64",
    content: Buffer.from("version: 1").toString("base64"),
  }));
  expect(await read(memoryTree({ tip: {} }))).toBe("acme/.github:.github/gatewarden.yaml: version: 1");
});

test("without either, the built-in default holds", async () => {
  github.refuses("GET", shared, 404);
  expect(await read(memoryTree({ tip: {} }))).toBe("default");
});

test("an error is not the absence of a policy", async () => {
  github.refuses("GET", shared, 403);
  await expect(read(memoryTree({ tip: {} }))).rejects.toThrow("Refused");
});

test("a policy that cannot be read is not the absence of a policy", async () => {
  const tree = memoryTree({ tip: { ".github/gatewarden.yaml": "version: 1" } });
  const broken: Tree = {
    list: (commit) => tree.list(commit),
    async *read(ids) {
      for (const blobId of ids) yield { kind: "missing", blobId };
    },
  };
  await expect(read(broken)).rejects.toThrow("cannot be read");
});

test("CODEOWNERS is read where GitHub looks for it", async () => {
  const files = { "docs/CODEOWNERS": "* @a", CODEOWNERS: "* @b", ".github/CODEOWNERS": "* @c" };
  expect(await readCodeowners(memoryTree({ tip: files }), "tip")).toBe("* @c");
  expect(await readCodeowners(memoryTree({ tip: { "docs/CODEOWNERS": "* @a" } }), "tip")).toBe("* @a");
  expect(await readCodeowners(memoryTree({ tip: {} }), "tip")).toBeNull();
});
