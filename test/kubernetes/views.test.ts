import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { View } from "../../src/kubernetes/desired-state.ts";
import { identityOf, type Resource } from "../../src/kubernetes/resource.ts";
import { type PolicyView, viewsOf } from "../../src/kubernetes/views.ts";
import type { MemoryCommit } from "../support/memory-tree.ts";
import { ingress, readBoth, role } from "./support.ts";

async function views(before: MemoryCommit, after: MemoryCommit, policy: readonly PolicyView[] = []) {
  const states = await readBoth(before, after);
  return viewsOf(states.before, states.after, policy);
}

function contents(resources: readonly Resource[]): string[] {
  return resources.map((resource) => `${identityOf(resource)} ${JSON.stringify(resource.data)}`).sort();
}

/** View names, each with the names that only one side has. */
function differences(all: readonly View[]): Record<string, string[]> {
  return Object.fromEntries(
    all.map(({ name, before, after }) => {
      const [left, right] = [contents(before), contents(after)];
      const gone = before.filter((one) => !right.includes(contents([one])[0] ?? ""));
      const come = after.filter((one) => !left.includes(contents([one])[0] ?? ""));
      return [name, [...gone.map((one) => `-${one.name}`), ...come.map((one) => `+${one.name}`)]];
    }),
  );
}

const environments = (...names: string[]): MemoryCommit =>
  Object.fromEntries(names.map((name) => [`envs/${name}/role.yaml`, role("reader")]));

describe("views", () => {
  test("a repository without collisions is one view", async () => {
    const files = { "a/i.yaml": ingress("a"), "b/i.yaml": ingress("b"), "c/i.yaml": ingress("a", "x", "other") };
    expect(differences(await views(files, { ...files, "d.yaml": role("d") }))).toEqual({ "": ["+d"] });
  });

  test("copies of a certificate keep no directories apart, and none of them is lost", async () => {
    const certificate = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: wildcard }\n";
    const files = {
      "a/i.yaml": ingress("a"),
      "a/c.yaml": `${certificate}spec: { secretName: a }\n`,
      "b/c.yaml": `${certificate}spec: { secretName: b }\n`,
      "b/b.yaml": ingress("b"),
    };
    const [view, ...more] = await views(files, { ...files, "c/r.yaml": role("d") });
    expect(more).toEqual([]);
    expect(view?.after.map(({ kind }) => kind).sort()).toEqual([
      "Certificate",
      "Certificate",
      "Ingress",
      "Ingress",
      "Role",
    ]);
  });

  describe("a copy that is put beside an object", () => {
    const shop = (verb: string) => role("reader", verb, "shop");
    const before = { "shop/role.yaml": shop("get") };
    const names = async (files: MemoryCommit, was: MemoryCommit = before) =>
      (await views(was, { ...was, ...files })).map(({ name }) => name);

    test("may be applied over it", async () => {
      const all = differences(await views(before, { ...before, "shop/more.yaml": shop("delete") }));
      expect(all["shop/more.yaml → shop/role.yaml"]).toEqual(["-reader", "+reader"]);
      expect(await names({ "shop/deep/more.yaml": shop("delete") })).toContain("shop/deep/more.yaml → shop/role.yaml");
    });

    test("is for another cluster where the folders stand side by side, or hold variants already", async () => {
      expect(await names({ "other/role.yaml": shop("delete") })).toEqual(["other", "shop"]);
      const variants = { ...before, "shop/small.yaml": shop("list") };
      expect(await names({ "shop/more.yaml": shop("delete") }, variants)).toHaveLength(3);
    });

    test("may get another namespace in a folder below", async () => {
      const unplaced = { "shop/role.yaml": role("reader") };
      expect(await names({ "shop/deep/role.yaml": role("reader", "delete") }, unplaced)).toHaveLength(2);
      expect(await names({ "shop/more.yaml": role("reader", "delete") }, unplaced)).toHaveLength(3);
    });
  });

  test("an environment that is copied shows its objects as new", async () => {
    const prod = { ...environments("prod"), "shared/i.yaml": ingress("shared") };
    const all = await views(prod, { ...prod, ...environments("staging") });
    expect(differences(all)).toEqual({ "envs/prod": [], "envs/staging": ["+reader"] });
    expect(all.map(({ after }) => after.length)).toEqual([2, 2]);
  });

  test("an object of one environment hides no other's", async () => {
    const before = { ...environments("prod", "staging"), "envs/prod/role.yaml": role("reader", "get") };
    const after = { ...before, "envs/prod/role.yaml": role("reader", "'*'") };
    expect(differences(await views(before, after))).toEqual({
      "envs/prod": ["-reader", "+reader"],
      "envs/staging": [],
    });
  });

  test("parts add up: splitting one directory leaves the others whole", async () => {
    const files = {
      ...environments("prod", "staging"),
      "apps/x/i.yaml": ingress("i"),
      "apps/y/i.yaml": ingress("i"),
      "apps/z/r.yaml": role("z"),
    };
    const all = await views(files, { ...files, "new.yaml": role("new") });
    expect(all.map(({ name }) => name)).toEqual(["apps/x", "apps/y", "envs/prod", "envs/staging"]);
    expect(all.every(({ after }) => after.some(({ name }) => name === "z"))).toBe(true);
  });

  test("different objects of one identity in one directory are kept apart by file", async () => {
    const files = { "a/0.yaml": role("reader", "get"), "a/1.yaml": role("reader", "list") };
    expect(differences(await views(files, { ...files, "a/0.yaml": role("reader", "'*'") }))).toEqual({
      "a/0.yaml": ["-reader", "+reader"],
      "a/1.yaml": [],
    });
  });

  test("an equal copy in the same directory changes nothing", async () => {
    expect(
      differences(await views({ "a/0.yaml": role("r") }, { "a/0.yaml": role("r"), "a/1.yaml": role("r") })),
    ).toEqual({
      "": [],
    });
  });

  test("of two in one file the last counts", async () => {
    const [view] = await views({}, { "a.yaml": `${role("r", "get")}---\n${role("r", "list")}` });
    expect(view?.after.map(({ data }) => JSON.stringify(data))).toEqual([expect.stringContaining("list")]);
  });

  test("no namespace and a namespace are two identities", async () => {
    const files = { "a.yaml": role("r"), "b.yaml": role("r", "get", "default") };
    expect((await views({}, files)).map(({ name }) => name)).toEqual([""]);
  });
});

