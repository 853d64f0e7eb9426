import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { mermaid, mermaidDiagram } from "../../../src/reports/diagram/mermaid.ts";
import { mermaidText } from "../../../src/reports/diagram/mermaid-text.ts";
import { anyMap, hostileText } from "../../analysis/network-map/random-maps.ts";
import { deployment, ingress, mapAt, mapBetween, networkPolicy, service } from "../../support/network-maps.ts";

const web = deployment("web") + service("web");

describe("a flowchart", () => {
  test("has frames for zones and namespaces, and a shape for each kind", async () => {
    const zones = [{ name: "cde", pci: "in-scope", namespaces: ["shop"], hosts: [], paths: [] }] as const;
    const map = await mapAt(web + ingress("web", "shop.example.com"), { zones });
    expect(mermaidDiagram([{ name: "", map }])).toBe(`flowchart LR
  n1{{"nginx (ingress-nginx)"}}
  n2(("Network not known"))
  n3(["shop.example.com"])
  subgraph z0_1["Zone cde, in scope of PCI DSS"]
    subgraph s0_1_0["shop, no network policy"]
      n0[["web (Deployment)"]]
      n4["web"]
    end
  end
  n2 --> n1
  n1 -->|"no TLS"| n3
  n3 --> n4
  n4 -->|"80 → 8080"| n0
`);
  });

  test("tells what changed in words and lines, not only in colours", async () => {
    const before = web + ingress("web", "old.example.com");
    const map = await mapBetween(before, web + ingress("web", "new.example.com"));
    const lines = mermaidDiagram([{ name: "", map }]).split("\n");
    expect(lines.filter((line) => line.includes("example.com"))).toEqual([
      expect.stringMatching(/\(\["removed: old\.example\.com"\]\):::removed$/),
      expect.stringMatching(/\(\["added: new\.example\.com"\]\):::added$/),
    ]);
    expect(lines.some((line) => line.includes('-.->|"removed: no TLS"|'))).toBe(true);
    expect(lines.some((line) => line.includes('==>|"added: no TLS"|'))).toBe(true);
    expect(lines.filter((line) => /classDef (added|removed) stroke:/.test(line))).toHaveLength(2);
  });

  test("says in a box what it does not show", async () => {
    const map = { ...(await mapAt(web)), notes: ["2 files could not be read."] };
    expect(mermaidDiagram([{ name: "", map }])).toContain('note0>"2 files could not be read."]');
  });

  test("draws only as much as GitHub takes", async () => {
    const apps = Array.from(
      { length: 400 },
      (_, index) => `${deployment(`a${index}`)}${service(`a${index}`)}${ingress(`a${index}`, `a${index}.example.com`)}`,
    );
    const map = await mapAt(apps.join("") + networkPolicy("all", "", "ingress: []"));
    const text = mermaid.render({ base: null, head: "b", maps: [{ name: "", map }], notes: [] });
    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/-->/g)?.length).toBeLessThan(500);
    expect(text).toContain("drawn as one box");
  }, 30_000);
});

describe("hostile names", () => {
  /** Every line that we write; a label holds nothing but harmless signs and entity codes. */
  const label = String.raw`"(?:[\p{L}\p{N} .,/()*=→…_–-]|:(?= |")|#\d+;)*"`;
  const line = new RegExp(
    String.raw`^ *(?:flowchart LR|end|subgraph [svz][\d_]+\[${label}\]|n\d+[\[({/]+${label}[\])}/]+(?::::\w+)?|n\d+ (?:-->|==>|-\.->|--x)(?:\|${label}\|)? n\d+|note\d+>${label}\]|(?:classDef|linkStyle) (?:added|removed|changed|[\d,]+) stroke:[#\w:,. -]+)?$`,
    "u",
  );

  test("break out of no label", () => {
    fc.assert(
      fc.property(anyMap(hostileText, true), (map) => {
        for (const one of mermaidDiagram([{ name: "", map }]).split("\n")) expect(one).toMatch(line);
      }),
    );
  });

  test.each([
    ['"]; click a "javascript:alert(1)"', "#34;#93;#59; click a #34;javascript#58;alert(1)#34;"],
    ["%%{init}%%", "#37;#37;#123;init#125;#37;#37;"],
    ["<script>", "#60;script#62;"],
    ["```", "#96;#96;#96;"],
    ["#quot;", "#35;quot#59;"],
    ["shop.example.com: /api", "shop.example.com: /api"],
  ])("%s is text", (text, escaped) => {
    expect(mermaidText(text)).toBe(escaped);
  });

  test("of any length stay short", () => {
    expect(mermaidText("x".repeat(1_000_000)).length).toBe(60);
  });
});
