// Scaffolds a rule:  npm run new-rule -- TOPIC ID
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exportedName, shelves } from "./generate/shelves.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const topics = ["exposure", "access", "privilege", "connectivity", "coverage", "control"];
const [topic, id] = process.argv.slice(2);

if (!topic || !id) stop(`usage: npm run new-rule -- ${topics.join("|")} ID`);
if (!topics.includes(topic)) stop(`unknown topic "${topic}": choose one of ${topics.join(", ")}`);
if (!/^[a-z]+(-[a-z0-9]+)+$/.test(id))
  stop(`"${id}" is no rule id: say in the past tense what a pull request did, in lower case with dashes (tls-removed)`);
for (const { folder } of shelves.filter(({ folder }) => folder.startsWith("src/rules/")))
  if (existsSync(join(root, folder, `${id}.ts`))) stop(`${folder}/${id}.ts exists already`);

const file = `src/rules/${topic}/${id}.ts`;
writeFileSync(join(root, file), ruleFile());
execFileSync(process.execPath, [join(root, "scripts/generate.js"), "--indexes"], { stdio: "inherit" });
console.log(
  `Wrote ${file}. Write its examples first, watch them fail: npm run jest -- test/rules/examples.test.ts -t ${id}`,
);

function ruleFile() {
  return `import { defineRule } from "../rule.ts";

export const ${exportedName(id)} = defineRule({
  id: "${id}",
  title: "",
  topic: "${topic}",
  severity: "medium",
  pci: [],
  why: "",
  whatToDo: "",

  check() {
    return undefined;
  },

  examples: [
    {
      title: "The case that must be reported",
      events: ["the message it causes"],
      diff: \`
        -apiVersion: v1
        +apiVersion: v1\`,
    },
    {
      title: "A near miss",
      events: [],
      diff: \`
        -apiVersion: v1
        +apiVersion: v1\`,
    },
  ],
});
`;
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