describe("moves", () => {
  const move = (files: MemoryCommit, from: string, to: string): MemoryCommit =>
    Object.fromEntries(Object.entries(files).map(([path, file]) => [path.replace(from, to), file]));

  test.each([
    ["a directory with environments", "envs/", "clusters/eu/"],
    ["one environment", "envs/prod", "envs/production"],
    ["files", "role.yaml", "rbac.yaml"],
  ])("renaming %s is no difference", async (_, from, to) => {
    const before = { ...environments("prod", "staging", "test"), "shared.yaml": ingress("a") };
    const all = await views(before, move(before, from, to));
    expect(all.length).toBe(3);
    expect(Object.values(differences(all)).flat()).toEqual([]);
  });

  test("an object may move between files that exist, with a change to another", async () => {
    const before = { "a.yaml": `${role("x")}---\n${role("y")}`, "b/c.yaml": role("z") };
    const after = { "a.yaml": role("x"), "b/c.yaml": `${role("z", "list")}---\n${role("y")}` };
    expect(differences(await views(before, after))).toEqual({ "": ["-z", "+z"] });
  });

  test("equal copies that become one base are no difference", async () => {
    const after = { "base/role.yaml": role("reader"), "base/kustomization.yaml": "resources: [role.yaml]\n" };
    expect(differences(await views(environments("prod", "staging"), after))).toEqual({ "": [] });
  });

  test("where different copies become one, each is compared with what it becomes", async () => {
    const before = { "prod/role.yaml": role("reader", "get"), "staging/role.yaml": role("reader", "'*'") };
    expect(differences(await views(before, { "base/role.yaml": role("reader", "'*'") }))).toEqual({
      "": [],
      "prod → .": ["-reader", "+reader"],
    });
  });

  test("a rename with a change shows the change", async () => {
    const before = environments("prod", "staging");
    const after = { "envs/staging/role.yaml": role("reader"), "envs/production/role.yaml": role("reader", "'*'") };
    expect(differences(await views(before, after))).toEqual({
      "envs/production": ["-reader", "+reader"],
      "envs/staging": [],
    });
  });

  test("47 generated copies stay 47 views, and a 48th is new", async () => {
    const copies = (count: number): MemoryCommit =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`install/v${i}/all.yaml`, role("server")]));
    const changed = Object.entries(differences(await views(copies(47), copies(48)))).filter(
      ([, diff]) => diff.length > 0,
    );
    expect(changed).toEqual([["install/v47", ["+server"]]]);
  });
});

