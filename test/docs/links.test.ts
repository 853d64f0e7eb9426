import { existsSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { codeownersPaths, policyPaths } from "../../src/analysis/control/control-files.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { list, pages, root } from "./documents.ts";

// Files of the reader's own repository or server.
const folders = ["mirrors/", "dist/", "staging/", "production/"];
const elsewhere = new Set([...policyPaths, ...codeownersPaths, ...folders, "index.ts"]);

describe.each(pages.map((page) => [page.path, page] as const))("%s", (path, { links, spans }) => {
  test("every link leads to a file", () => {
    expect(links.filter((link) => !existsSync(new URL(link, new URL(path, root))))).toEqual([]);
  });

  test("every path that it names exists", () => {
    expect(spans.filter((span) => isPath(span) && !exists(span))).toEqual([]);
  });
});

test("pages with links and paths were looked at", () => {
  expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(30);
  expect(pages.flatMap(({ spans }) => spans.filter(isPath)).length).toBeGreaterThan(30);
});

test("every rule has a page, and every page a rule", () => {
  const documented = list("docs/rules").filter((name) => name !== "README.md");
  expect(documented).toEqual(allRules.map(({ id }) => `${id}.md`).sort());
});

/** `src/a/b.ts`, `docs/`, `app.yml`, `rules/<topic>/`: what begins with a folder of ours, or looks like a file. */
function isPath(span: string): boolean {
  if (elsewhere.has(span) || /[\s:*{}$…]/.test(span)) return false;
  return /^(src|test|docs|scripts|\.ci|\.github)\//.test(span) || /^[\w.-]+\/$/.test(span) || isFile(span);
}

function isFile(span: string): boolean {
  return /^[\w./<>-]+\.(ts|tsx|js|md|ya?ml|json)$/.test(span);
}

/** Short names are meant from `src/`, or from the folder of routes. `<placeholders>` stand for one part of a path. */
function exists(span: string): boolean {
  return [span, `src/${span}`, `src/analysis/exposure/${span}`].some((path) =>
    existsBelow("", path.split("/").filter(Boolean)),
  );
}

function existsBelow(folder: string, [part, ...rest]: readonly string[]): boolean {
  if (part === undefined) return true;
  if (!existsSync(new URL(folder || ".", root))) return false;
  const pattern = new RegExp(`^${part.replaceAll(".", "\\.").replaceAll(/<[\w-]+>/g, "[\\w-]+")}$`);
  const candidates = part.includes("<") ? list(folder || ".").filter((name) => pattern.test(name)) : [part];
  return candidates.some((name) => existsSync(new URL(folder + name, root)) && existsBelow(`${folder}${name}/`, rest));
}

test("the table of ARCHITECTURE.md names every folder of src", () => {
  const named = pages.find(({ path }) => path === "ARCHITECTURE.md")?.text.matchAll(/^\| `([\w-]+)\/`/gm) ?? [];
  expect([...named].map(([, name = ""]) => name).sort()).toEqual(list("src").filter((name) => !name.includes(".")));
});
