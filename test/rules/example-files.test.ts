import { expect, test } from "@jest/globals";
import { filesOfExample, textOfExample } from "../../src/rules/example-files.ts";

test("a diff gives both states of a file", () => {
  const diff = `
     kind: Ingress
    -host: a
    +host: b
  `;
  expect(filesOfExample(diff)).toEqual({
    before: { "manifest.yaml": "kind: Ingress\nhost: a\n" },
    after: { "manifest.yaml": "kind: Ingress\nhost: b\n" },
  });
});

test("a file without lines on one side does not exist there", () => {
  const diff = `
    @@ added.yaml
    +kind: Role
    @@ deleted.yaml
    -kind: Role
    @@ same.yaml
     kind: Role`;
  const { before, after } = filesOfExample(diff);
  expect(Object.keys(before)).toEqual(["deleted.yaml", "same.yaml"]);
  expect(Object.keys(after)).toEqual(["added.yaml", "same.yaml"]);
});

test("a removed document marker keeps its dashes", () => {
  expect(filesOfExample("\n ---\n----\n+a: 1\n").before).toEqual({ "manifest.yaml": "---\n---\n" });
});

test("a line without a sign is a mistake", () => {
  expect(() => filesOfExample("\n+kind: Role\nname: a\n")).toThrow('starts with " ", "+", "-" or "@@ "');
});

test("the shown diff has no indentation of its own", () => {
  expect(textOfExample("\n      @@ a.yaml\n       a: 1\n\n      +b: 2\n    ")).toBe("@@ a.yaml\n a: 1\n\n+b: 2");
});
