import { expect, test } from "@jest/globals";
import { Leases } from "../../src/storage/leases.ts";
import { describeOnBothEngines } from "./engines.ts";

describeOnBothEngines("a lease", (open) => {
  test("has one owner until it ends", async () => {
    const leases = new Leases((await open()).db);
    expect(await leases.take("head", "a", 0, 100)).toBe(true);
    expect(await leases.take("head", "b", 99, 200)).toBe(false);
    expect(await leases.take("head", "b", 100, 200)).toBe(true);
    expect(await leases.renew("head", "a", 300)).toBe(false);
  });

  test("is free after its owner gave it back, and only then", async () => {
    const leases = new Leases((await open()).db);
    await leases.take("head", "a", 0, 100);
    await leases.release("head", "b");
    expect(await leases.take("head", "b", 1, 200)).toBe(false);
    await leases.release("head", "a");
    expect(await leases.take("head", "b", 1, 200)).toBe(true);
  });
});
