import { expect, test } from "@jest/globals";
import type { Command } from "commander";
import { createProgram } from "../../src/cli/program.ts";
import { reportFormats } from "../../src/reports/formats/index.ts";
import { ruleById } from "../../src/rules/all-rules.ts";
import { firstColumn, page, pages, read, section } from "./documents.ts";

const program = await createProgram();
const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };

/** Everything that a reader could copy into a terminal, one line each, with the page it stands on. */
const lines = pages.flatMap(({ path, spans, blocks }) => [
  ...spans.map((line) => ({ path, line })),
  ...blocks
    .filter(({ language }) => language === "" || language === "sh")
    .flatMap(({ code }) => code.split("\n").map((line) => ({ path, line: line.replace(/#.*$/, "") }))),
]);

test("every npm script that a page names exists", () => {
  const named = lines.flatMap(({ path, line }) =>
    [...line.matchAll(/\bnpm run (?:-s )?([\w-]+)/g)].map(([, script = ""]) => ({ path, script })),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ script }) => !Object.hasOwn(scripts, script))).toEqual([]);
});

test("every command that a page names exists, with its options", () => {
  const named = lines.flatMap(({ path, line }) => calls(line).map((words) => ({ path, words })));
  expect(named.length).toBeGreaterThan(15);
  expect(named.flatMap(({ path, words }) => problemOf(words).map((problem) => `${path}: ${problem}`))).toEqual([]);
});

test("options that the command line guide names by themselves exist", () => {
  const known = leaves(program).flatMap(optionsOf);
  const named = page("docs/guide/command-line.md").spans.filter((span) => span.startsWith("--"));
  expect(named.filter((span) => !known.includes(span.split(/[ =]/)[0] ?? ""))).toEqual([]);
  expect(named).toContain("--base");
});

test("README and guide list the formats that there are", () => {
  const ids = reportFormats.map(({ id }) => id).sort();
  expect(firstColumn(section("docs/guide/command-line.md", "Formats")).slice(1).sort()).toEqual(ids);
  const [, listed = ""] = /`--format ([\w|]+)`/.exec(page("README.md").text) ?? [];
  expect(listed.split("|").sort()).toEqual(ids);
});

/** The words after each `gatewarden` that is called in a line; `/gatewarden` is a comment on GitHub. */
function calls(line: string): string[][] {
  return [...line.matchAll(/(?<![\w/.@-])gatewarden ((?:[a-z]|--)[^&|;]*)/g)].map(([, rest = ""]) =>
    rest.trim().split(/\s+/),
  );
}

function problemOf(words: readonly string[]): string[] {
  let command = program;
  let rest = words;
  for (let next = childOf(command, rest[0]); next; next = childOf(command, rest[0])) {
    command = next;
    rest = rest.slice(1);
  }
  if (command.commands.length > 0) return [`\`${words.join(" ")}\` is no command`];
  const unknown = rest.filter((word) => word.startsWith("-") && !optionsOf(command).includes(word.split("=")[0] ?? ""));
  const [id = ""] = rest;
  if (command.name() === "explain" && /^[a-z]/.test(id) && !ruleById(id)) return [`there is no rule ${id}`];
  return unknown.map((word) => `\`${words.join(" ")}\`: ${word} is no option`);
}

function childOf(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find((child) => child.name() === name);
}

function optionsOf(command: Command): string[] {
  return command.options.flatMap(({ long }) => (long ? [long] : []));
}

function leaves(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}
