import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Checkout, newCheckout } from "../support/checkout.ts";

// The program as users start it: compiled, from another folder, in a process of its own.
let folder: string;
let checkout: Checkout;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatewarden-main-"));
  spawnSync(process.execPath, ["scripts/build.js", join(folder, "dist")], { encoding: "utf8" });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  symlinkSync(resolve("package.json"), join(folder, "package.json"));
  checkout = newCheckout();
  checkout.commit({ "role.yaml": role("get") });
  checkout.git("switch", "-q", "-c", "feature");
  checkout.commit({ "role.yaml": role("'*'") });
}, 60_000);
afterAll(() => {
  checkout.remove();
  rmSync(folder, { recursive: true });
});

function run(command: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-o", "pipefail", "-c", command], {
    cwd: checkout.directory,
    env: { PATH: process.env.PATH, MAIN: join(folder, "dist/cli/main.js"), ...env },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const role = (verb: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [secrets], verbs: [${verb}] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: reader }
subjects: [{ kind: Group, name: ops, apiGroup: rbac.authorization.k8s.io }]
roleRef: { kind: ClusterRole, name: reader, apiGroup: rbac.authorization.k8s.io }
`;

describe("the compiled program", () => {
  test("reviews a repository and ends with 1 when something needs a review", () => {
    const { status, stdout, stderr } = run("node $MAIN review --format json");
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ schema: "gatewarden.review/v1", verdict: "needs-review" });
  });

  test("is quiet when nobody reads on", () => {
    expect(run("node $MAIN review --format json | head -c 1")).toMatchObject({ stdout: "{", stderr: "" });
  });

  test("removes its temporary folder when it is interrupted", async () => {
    const temporary = join(folder, "tmp");
    mkdirSync(temporary);
    const large = newCheckout();
    const count = 3_000;
    const roles = Array.from({ length: count }, (_, index) => [`roles/${index}.yaml`, role(`v${index}`)]);
    large.commit(Object.fromEntries(roles));
    large.commit({ "roles/0.yaml": role("'*'") });
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      const review = spawn(process.execPath, [join(folder, "dist/cli/main.js"), "review", "--base", "HEAD~1"], {
        cwd: large.directory,
        env: { PATH: process.env.PATH, TMPDIR: temporary },
        stdio: "ignore",
      });
      const ended = once(review, "exit");
      while (readdirSync(temporary).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      review.kill(signal);
      expect(await ended).toEqual([code, null]);
      expect(readdirSync(temporary)).toEqual([]);
    }
    large.remove();
  }, 60_000);

  test("loads neither the server nor the schema library for a review", () => {
    // A loader that names every module on standard error as it is resolved.
    const hook = `import { writeSync } from "node:fs";
    export async function resolve(name, context, next) {
      const found = await next(name, context);
      writeSync(2, found.url + "\\n");
      return found;
    }`;
    const register = `import { register } from "node:module"; register("data:text/javascript," + encodeURIComponent(${JSON.stringify(hook)}));`;
    const { stderr } = run('node --import "$HOOK" $MAIN review', {
      HOOK: `data:text/javascript,${encodeURIComponent(register)}`,
    });
    const loaded = [...stderr.matchAll(/^file:.*\/dist\/.*$/gm)].map(([url]) => readFileSync(new URL(url), "utf8"));
    expect(loaded.length).toBeGreaterThan(3);
    // Bundled files say in comments what they hold.
    const texts = [stderr, ...loaded].join("\n");
    const packages = new Set([...texts.matchAll(/node_modules\/((?:@[^/]+\/)?[^/\s]+)\//g)].map(([, name]) => name));
    expect(packages).toContain("yaml");
    for (const heavy of ["zod", "probot", "hono", "kysely", "libsql", "pg"]) expect(packages).not.toContain(heavy);
  });
});
