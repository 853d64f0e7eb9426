import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Checkout, newCheckout } from "../../support/checkout.ts";
import { runCommand } from "../../support/run-command.ts";

const ingress = (host: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: edge
  rules: [{ host: ${host}, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`;

const policy = `version: 1
controllers: { edge: { controller: ingress-nginx, reach: internet } }
zones: { cde: { namespaces: [shop] } }
maintainers: { edge: { users: [alice] } }
reviews: [{ approvals: 1, from: [edge] }]
`;

let checkout: Checkout;
let first: string;

beforeAll(async () => {
  checkout = newCheckout();
  first = checkout.commit({ "web.yaml": ingress("old.example.com") });
  checkout.commit({
    "web.yaml": ingress("new.example.com"),
    CODEOWNERS: "* @ann\n",
    ".github/gatewarden.yaml": policy,
  });
  // The engine is loaded when the first inventory is taken, which takes a while.
  await inventory();
}, 60_000);
afterAll(() => checkout.remove());

const inventory = (...args: readonly string[]) => runCommand(["inventory", ...args], { cwd: checkout.directory });

describe("gatewarden inventory", () => {
  test("lists what HEAD declares, with the owners and the policy of that commit", async () => {
    const { exitCode, stdout, stderr } = await inventory("--format", "json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { exposures, date } = JSON.parse(stdout);
    expect(exposures).toMatchObject([{ host: "new.example.com", reach: "internet", zones: ["cde"], owners: ["@ann"] }]);
    expect(Date.parse(date)).toBe(Number(checkout.git("log", "-1", "--format=%ct")) * 1000);
  });

  test("lists what another commit declared", async () => {
    const { stdout } = await inventory("--at", first, "--format", "csv");
    expect(stdout).toContain("old.example.com");
    expect(stdout).not.toContain("new.example.com");
  });

  test("says the same again, byte by byte", async () => {
    const [one, other] = [await inventory("--format", "markdown"), await inventory("--format", "markdown")];
    expect(one.stdout).toBe(other.stdout);
  });

  test("is for people unless something else is asked for", async () => {
    const { stdout } = await inventory();
    expect(stdout).toMatch(/^Inventory of [0-9a-f]{7}, \d{4}-\d{2}-\d{2}\n {2}ways in {3}1 host: 1 from the internet;/);
  });

  test("can be written to a file", async () => {
    const { stdout, exitCode } = await inventory("--format", "csv", "--output", "list.csv");
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
    expect(readFileSync(join(checkout.directory, "list.csv"), "utf8")).toMatch(/^section,kind,/);
  });

  test("takes another policy from a file", async () => {
    checkout.write("try.yaml", policy.replace("internet", "private-network"));
    const { stdout } = await inventory("--policy", "try.yaml", "--format", "json");
    expect(JSON.parse(stdout).exposures[0].reach).toBe("private-network");
  });
});

describe("what is wrong is said in a line", () => {
  test.each([
    ["an unknown revision", ["--at", "nowhere"], /^error: unknown revision "nowhere"$/m],
    ["a policy that is not there", ["--policy", "none.yaml"], /^error: there is no policy file none\.yaml$/m],
    [
      "a policy that makes no sense",
      ["--policy", "web.yaml"],
      /^error: the policy cannot be applied: web\.yaml:1:1: /m,
    ],
    ["a folder that is no repository", ["--repo", "/"], /^error: .*is not a git repository/m],
    ["a format that does not exist", ["--format", "pdf"], /^error: .*pdf/m],
  ])("%s", async (_, args, message) => {
    const { exitCode, stdout, stderr } = await inventory(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("a file that cannot be written", async () => {
    const { exitCode, stderr } = await inventory("--output", "no/such/folder.csv");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: cannot write no\/such\/folder\.csv: /m);
    expect(existsSync(join(checkout.directory, "no"))).toBe(false);
  });
});
