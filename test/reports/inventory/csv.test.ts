import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { csv } from "../../../src/reports/inventory/formats/csv.ts";
import { hostileInventory, sampleInventory } from "./support.ts";

/** RFC 4180, as a spreadsheet reads it. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
    if (end === "") break;
  }
  return rows.slice(0, -1);
}

describe("the table", () => {
  const [header = [], ...rows] = parse(csv.render(sampleInventory(), {}));

  test("has one line for each row, under columns that stay as they are", () => {
    expect(header).toEqual([
      "section",
      "kind",
      "view",
      "zone",
      "owner",
      "subject",
      "what",
      "where",
      "detail",
      "object",
      "file",
      "line",
      "id",
      "fingerprint",
      "still needed?",
      "reviewer",
      "date",
    ]);
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => header.length));
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ["exposure", "internet"],
      ["access", "critical"],
      ["connectivity", "not-isolated"],
      ["connectivity", "admitted"],
      ["gap", "not-rendered"],
    ]);
  });

  test("says in each cell what a reviewer needs", () => {
    expect(rows[0]?.slice(4, 12)).toEqual([
      "acme/shop ann",
      "shop.example.com",
      "/ → Service shop/web:80",
      "the internet, by class nginx (ingress-nginx)",
      "no TLS; no authentication at the edge",
      "Ingress shop/web",
      "shop/web.yaml",
      "7",
    ]);
    expect(rows[1]?.slice(5, 9)).toEqual([
      "group ops",
      "can do everything",
      "the whole cluster",
      "through ClusterRole cluster-admin",
    ]);
    expect(rows[3]?.slice(5, 9)).toEqual([
      "Deployment web and every other pod in namespace shop",
      "may be reached by every pod in namespace shop",
      "TCP 8080",
      "by NetworkPolicy shop/web",
    ]);
  });

  test("leaves room to sign", () => {
    expect(rows.every((row) => row.slice(-3).join("") === "")).toBe(true);
  });
});

describe("text of manifests", () => {
  const hostile = [
    '=HYPERLINK("http://evil","x")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '"',
    'a","b',
    "\n=1",
    "'=1",
    "＝1",
    "\u202e=1",
  ];

  test.each(hostile)("%j is no formula, and stays in its cell", (text) => {
    const [header = [], ...rows] = parse(csv.render(hostileInventory(text), {}));
    expect(rows.length).toBe(5);
    for (const row of rows) {
      expect(row.length).toBe(header.length);
      for (const cell of row) expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/);
    }
  });

  test("never breaks the table", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const [header = [], ...rows] = parse(csv.render(hostileInventory(text), {}));
        expect(rows.map((row) => row.length)).toEqual(Array.from({ length: 5 }, () => header.length));
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
      { numRuns: 100 },
    );
  });
});
