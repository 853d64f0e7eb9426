import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { fitSections, type Section } from "../../src/reports/fit-sections.ts";

const list = (items: string[], more: Partial<Section> = {}): Section => ({
  open: "<ul>\n",
  items,
  omitted: (count) => `and ${count} more\n`,
  close: "</ul>\n",
  priority: 1,
  ...more,
});

test("what fits is shown whole", () => {
  expect(fitSections(["a\n", list(["1\n", "2\n"])], 100)).toBe("a\n<ul>\n1\n2\n</ul>\n");
});

test("what does not fit is counted", () => {
  expect(fitSections([list(["1\n", "2\n", "3\n"])], 25)).toBe("<ul>\n1\nand 2 more\n</ul>\n");
});

test("an empty list has no heading", () => {
  expect(fitSections(["a\n", list([])], 100)).toBe("a\n");
});

test("the more important list gets the room, wherever it stands", () => {
  const details = list(["long\n"], { priority: 2 });
  const summary = list(["long\n"], { priority: 1 });
  expect(fitSections([details, summary], 53)).toBe("<ul>\nand 1 more\n</ul>\n<ul>\nlong\n</ul>\n");
});

test("no limit is exceeded and no item is lost without being counted", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: "grapheme" }).map((s) => `* ${s}\n`))),
      fc.nat(500),
      (lists, extra) => {
        const sections = lists.map((items) => list(items));
        const bytes = lists.filter((items) => items.length > 0).length * 40 + extra;
        const text = fitSections(sections, bytes);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
        const shown = [...text.matchAll(/^\* /gm)].length;
        const counted = [...text.matchAll(/^and (\d+) more$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
        expect(shown + counted).toBe(lists.flat().length);
      },
    ),
  );
});
