import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { notices } from "./notices.js";

/** Packages that only the server needs, some with native parts. */
const serverPackages = ["@hono/node-server", "hono", "kysely", "libsql", "pg", "probot"];

export const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Compiles modules with everything of ours that they import into few files, which start in a fraction of the time that a
 * thousand take. What is imported on demand stays apart. Every file lies one folder below `folder`, as its sources lie one
 * folder below src/, so that `../` in an `import.meta.url` means the same in both.
 *
 * @param {readonly string[]} modules below src/, for example `cli/main.ts`
 * @param {string} folder emptied of what is not of this build
 */
export async function bundle(modules, folder) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: modules.map((module) => join("src", module)),
    outbase: "src",
    outdir: folder,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    external: serverPackages,
    // Bundled CommonJS packages ask for Node's own modules this way.
    banner: {
      js: `import { createRequire as ofModule } from "node:module"; const require = ofModule(import.meta.url);`,
    },
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "warning",
    write: false,
    metafile: true,
  });
  const licences = {
    path: join(resolve(root, folder), "third-party-licences.txt"),
    contents: notices(root, metafile.inputs),
  };
  const files = [...outputFiles, licences];
  const written = new Set(files.map(({ path }) => path));
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  removeOthers(resolve(root, folder), written);
}

/** Files of an earlier build would otherwise be packed and kept for ever. */
function removeOthers(folder, kept) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) {
      if (!kept.has(path)) rmSync(path);
      continue;
    }
    removeOthers(path, kept);
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}
