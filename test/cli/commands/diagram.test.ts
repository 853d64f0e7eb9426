import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Checkout, newCheckout } from "../../support/checkout.ts";
import { deployment, ingress, service } from "../../support/network-maps.ts";
import { type CommandResult, runCommand } from "../../support/run-command.ts";

const web = deployment("web") + service("web") + ingress("web", "shop.example.com");
const policy =
  "version: 1\nzones:\n  cde: { pci: in-scope, namespaces: [shop] }\nmaintainers:\n  edge: { users: [alice] }\nreviews:\n  - { approvals: 1, from: [edge] }\n";

let checkout: Checkout;
let commits: { readonly base: string; readonly head: string };

const diagram = (...args: string[]): Promise<CommandResult> =>
  runCommand(["diagram", ...args], { cwd: checkout.directory });

beforeAll(() => {
  checkout = newCheckout();
  const base = checkout.commit({ "web.yaml": web, ".github/gatewarden.yaml": policy });
  checkout.git("switch", "-q", "-c", "feature");
  const head = checkout.commit({ "api.yaml": deployment("api") + service("api") + ingress("api", "api.example.com") });
  commits = { base, head };
}, 30_000);
afterAll(() => checkout.remove());

describe("gatewarden diagram", () => {
  test("draws the commit that is checked out, with the zones of its policy", async () => {
    const { exitCode, stdout, stderr } = await diagram();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^flowchart LR\n/);
    expect(stdout).toContain("shop.example.com");
    expect(stdout).toContain("api.example.com");
    expect(stdout).toContain("Zone cde, in scope of PCI DSS");
  });

  test("draws another commit", async () => {
    const { stdout } = await diagram("--at", commits.base);
    expect(stdout).toContain("shop.example.com");
    expect(stdout).not.toContain("api.example.com");
  });

  test("draws what a branch changes", async () => {
    const { stdout } = await diagram("--diff", "--format", "json");
    const { base, head, views } = JSON.parse(stdout);
    expect({ base, head }).toEqual(commits);
    const added = views[0].nodes.filter(({ state }: { state: string }) => state === "added");
    expect(added.map(({ label }: { label: string }) => label).sort()).toEqual(["api", "api", "api.example.com"]);
  });

  test("says so where a branch changes nothing of the network", async () => {
    const { exitCode, stdout } = await diagram("--diff", "--base", commits.head, "--head", commits.head);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Nothing in the network changes.");
  });

  test("draws a bare repository into a file", async () => {
    const bare = join(checkout.directory, "bare.git");
    execFileSync("git", ["clone", "-q", "--bare", checkout.directory, bare], { stdio: "pipe" });
    const { exitCode, stdout, stderr } = await diagram("--repo", bare, "--format", "svg", "--output", "network.svg");
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(checkout.directory, "network.svg"), "utf8")).toMatch(/^<svg /);
  });

  test.each([
    [["--at", "nowhere"], 'unknown revision "nowhere"'],
    [["--repo", "/"], "/"],
    [["--diff", "--at", "main"], "--at draws one commit"],
    [["--base", "main"], "--base and --head belong to --diff"],
    [["--format", "png"], "Allowed choices are mermaid, svg, json"],
    [["--policy", "none.yaml"], "there is no policy file none.yaml"],
    [["--output", "no/such/folder.svg"], "cannot write no/such/folder.svg"],
  ])("%j is a mistake", async (args, message) => {
    const { exitCode, stdout, stderr } = await diagram(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("does not draw under a policy that is not valid", async () => {
    checkout.write("wrong.yaml", "version: 1\nzones: 3\n");
    const { exitCode, stderr } = await diagram("--policy", "wrong.yaml");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/the policy is not valid: wrong\.yaml:2:\d+/);
  });
});
