import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { shortened, visibleText } from "../../src/reports/visible-text.ts";

test.each([
  ["\u001b[31mred", "\\u{1b}[31mred"],
  ["a\nb\tc\r", "a\\nb\\tc\\r"],
  ["\u202eevil", "\\u{202e}evil"],
  ["\u00a0", "\\u{a0}"],
  ["\ud800", "\\u{d800}"],
  ["##[add-mask]x", "##\\u{5b}add-mask]x"],
  ["shop.example.com", "shop.example.com"],
])("%j is shown as %j", (text, expected) => {
  expect(visibleText(text)).toBe(expected);
});

test("no terminal can be steered, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test("cutting never leaves half a character", () => {
  expect(shortened("a😀b", 3)).toBe("a…");
});
