import { readdirSync, readFileSync } from "node:fs";

/** The repository's folder, with a slash at the end. */
export const root = new URL("../../", import.meta.url);

/** A page that people wrote, cut into what a test can check. */
export interface WrittenPage {
  readonly path: string;
  readonly text: string;
  /** Content of code spans: between single backticks, outside code blocks. */
  readonly spans: readonly string[];
  /** Code blocks, fenced ones with their language and indented ones with none. */
  readonly blocks: readonly { readonly language: string; readonly code: string }[];
  /** Targets of links and images that lead to files of the repository, without their anchors. */
  readonly links: readonly string[];
}

export const guide: readonly string[] = list("docs/guide").map((name) => `docs/guide/${name}`);

export const pages: readonly WrittenPage[] = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/exposure.md",
  "docs/glossary.md",
  "docs/kinds.md",
  ...guide,
  ...list("docs/decisions").map((name) => `docs/decisions/${name}`),
].map(readPage);

export function page(path: string): WrittenPage {
  const found = pages.find((one) => one.path === path);
  if (!found) throw new Error(`there is no page ${path}`);
  return found;
}

export function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

export function list(folder: string): string[] {
  return readdirSync(new URL(folder, root)).sort();
}

/** What stands between backticks in the first column of all tables of a text, one item for each code span. */
export function firstColumn(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span));
}

/** The part of a page below a heading, up to the next heading of any level. */
export function section(path: string, heading: string): string {
  const [, after] = page(path).text.split(new RegExp(`^#+ ${heading}\\n`, "m"));
  if (after === undefined) throw new Error(`${path} has no heading ${heading}`);
  return after.split(/^#/m)[0] ?? "";
}

/** The strings of a union type as the source declares it: types are gone when tests run. */
export function unionIn(path: string, name: string): string[] {
  const [, body = ""] = new RegExp(`export type ${name} =([^;]+);`).exec(read(path)) ?? [];
  return [...body.matchAll(/"([^"]+)"/g)].map(([, member = ""]) => member).sort();
}

function readPage(path: string): WrittenPage {
  const text = read(path);
  const fenced = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({
    language,
    code,
  }));
  const prose = text.replace(/^```.*?^```$/gms, "");
  const indented = [...prose.matchAll(/(?:^ {4}\S.*\n?)+/gm)].map(([code]) => ({ language: "", code }));
  const words = prose.replace(/^ {4}\S.*$/gm, "");
  return {
    path,
    text,
    spans: [...words.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span),
    blocks: [...fenced, ...indented],
    links: [...words.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = ""]) => target.replace(/#.*$/, ""))
      .filter((target) => target !== "" && !/^[a-z]+:/.test(target)),
  };
}
