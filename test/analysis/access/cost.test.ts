import { expect, test } from "@jest/globals";
import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import type { View } from "../../../src/kubernetes/desired-state.ts";
import { readManifest } from "../../../src/kubernetes/read-manifest.ts";
import type { Resource } from "../../../src/kubernetes/resource.ts";
import { resourceFrom } from "../../../src/kubernetes/resource-from-manifest.ts";
import { binding, group, role } from "./manifests.ts";

/** What a machine needs to put 100,000 rights into a map and to find them again: what we are measured against. */
function floor(): void {
  const known = new Map<string, object>();
  for (const g of numbered(10, "g"))
    for (const r of numbered(1000, "r"))
      for (const v of numbered(10, "v")) known.set(`${g}/${r}/${v}`, { group: g, resource: r, verb: v });
  for (const key of known.keys()) if (!known.has(key)) throw new Error(key);
}

const listed = (count: number, name: string) => numbered(count, name).join(",");

test("100,000 new rights are compared in a few times what a map of them costs", () => {
  const large = `${listed(10, "g")} ${listed(1000, "r")} ${listed(10, "v")}`;
  const after = objects([role("ClusterRole/r", large), binding("ClusterRoleBinding/b", "ClusterRole/r", group("g"))]);
  expect(costsAtMost(15, () => ({ name: "", before: [], after: after("after") }), 1)).toBe(true);
});

test("100,000 rights of 1,000 roles that all change a little cost little more than that", () => {
  const side = (verb: string) =>
    objects(
      numbered(1000, "").flatMap((index) => [
        role(`ClusterRole/r${index}`, `g${index} ${listed(10, "r")} ${listed(9, "v")},${verb}`),
        binding(`ClusterRoleBinding/b${index}`, `ClusterRole/r${index}`, group(`g${index}`)),
      ]),
    );
  const [before, after] = [side("x"), side("y")];
  expect(costsAtMost(25, () => ({ name: "", before: before("before"), after: after("after") }), 2000)).toBe(true);
});

test("one changed role among 3,000 objects that were parsed before costs less than that map", () => {
  const pairs = numbered(1500, "").flatMap((index) => [
    role(`ClusterRole/r${index}`, `g${index} ${listed(8, "r")} get,list,watch,create`),
    binding(`ClusterRoleBinding/b${index}`, `ClusterRole/r${index}`, group(`g${index}`)),
  ]);
  const all = objects(pairs);
  const changed = objects([role("ClusterRole/r0", `g0 ${listed(8, "r")} get,list,watch,patch`)]);
  const view = () => ({ name: "", before: all("before"), after: [...changed("after"), ...all("after").slice(1)] });
  expect(costsAtMost(1, view, 2)).toBe(true);
});

test("rights by many names that become rights to all cost no more than their number", () => {
  const names = (count: number) =>
    objects([
      role("ClusterRole/r", `core ${listed(count, "kind")} get ${listed(30, "n")}`),
      binding("ClusterRoleBinding/b", "ClusterRole/r", group("g")),
    ]);
  const every = (count: number) =>
    objects([
      role("ClusterRole/r", `core ${listed(count, "kind")} get`),
      binding("ClusterRoleBinding/b", "ClusterRole/r", group("g")),
    ]);
  const [before, after] = [names(3000), every(3000)];
  expect(costsAtMost(20, () => ({ name: "", before: before("before"), after: after("after") }), 1)).toBe(true);
});

/**
 * Whether a comparison costs at most so many times the floor in processor time. One good run of three is enough: a slow one
 * tells of the machine, and each is measured beside a floor of its own.
 */
function costsAtMost(limit: number, view: () => View, expected: number): boolean {
  return [1, 2, 3].some(() => {
    const compared = view();
    const own = seconds(() => expect(accessChanges(compared)).toHaveLength(expected));
    return own <= limit * seconds(floor);
  });
}

function seconds(work: () => void): number {
  const started = process.cpuUsage();
  work();
  return process.cpuUsage(started).user / 1e6;
}

/** Parsed once, like the content of a blob: the objects of both states hold the same values. */
function objects(manifests: readonly string[]): (side: "before" | "after") => readonly Resource[] {
  const parsed = readManifest(new TextEncoder().encode(manifests.join("\n---\n"))).objects;
  return (side) => parsed.map((object) => resourceFrom(object, "rbac.yaml", side));
}

function numbered(count: number, name: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}${index}`);
}