describe("views of the policy", () => {
  const policy = [{ name: "prod", paths: ["clusters/prod/**"] }];

  test("take their files, the rest is shared by nobody", async () => {
    const files = { "clusters/prod/a.yaml": role("a"), "clusters/staging/a.yaml": role("a"), "b.yaml": role("b") };
    const all = await views({}, files, policy);
    expect(all.map(({ name, after }) => [name, after.map((one) => one.file)])).toEqual([
      ["prod", ["clusters/prod/a.yaml"]],
      ["", ["b.yaml", "clusters/staging/a.yaml"]],
    ]);
  });

  test("see a move into them as something new", async () => {
    const all = await views({ "clusters/staging/a.yaml": role("a") }, { "clusters/prod/a.yaml": role("a") }, policy);
    expect(differences(all)).toEqual({ prod: ["+a"], "": ["-a"] });
  });

  test("split where their files collide", async () => {
    const files = { "clusters/prod/x/a.yaml": role("a"), "clusters/prod/y/a.yaml": role("a") };
    expect((await views({}, files, policy)).map(({ name }) => name)).toEqual([
      "prod: clusters/prod/x",
      "prod: clusters/prod/y",
    ]);
  });
});

describe("for any repository", () => {
  const path = fc
    .array(fc.constantFrom("a", "b", "c"), { minLength: 0, maxLength: 3 })
    .chain((dirs) => fc.constantFrom("x.yaml", "y.yaml").map((file) => [...dirs, file].join("/")));
  const object = fc
    .tuple(fc.constantFrom("p", "q", "r"), fc.constantFrom("get", "list"))
    .map(([name, verb]) => role(name, verb));
  const file = fc.array(object, { minLength: 1, maxLength: 3 }).map((objects) => objects.join("---\n"));
  const files = fc.dictionary(path, file, { maxKeys: 7, noNullPrototype: true });

  test("no view holds an identity twice, and nothing is lost", async () => {
    await fc.assert(
      fc.asyncProperty(files, files, async (before, after) => {
        const states = await readBoth(before, after);
        const all = viewsOf(states.before, states.after, []);
        for (const side of ["before", "after"] as const) {
          for (const view of all) {
            const identities = view[side].map(identityOf);
            expect(new Set(identities).size).toBe(identities.length);
          }
          const seen = new Set(all.flatMap((view) => contents(view[side])));
          for (const kept of lastOfEachFile(states[side].resources)) expect(seen).toContain(contents([kept])[0]);
        }
        expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      }),
      { numRuns: 300 },
    );
  });

  test("equal states give equal views", async () => {
    await fc.assert(
      fc.asyncProperty(files, async (base) => {
        const { after } = await readBoth({}, base);
        for (const view of viewsOf({ ...after, side: "before" }, after, [])) {
          expect(contents(view.before)).toEqual(contents(view.after));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("the order of files and documents is irrelevant", async () => {
    await fc.assert(
      fc.asyncProperty(files, files, async (before, after) => {
        const states = await readBoth(before, after);
        const reversed = (state: typeof states.before) => {
          const last = lastOfEachFile(state.resources);
          return { given: { ...state, resources: last }, turned: { ...state, resources: [...last].reverse() } };
        };
        const [b, a] = [reversed(states.before), reversed(states.after)];
        const shape = (all: readonly View[]) =>
          all.map((view) => [view.name, contents(view.before), contents(view.after)]);
        expect(shape(viewsOf(b.turned, a.turned, []))).toEqual(shape(viewsOf(b.given, a.given, [])));
      }),
      { numRuns: 200 },
    );
  });
});

function lastOfEachFile(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [`${resource.file} ${identityOf(resource)}`, resource])).values()];
}
