import { expect, test } from "@jest/globals";
import { exclusively } from "../../src/github/exclusive.ts";
import { Leases } from "../../src/storage/leases.ts";
import { openDatabase } from "../../src/storage/open-database.ts";

test("under one name, one runs at a time; other names do not wait", async () => {
  const database = await openDatabase({ kind: "memory" });
  const leases = new Leases(database.db);
  const running: string[] = [];
  const run = (name: string, label: string) =>
    exclusively(leases, name, async (stillOurs) => {
      running.push(`${label} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      stillOurs();
      running.push(`${label} ends`);
    });
  await Promise.all([run("head:a", "first"), run("head:a", "second"), run("head:b", "other")]);
  const ofA = running.filter((step) => !step.startsWith("other"));
  expect(ofA).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  expect(running.indexOf("other ends")).toBeLessThan(running.indexOf("second ends"));
  await database.close();
});

test("the name is free again after an error", async () => {
  const database = await openDatabase({ kind: "memory" });
  const leases = new Leases(database.db);
  await expect(exclusively(leases, "x", () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
  expect(await exclusively(leases, "x", async () => "free")).toBe("free");
  await database.close();
});
