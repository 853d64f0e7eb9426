// Lets a plain Node process run the sources, as jest does in its own: `node --import ./typescript-loader.js serve.js`.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";
import { transform } from "@swc/core";

// Node loads this module a second time, in the thread that runs the hooks.
if (isMainThread) register(import.meta.url);

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  if (!/\.tsx?$/.test(url)) return nextLoad(url, context);
  const { code } = await transform(await readFile(new URL(url), "utf8"), {
    jsc: { target: "es2023", parser: { syntax: "typescript", tsx: url.endsWith("x") } },
    module: { type: "es6" },
    sourceMaps: "inline",
    filename: url,
  });
  return { format: "module", shortCircuit: true, source: code };
}
