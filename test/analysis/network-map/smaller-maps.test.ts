import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { collapsed } from "../../../src/analysis/network-map/collapse.ts";
import { focused, hasNews } from "../../../src/analysis/network-map/focus.ts";
import { joinMaps } from "../../../src/analysis/network-map/join-maps.ts";
import { arrows, deployment, ingress, mapAt, mapBetween, service } from "../../support/network-maps.ts";
import { anyMap } from "./random-maps.ts";

const app = (name: string) => deployment(name) + service(name) + ingress(name, `${name}.example.com`);
const apps = (count: number) => Array.from({ length: count }, (_, index) => app(`app-${index}`)).join("");
const maps = anyMap(fc.constantFrom("a", "b"), true);

describe("a map that is too large", () => {
  test("shows namespaces instead of what is in them", async () => {
    const small = collapsed(await mapAt(apps(10)), { nodes: 20, edges: 100 });
    expect(small.nodes.filter(({ kind }) => kind === "namespace")).toMatchObject([
      { label: "shop", detail: "10 services, 10 workloads, no network policy", namespace: null, count: 20 },
    ]);
    expect(small.nodes.length).toBe(13);
    expect(small.notes).toEqual(["Services and workloads are drawn as one box for each namespace."]);
  });

  test("shows the hosts of an entry as one when that is not enough", async () => {
    const small = collapsed(await mapAt(apps(10)), { nodes: 5, edges: 100 });
    expect(arrows(small)).toEqual([
      "entry nginx -> host 10 hosts [no TLS]",
      "host 10 hosts -> namespace shop",
      "unknown-network Network not known -> entry nginx",
    ]);
  });

  test("stays as it is where it fits", async () => {
    const map = await mapAt(apps(2));
    expect(collapsed(map, { nodes: 50, edges: 100 })).toBe(map);
  });

  test("never loses an arrow's ends", () => {
    fc.assert(
      fc.property(maps, (map) => {
        const small = collapsed(map, { nodes: 8, edges: 8 });
        const ids = new Set(small.nodes.map(({ id }) => id));
        expect(small.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
      }),
    );
  });
});

describe("what a change touches", () => {
  test("is shown with the way that leads there, and the rest is a number", async () => {
    const map = focused(await mapBetween(apps(10), apps(10) + app("new")), 25);
    expect(arrows(map)).toEqual([
      "entry nginx -> host 10 more hosts [no TLS]",
      "entry nginx -> host new.example.com [no TLS] added",
      "host new.example.com -> service new added",
      "service new -> new [80 → 8080] added",
      "unknown-network Network not known -> entry nginx",
    ]);
  });

  test("is drawn as one where it changed alike", async () => {
    const map = focused(await mapBetween(apps(1), apps(40)), 25);
    expect(map.nodes.length).toBeLessThanOrEqual(25);
    expect(map.nodes).toContainEqual(expect.objectContaining({ label: "39 hosts", state: "added", count: 39 }));
  });

  test("is nothing where nothing changed", async () => {
    const map = focused(await mapBetween(apps(2), apps(2)), 25);
    expect([map.nodes, map.edges, map.namespaces, map.zones]).toEqual([[], [], [], []]);
  });

  test("is never hidden by what it is drawn together with, and never more than asked for", () => {
    fc.assert(
      fc.property(maps, fc.integer({ min: 10, max: 25 }), (map, most) => {
        const small = focused(map, most);
        expect(small.nodes.length).toBeLessThanOrEqual(most);
        expect(hasNews(small) || !hasNews(map) || onlyInside(map)).toBe(true);
      }),
    );
  });

  // An arrow between two boxes that became one is inside of that one.
  function onlyInside({ nodes }: Awaited<ReturnType<typeof mapAt>>): boolean {
    return nodes.every(({ state }) => state === "same");
  }
});

test("what is news in one view is news in all of them drawn as one", async () => {
  const added = await mapBetween(apps(1), apps(2));
  const same = await mapBetween(apps(2), apps(2));
  const [host] = joinMaps([same, added]).nodes.filter(({ label }) => label === "app-1.example.com");
  expect(host?.state).toBe("added");
});
