// Writes everything that is derived: shelf indexes, rule pages, the controllers, the policy schema, the CLI reference.
//   npm run generate              write
//   npm run generate -- --check   change nothing, exit 1 naming stale files
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { fromSource } from "./build/from-source.js";
import { cliReference } from "./generate/cli-reference.js";
import { controllerPage } from "./generate/controller-page.js";
import { rulePages } from "./generate/rule-pages.js";
import { shelfIndexes } from "./generate/shelves.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const checkOnly = process.argv.includes("--check");
const stale = [];

// Indexes first: they only need the folders, and the build needs them.
settle(shelfIndexes(root));
if (process.argv.includes("--indexes")) process.exit(0);
const pages = await documentation();
settle(pages);
removeRetired("docs/rules", pages);

if (stale.length > 0) {
  console.error(`Stale generated files (run \`npm run generate\`):\n${stale.map((path) => `  ${path}\n`).join("")}`);
  process.exit(1);
}

async function documentation() {
  const source = await fromSource("generate", [
    "rules/all-rules.ts",
    "rules/pci-dss.ts",
    "rules/severity-modifiers.ts",
    "rules/example-files.ts",
    "review/policy-schema.ts",
    "cli/program.ts",
    "analysis/exposure/controllers/index.ts",
  ]);
  const { allRules: rules, pciTitles, modifiers, textOfExample, policyFileSchema, createProgram, controllers } = source;
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
