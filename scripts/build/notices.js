import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of the packages that a bundle holds, which ask to be passed on with it.
 *
 * @param {string} root of the project
 * @param {Readonly<Record<string, unknown>>} inputs of esbuild's metafile, by path
 * @returns {string} one section for each package
 * @throws if a package has no licence file
 */
export function notices(root, inputs) {
  const folders = Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      if (!file) throw new Error(`${folder} has no licence file to pass on`);
      return `${name} ${version}\n\n${readFileSync(join(root, folder, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
