import { expect, test } from "@jest/globals";
import { markdown } from "../../../src/reports/inventory/formats/markdown.ts";
import { hostileInventory, inventoryOfRows, sampleInventory } from "./support.ts";

const zones = [{ name: "cde", pci: null, namespaces: ["shop"], hosts: [], paths: [] }];

test("is a table for each section, with a column to sign", () => {
  const text = markdown.render(sampleInventory({ policy: { zones } }), {});
  expect(text).toContain("Commit `9d7289d` of 2026-11-20, policy `default`.");
  expect(text.match(/^## .*$/gm)).toEqual([
    "## Who can reach what (1)",
    "## Who may do what (1)",
    "## Which pods may talk (2)",
    "## What this inventory does not show (1)",
  ]);
  expect(text).toContain(
    "| Host or port | Reachable from | Goes to | Protection | Zone | Owner | Declared in | Still needed? (reviewer, date) |",
  );
  expect(text).toMatch(
    /^\| `shop\.example\.com` \| .* \| `cde` \| `@acme\/shop`, `@ann` \| `shop\/web\.yaml:7` \| {2}\|$/m,
  );
});

test("says of an empty section that it is", () => {
  const text = markdown.render(inventoryOfRows([]), {});
  expect(text).toContain("No manifest that could be read lets anybody in.");
  expect(text).toContain("Everything was read.");
});

test.each(["@acme/everybody", "| a | b |", "<script>alert(1)</script>", "[x](http://evil)", "`|`", "\n## x\n", "#1"])(
  "%j of a manifest is only text, and stays in its cell",
  (hostile) => {
    const text = markdown.render(hostileInventory(hostile), {});
    const tables = text.split("\n").filter((line) => line.startsWith("|"));
    const widths = new Set(tables.map((line) => line.replaceAll(/`[^`]*`/g, "").split("|").length));
    expect(tables.length).toBeGreaterThan(12);
    expect(widths.size).toBeLessThanOrEqual(4);
    expect(text).not.toMatch(/^## x/m);
    expect(text.replaceAll(/`+[^`]*`+|<code>.*?<\/code>/g, "")).not.toMatch(/@acme|\]\(http|<script/);
  },
);
