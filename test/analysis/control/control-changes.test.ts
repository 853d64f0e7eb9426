import { describe, expect, test } from "@jest/globals";
import { eventsBetween } from "../../support/review-example.ts";

describe("control files", () => {
  test.each([".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"])("%s has owners", async (path) => {
    expect(await rules({ [path]: "* @a\n" }, { [path]: "* @b\n" })).toEqual(["codeowners-changed"]);
  });

  test("the order of CODEOWNERS counts, because the last match decides", async () => {
    const events = await eventsBetween({ CODEOWNERS: "* @a\n/x @b\n" }, { CODEOWNERS: "/x @b\n* @a\n" });
    expect(events.map(({ message }) => message)).toEqual(["`CODEOWNERS` changed: order of entries"]);
  });

  test("a policy that turns into a symlink changes, whatever it leads to", async () => {
    const path = ".github/gatewarden.yaml";
    const events = await eventsBetween(
      { [path]: "version: 1\n" },
      { [path]: { mode: "symlink", content: "version: 1\n" } },
    );
    expect(events.map(({ rule }) => rule)).toContain("policy-changed");
  });

  test("a policy that cannot be read any more changes", async () => {
    const path = ".github/gatewarden.yaml";
    expect(await rules({ [path]: "version: 1\n" }, { [path]: new Uint8Array([0xff, 0, 0xff, 0, 1]) })).toContain(
      "policy-changed",
    );
  });

  test("a policy elsewhere is no policy", async () => {
    expect(await rules({ "gatewarden.yaml": "version: 1\n" }, { "gatewarden.yaml": "version: 2\n" })).toEqual([]);
  });

  test("a workflow that drops gatewarden changes the gate", async () => {
    const path = ".github/workflows/ci.yml";
    expect(await rules({ [path]: "run: gatewarden review\n" }, { [path]: "run: echo fine\n" })).toEqual([
      "gate-workflow-changed",
    ]);
  });

  test("a later content of the policy is another effect", async () => {
    const path = ".github/gatewarden.yaml";
    const [one] = await eventsBetween({ [path]: "version: 1\n" }, { [path]: "version: 1\nreviews: []\n" });
    const [other] = await eventsBetween({ [path]: "version: 1\n" }, { [path]: "version: 1\nwaivers: []\n" });
    expect(one?.id).not.toBe(other?.id);
  });

  test("the place is the line that differs", async () => {
    const path = ".github/gatewarden.yaml";
    const [event] = await eventsBetween({ [path]: "version: 1\nviews: []\n" }, { [path]: "version: 1\nviews: [a]\n" });
    expect(event?.locations[0]).toMatchObject({ file: path, line: 2, side: "after" });
  });
});

async function rules(...[before, after]: Parameters<typeof eventsBetween>) {
  return (await eventsBetween(before, after)).map(({ rule }) => rule);
}
