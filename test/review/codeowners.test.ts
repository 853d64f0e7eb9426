import { describe, expect, test } from "@jest/globals";
import { parseCodeowners } from "../../src/review/codeowners.ts";

describe("who owns a file", () => {
  test.each<[fact: string, codeowners: string, path: string, owners: readonly string[] | undefined]>([
    ["a star owns everything", "* @acme/all", "a/b/c.yaml", ["@acme/all"]],
    ["the last line that matches wins", "* @acme/all\n*.yaml @bob", "a/b.yaml", ["@bob"]],
    ["a line without owners takes ownership away", "/apps/ @bob\n/apps/free", "apps/free/x.yaml", []],
    ["no line, no owner", "/apps/ @bob", "docs/x.yaml", undefined],
    ["several owners", "*.yaml @bob @acme/edge eve@example.com", "x.yaml", ["@bob", "@acme/edge", "eve@example.com"]],
    ["a comment may follow the owners", "*.yaml @bob # for now @eve", "x.yaml", ["@bob"]],
    ["a comment may follow a pattern without owners", "* @all\n*.yaml # nobody", "x.yaml", []],
    ["a comment line says nothing", "# * @bob", "x.yaml", undefined],
    ["a leading slash means the root", "/docs/ @bob", "a/docs/x", undefined],
    ["a folder without a slash may be anywhere", "docs/ @bob", "a/docs/b/x", ["@bob"]],
    ["folder/* owns the files right in the folder", "docs/* @bob", "docs/x", ["@bob"]],
    ["folder/* does not reach into folders below", "docs/* @bob", "docs/a/x", undefined],
    ["/* owns the files at the root only", "/* @bob", "a/x", undefined],
    ["/* owns a file at the root", "/* @bob", "x", ["@bob"]],
    ["folder/** reaches everything below", "docs/** @bob", "docs/a/x", ["@bob"]],
    ["**/logs is found at any depth", "**/logs @bob", "a/b/logs/x", ["@bob"]],
    ["letters are case-sensitive", "/Apps/ @bob", "apps/x", undefined],
    ["a backslash keeps a space in the pattern", "/my\\ app/ @bob", "my app/x", ["@bob"]],
    ["hidden files are files", "* @bob", ".github/x", ["@bob"]],
    ["Windows line ends are line ends", "*.md @eve\r\n*.yaml @bob\r\n", "x.yaml", ["@bob"]],
    ["`!` does not take anything back, the line is skipped", "* @bob\n!*.yaml @eve", "x.yaml", ["@bob"]],
    ["`[ ]` is no range, the line is skipped", "* @bob\n[a-z].yaml @eve", "x.yaml", ["@bob"]],
    ["a line with a wrong owner is skipped", "* @bob\n*.yaml eve", "x.yaml", ["@bob"]],
    ["a strange path is no error", "* @bob", "../x", ["@bob"]],
  ])("%s", (_, codeowners, path, owners) => {
    expect(parseCodeowners(codeowners).ownersOf(path)?.owners).toEqual(owners);
  });
});

test("the deciding line is known", () => {
  expect(parseCodeowners("# owners\n* @bob\n").ownersOf("x")?.line).toBe(2);
});

test("skipped lines are reported with their numbers", () => {
  expect(parseCodeowners("* @bob\n!x @bob\n[x] @bob\n\\#x @bob\nx bob\n").problems).toEqual([
    { line: 2, column: 1, message: "a pattern cannot start with `!`" },
    { line: 3, column: 1, message: "a pattern cannot hold `[` or `]`" },
    { line: 4, column: 1, message: "`#` cannot be escaped at the start of a pattern" },
    {
      line: 5,
      column: 1,
      message: "`bob` is not an owner: write @user, @organisation/team or an e-mail address",
    },
  ]);
});

test("a file larger than GitHub loads owns nothing, and says so", () => {
  const read = parseCodeowners(`* @bob\n${"#".repeat(3 * 1024 * 1024)}`);
  expect(read.ownersOf("x")).toBeUndefined();
  expect(read.problems).toHaveLength(1);
});
