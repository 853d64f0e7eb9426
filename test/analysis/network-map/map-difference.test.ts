import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { hasNews } from "../../../src/analysis/network-map/focus.ts";
import { mapDifference } from "../../../src/analysis/network-map/map-difference.ts";
import { arrows, deployment, ingress, mapBetween, networkPolicy, service } from "../../support/network-maps.ts";
import { someMap } from "./random-maps.ts";

const web = deployment("web") + service("web");
const changed = async (before: string, after: string) =>
  arrows(await mapBetween(before, after)).filter((arrow) => /(?:added|removed|changed)$/.test(arrow));

describe("what a change does to the map", () => {
  test("a new host is added", async () => {
    expect(await changed(web, web + ingress("web", "shop.example.com"))).toEqual([
      "entry nginx -> host shop.example.com [no TLS] added",
      "host shop.example.com -> service web added",
      "service web -> web [80 → 8080] added",
      "unknown-network Network not known -> entry nginx added",
    ]);
  });

  test("lost encryption is a change of the arrow", async () => {
    const plain = ingress("web", "shop.example.com");
    const secured = ingress("web", "shop.example.com", "tls: [{ hosts: [shop.example.com], secretName: tls }]");
    expect(await changed(web + secured, web + plain)).toEqual([
      "entry nginx -> host shop.example.com [TLS → no TLS] changed",
    ]);
  });

  test("a re-formatted manifest changes nothing", async () => {
    const map = await mapBetween(web, `# a comment\n${web}`);
    expect(hasNews(map)).toBe(false);
  });

  const pods = deployment("web") + deployment("db");
  const closed = networkPolicy("db", "db", "ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]");

  test("the first policy closes everything else, and its own connections are no news", async () => {
    expect(await changed(pods, pods + closed)).toEqual(["pods Anything => db [every port] removed"]);
  });

  test("lost isolation opens everything", async () => {
    expect(await changed(pods + closed, pods)).toEqual(["pods Anything => db [every port] added"]);
  });

  test("lost isolation of pods that only the policy named opens everything", async () => {
    expect(await changed(closed, networkPolicy("other", "x", "ingress: []"))).toContain(
      "pods Anything => pods pods of db [every port] added",
    );
  });

  test("a policy that admits everything is as open as none", async () => {
    expect(await changed(pods, pods + networkPolicy("db", "db", "ingress: [{}]"))).toEqual([]);
  });

  test("one more peer is one more arrow", async () => {
    const more = networkPolicy(
      "db",
      "db",
      "ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [web, job] }] } }] }]",
    );
    const jobs = pods + deployment("job");
    expect(await changed(jobs + closed, jobs + more)).toEqual(["job => db [every port] added"]);
  });
});

test("a map does not differ from itself", () => {
  fc.assert(fc.property(someMap, (map) => expect(hasNews(mapDifference(map, map))).toBe(false)));
});

test("what is added one way is removed the other way", () => {
  fc.assert(
    fc.property(someMap, someMap, (one, other) => {
      const count = (states: readonly { readonly state: string }[], wanted: string) =>
        states.filter(({ state }) => state === wanted).length;
      const [there, back] = [mapDifference(one, other), mapDifference(other, one)];
      expect(count(there.edges, "added")).toBe(count(back.edges, "removed"));
      expect(count(there.nodes, "changed")).toBe(count(back.nodes, "changed"));
    }),
  );
});
