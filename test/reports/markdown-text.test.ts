import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { codeBlock, codeSpan, htmlProse, markdownProse } from "../../src/reports/markdown-text.ts";
import { withoutCode } from "../support/read-markdown.ts";

describe("prose from a manifest in a comment", () => {
  test.each([
    ["a host is code", "shop.example.com no longer uses TLS", "`shop.example.com` no longer uses TLS"],
    ["a wildcard does not become italics", "*.example.com and *.example.org", "`*.example.com` and `*.example.org`"],
    ["a team is not mentioned", "approved for @acme/everyone.", "approved for `@acme/everyone`."],
    ["a user is not mentioned", "(@alice)", "(`@alice`)"],
    ["an issue is not referenced", "see #123 and GH-7", "see `#123` and `GH-7`"],
    ["a commit is not linked", "since deadbeefcafe", "since `deadbeefcafe`"],
    ["a tag is not rendered", "<img src=x>", "`<img` `src=x>`"],
    [
      "a comment marker is not in the text",
      "<!-- gatewarden -->",
      "<code>&#60;&#33;&#45;&#45;</code> gatewarden <code>&#45;&#45;&#62;</code>",
    ],
    ["a link is not one", "[click](https://evil.example)", "`[click](https://evil.example`)"],
    ["a table keeps its cells", "a|b", "<code>a&#124;b</code>"],
    ["backticks are fenced by more", "a``b", "```a``b```"],
    ["our own code spans stay", "Keep the host in `spec.tls`.", "Keep the host in `spec.tls`."],
    ["neighbouring code spans stay apart", "x.y`z`", "`x.y` `z`"],
    ["a line break is a space", "one\n\n# two", "one `#` two"],
    ["a number does not start a list", "1. one", "1\\. one"],
    ["a bidi override is seen", "user\u202etxt", "`user\\u{202e}txt`"],
    ["a zero width space is seen", "ad\u200bmin", "`ad\\u{200b}min`"],
    ["a Hangul filler, a letter to Unicode, is seen", "a\u3164b", "`a\\u{3164}b`"],
    ["words of any language stay words", "Größe, 東京 und l’été", "Größe, 東京 und l’été"],
  ])("%s", (_, text, expected) => {
    expect(markdownProse(text)).toBe(expected);
  });

  test("an endless text ends with an ellipsis", () => {
    expect(markdownProse("word ".repeat(500), 20)).toBe("word word word word…");
  });

  test("whatever the text, nothing outside of code is more than words and the punctuation of a sentence", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(withoutCode(markdownProse(text)).replace(/^\d+\\[.)]/, "")).toMatch(
          /^[\p{L}\p{M}\p{N} ()"'’.,;:!?…-]*$/u,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("whatever the text, nothing outside of code is a reference to a commit or an issue", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(withoutCode(markdownProse(text))).not.toMatch(/\bgh-\d|\b[0-9a-f]{7,40}\b|www\.|:\/\//i);
      }),
    );
  });
});

describe("text in HTML and in code", () => {
  test("a summary has no tags but ours", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(htmlProse(text).replace(/<\/?code>|&#\d+;/g, "")).not.toMatch(/[<>@#&\n]/);
      }),
    );
  });

  test("a code span closes where it should, whatever its content", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(withoutCode(codeSpan(text))).toMatch(/^(\((empty|spaces)\))?$/);
      }),
    );
  });

  test("a code block closes where it should, whatever its lines", () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1 }), (lines) => {
        expect(withoutCode(codeBlock(lines, "yaml")).replaceAll("<br>\n", "")).toBe("");
      }),
    );
  });
});

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "@acme/all",
        "#1",
        "GH-1",
        "`",
        "``",
        "```",
        "|",
        "<!--",
        "-->",
        "</details>",
        "\n",
        "\r\n",
        "* ",
        "- ",
        "1. ",
      ),
      fc.constantFrom(
        "http://x.y",
        "www.x.y",
        "![a](b)",
        "[a]: b",
        "~~~",
        "\\",
        "deadbeef",
        "&lt;",
        "<b>",
        "\u202e",
        "::",
        " ",
        ":a:",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

test("a sentence that is cut inside of a code span loses the span as a whole", () => {
  expect(markdownProse("pods of `shop` and of `marketing-campaigns`", 30)).toBe("pods of `shop` and of…");
  expect(markdownProse("`a-name-that-is-longer-than-the-room`", 20)).toBe("`a-name-that-is-lon…`");
});
