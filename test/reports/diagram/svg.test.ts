import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { layOut } from "../../../src/reports/diagram/layout/layout.ts";
import { svg } from "../../../src/reports/diagram/svg.ts";
import { anyMap, hostileText } from "../../analysis/network-map/random-maps.ts";
import { deployment, ingress, mapAt, mapBetween, networkPolicy, service } from "../../support/network-maps.ts";

const app = (name: string) => deployment(name) + service(name) + ingress(name, `${name}.example.com`);
const closed = networkPolicy("db", "db", "ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]");
const shop = app("web") + deployment("db") + closed;

describe("a picture", () => {
  test("needs nothing else and runs nothing", async () => {
    const text = svg.render({
      base: null,
      head: "b".repeat(40),
      maps: [{ name: "", map: await mapAt(shop) }],
      notes: [],
    });
    expect(text).toContain("Network at bbbbbbb");
    expect(text).toContain(">web.example.com<");
    expect(text).toContain("prefers-color-scheme:dark");
    expect(text).not.toMatch(/<script|<foreignObject|<image|<a |href|\son\w+=|@import|url\((?!#)/);
  });

  test("tells what changed in words and lines as well as in colours", async () => {
    const map = await mapBetween(app("web"), app("web") + app("api"));
    const text = svg.render({ base: "a".repeat(40), head: "b".repeat(40), maps: [{ name: "", map }], notes: [] });
    expect(text).toContain("Network changes from aaaaaaa to bbbbbbb");
    expect(text).toContain("added: host");
    expect(text).toContain("Lines: thick: added.");
    expect(text).not.toContain(">dashed");
  });

  test("of nothing says so", () => {
    expect(svg.render({ base: null, head: "b", maps: [], notes: [] })).toContain("There is nothing to draw.");
  });

  test("is well-formed XML whatever the manifests say", () => {
    fc.assert(
      fc.property(anyMap(hostileText, true), (map) => {
        const text = svg.render({
          base: null,
          head: '"><script>',
          maps: [
            { name: "</svg>", map },
            { name: "", map },
          ],
          notes: ["<b>"],
        });
        expect(openElements(text)).toEqual([]);
        expect(text).not.toMatch(/<script|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
        expect(text).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});

describe("where things stand", () => {
  test("no box covers another", () => {
    fc.assert(
      fc.property(anyMap(fc.constantFrom("a", "b", "a longer name"), true), (map) => {
        const { boxes } = layOut(map);
        for (const [index, one] of boxes.entries())
          for (const other of boxes.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }),
    );
  });

  test("everything is inside of the picture", () => {
    fc.assert(
      fc.property(anyMap(fc.constantFrom("a", "b"), true), (map) => {
        const { boxes, frames, width, height } = layOut(map);
        for (const { x, y, width: w, height: h } of [...boxes, ...frames]) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + w).toBeLessThanOrEqual(width);
          expect(y + h).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  test("no arrow seems to begin at a box that it only passes", async () => {
    const out =
      "policyTypes: [Egress]\n  egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }] }, { to: [{ ipBlock: { cidr: 203.0.113.0/24 } }] }]";
    const { boxes, lines } = layOut(await mapAt(shop + networkPolicy("web", "web", out)));
    const db = boxes.find(({ node }) => node.label === "db");
    const passing = lines.find(({ edge }) => edge.to.includes("203.0.113.0"));
    const heights = [...(passing?.path ?? "").matchAll(/-?\d+,(-?\d+)/g)].map(([, y]) => Number(y)).slice(1, -1);
    expect(heights.some((y) => y < (db?.y ?? 0) || y > (db?.y ?? 0) + (db?.height ?? 0))).toBe(true);
  });

  test("requests go from left to right", async () => {
    const { boxes } = layOut(await mapAt(shop));
    const at = (id: string) => boxes.find(({ node }) => node.id.startsWith(id))?.x ?? -1;
    const order = [
      "unknown-network",
      "entry:",
      "host:",
      "service:",
      "workload:shop/Deployment/web",
      "workload:shop/Deployment/db",
    ].map(at);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
});

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The elements that are left open, and everything that is no markup of ours. */
function openElements(xml: string): readonly string[] {
  const open: string[] = [];
  const rest = xml.replace(
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<&]*(?:&#\d+;[^"<&]*)*")*)\s*(\/?)>/gi,
    (_, close, name, __, empty) => {
      if (close) {
        if (open.pop() !== name) open.push(`</${name}>`);
      } else if (!empty) open.push(name);
      return "";
    },
  );
  return [...open, ...(rest.match(/[<>]|&(?!#\d+;)/g) ?? [])];
}
