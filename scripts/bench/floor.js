// The least that a review has to do: list both trees and read the same blobs with git. Usage: floor.js REPO BASE HEAD
import { spawn } from "node:child_process";

const [directory, ...commits] = process.argv.slice(2);
const manifests = /\.(ya?ml|json)$/;

const lists = await Promise.all(commits.map((commit) => output(["ls-tree", "-r", "-z", "--full-tree", commit])));
const ids = new Set();
for (const list of lists) {
  for (const line of list.toString("utf8").split("\0")) {
    const tab = line.indexOf("\t");
    if (tab > 0 && manifests.test(line)) ids.add(line.slice(tab - 40, tab));
  }
}
const blobs = await output(["cat-file", "--batch", "--buffer"], [...ids].join("\n"));
console.log(`${ids.size} blobs, ${blobs.length} bytes`);

function output(args, input) {
  return new Promise((resolve, reject) => {
    const child = spawn("git", ["-C", directory, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Error(`git ${args[0]}: ${code}`)),
    );
    child.stdin.end(input);
  });
}
