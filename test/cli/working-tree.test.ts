import { chmodSync, existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { openWorkingTree } from "../../src/cli/working-tree.ts";
import { type Checkout, newCheckout } from "../support/checkout.ts";

let checkout: Checkout;
beforeAll(() => {
  checkout = newCheckout();
  checkout.commit({ "a.yaml": "a: 1\n", ".gitattributes": "* filter=evil\n" });
});
afterAll(() => checkout.remove());

test("looking for uncommitted changes runs no program that the repository names", async () => {
  const program = join(checkout.directory, ".git/program");
  checkout.write(".git/program", `#!/bin/sh\ntouch '${program}.ran'\ncat\n`);
  chmodSync(program, 0o755);
  for (const key of ["filter.evil.clean", "filter.evil.process", "core.fsmonitor"])
    checkout.git("config", key, program);
  checkout.git("config", "filter.evil.required", "true");
  const tree = openWorkingTree(checkout.directory);

  // Equal size at another time makes git compare the contents.
  utimesSync(join(checkout.directory, "a.yaml"), 1, 1);
  expect(await tree.hasUncommittedChanges()).toBe(false);
  checkout.write("a.yaml", "a: 2\n");
  expect(await tree.hasUncommittedChanges()).toBe(true);
  expect(existsSync(`${program}.ran`)).toBe(false);
});
