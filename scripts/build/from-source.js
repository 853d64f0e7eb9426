import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle, root } from "./bundle.js";

/**
 * Modules of src/ as they are now, compiled into a folder of their own: nothing is ever made from, or measured with, a stale
 * build.
 *
 * @param {string} name of who asks, whose folder it is
 * @param {readonly string[]} modules below src/
 * @returns {Promise<object>} everything that they export, by name
 */
export async function fromSource(name, modules) {
  const folder = join(".cache", name, "built");
  await bundle(modules, folder);
  // The program finds its version beside the folder that it is compiled into.
  copyFileSync(join(root, "package.json"), join(root, folder, "..", "package.json"));
  const paths = modules.map((module) => join(root, folder, module.replace(/\.tsx?$/, ".js")));
  const exported = await Promise.all(paths.map((path) => import(pathToFileURL(path).href)));
  return Object.assign({}, ...exported);
}
