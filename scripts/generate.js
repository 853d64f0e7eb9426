// Writes everything that is derived: shelf indexes, rule pages, the controllers, the policy schema, the CLI reference.
//   npm run generate              write
//   npm run generate -- --check   change nothing, exit 1 naming stale files
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { cliReference } from "./generate/cli-reference.js";
import { controllerPage } from "./generate/controller-page.js";
import { rulePages } from "./generate/rule-pages.js";
import { shelfIndexes } from "./generate/shelves.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = ".cache/generate";
const checkOnly = process.argv.includes("--check");
const stale = [];

// Indexes first: they only need the folders, and the build needs them.
settle(shelfIndexes(root));
if (process.argv.includes("--indexes")) process.exit(0);
build();
const pages = await documentation();
settle(pages);
removeRetired("docs/rules", pages);

if (stale.length > 0) {
  console.error(`Stale generated files (run \`npm run generate\`):\n${stale.map((path) => `  ${path}\n`).join("")}`);
  process.exit(1);
}

/** Compiles into a folder of its own, so that documentation is never made from a stale `dist`. */
function build() {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--outDir", output, "--sourceMap", "false"];
  const { status } = spawnSync(process.execPath, [compiler, ...options], { cwd: root, stdio: "inherit" });
  // The program finds its version beside the folder that it is compiled into.
  copyFileSync(join(root, "package.json"), join(root, output, "..", "package.json"));
  // What does not fit is the business of `npm run types`; what could be compiled can be documented.
  if (status !== 0) console.error("The build reports errors: the documentation may lag behind.");
}

async function documentation() {
  const { allRules: rules } = await compiled("rules/all-rules.js");
  const { pciTitles } = await compiled("rules/pci-dss.js");
  const { modifiers } = await compiled("rules/severity-modifiers.js");
  const { textOfExample } = await compiled("rules/example-files.js");
  const { policyFileSchema } = await compiled("review/policy-schema.js");
  const { createProgram } = await compiled("cli/program.js");
  const { controllers } = await compiled("analysis/exposure/controllers/index.js");
  const pages = rulePages({ rules, pciTitles, modifiers, textOfExample });
  pages.set("docs/policy.schema.json", `${JSON.stringify(policySchema(policyFileSchema), null, 2)}\n`);
  pages.set("docs/cli.md", cliReference(await createProgram()));
  pages.set("docs/controllers.md", controllerPage(controllers));
  return pages;
}

/** For editors: what people write, before defaults are filled in. */
function policySchema(schema) {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { $schema, title: "Policy of gatewarden (.github/gatewarden.yaml)", ...rest };
}

/** @param {string} path below src/, compiled */
function compiled(path) {
  return import(pathToFileURL(join(root, output, path)).href);
}

/** @param {Map<string, string>} files */
function settle(files) {
  for (const [path, text] of files) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    if (checkOnly) stale.push(path);
    else write(file, text);
  }
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A page whose rule is gone would promise a check that nobody runs. */
function removeRetired(folder, pages) {
  if (!existsSync(join(root, folder))) return;
  for (const file of readdirSync(join(root, folder))) {
    const path = `${folder}/${file}`;
    if (pages.has(path)) continue;
    if (checkOnly) stale.push(path);
    else rmSync(join(root, path));
  }
}
