import { expect, test } from "@jest/globals";
import { releaseLease, renewLease, takeLease } from "../../src/storage/leases.ts";
import { describeOnBothEngines } from "./engines.ts";

describeOnBothEngines("a lease", (open) => {
  test("has one owner until it ends", async () => {
    const { db } = await open();
    expect(await takeLease(db, "head", "a", 0, 100)).toBe(true);
    expect(await takeLease(db, "head", "b", 99, 200)).toBe(false);
    expect(await takeLease(db, "head", "b", 100, 200)).toBe(true);
    expect(await renewLease(db, "head", "a", 300)).toBe(false);
  });

  test("is free after its owner gave it back, and only then", async () => {
    const { db } = await open();
    await takeLease(db, "head", "a", 0, 100);
    await releaseLease(db, "head", "b");
    expect(await takeLease(db, "head", "b", 1, 200)).toBe(false);
    await releaseLease(db, "head", "a");
    expect(await takeLease(db, "head", "b", 1, 200)).toBe(true);
  });
});
