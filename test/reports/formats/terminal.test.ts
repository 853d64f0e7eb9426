import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { terminal } from "../../../src/reports/formats/terminal.ts";
import { textWidth } from "../../../src/reports/text-width.ts";
import {
  hostilePlan,
  hostWildcardAdded,
  invalidPolicyPlan,
  place,
  quietPlan,
  sampleEvent,
  samplePlan,
} from "../../support/sample-plan.ts";

describe("the report in a terminal", () => {
  const text = terminal.render(samplePlan, { width: 100 });

  test("shows an event with its line, its values, the reason and the remedy", () => {
    expect(text).toContain(`● Every host under shop.example.com becomes public, served by shop/web:80
  host-wildcard-added at apps/shop/ingress.yaml:8:13
    8 │     - host: "*.shop.example.com"
      │             ^^^^^^^^^^^^^^^^^^^^
  before    shop.example.com
  after     *.shop.example.com
  object    shop/Ingress/shop
  why       Names that nobody registered with the service reach it, including ones that other teams
            rely on being unused.
  to do     List the hosts that the service needs.
            +     - host: shop.example.com
  PCI DSS   1.2.5, 2.2.4
`);
  });

  test("has the most severe events first and the verdict last", () => {
    const headings = text.split("\n").filter((line) => /^(──|[A-Z0-9])/.test(line));
    expect(headings.map((line) => line.replace(/ ─+$/, ""))).toEqual([
      "── critical (1)",
      "── high (2)",
      "Approved (1)",
      "For the record, nothing to do (1)",
      "Not read as manifests (2)",
      "3 security events need a review  1f1f1f1..2e2e2e2, 5 changed files, 214 manifests",
    ]);
    expect(text).toMatch(/\n {2}needed {4}1 approval from edge \(@acme\/edge\), missing for 2 events\n/);
  });

  test("is one line when nothing happened", () => {
    expect(terminal.render(quietPlan, {})).toBe(
      "Nothing to review  1f1f1f1..2e2e2e2, 3 changed files, 214 manifests\n",
    );
  });

  test("names the line of a broken policy", () => {
    expect(terminal.render(invalidPolicyPlan, {})).toContain(
      'problem   .github/gatewarden.yaml:4:3: unknown key "reviewz"',
    );
  });

  test("says which lines to delete", () => {
    const replacement = { file: "shop.yaml", startLine: 7, endLine: 8, lines: [] };
    const events = [{ ...hostWildcardAdded, fix: { text: "Restore the annotation.", replacement } }];
    expect(terminal.render({ ...samplePlan, events }, { width: 100 })).toContain("- delete lines 7 to 8\n");
  });

  test("has colours only when asked", () => {
    expect(text).not.toContain("\u001b");
    expect(terminal.render(samplePlan, { colour: true })).toContain("\u001b[31m");
  });

  test("stays within the width", () => {
    const lines = terminal.render(samplePlan, { width: 60 }).split("\n");
    expect(lines.filter((line) => textWidth(line) > 60 && !/^ {2}\S+ at /.test(line) && !/\.\./.test(line))).toEqual(
      [],
    );
  });

  test("shows the first of a hundred notes and how many more there are", () => {
    const events = Array.from({ length: 100 }, (_, index) => {
      return sampleEvent({ id: String(index).padStart(64, "0"), severity: "info", direction: "narrowed" });
    });
    expect(terminal.render({ ...quietPlan, events }, {})).toContain("… and 85 more: --format json lists them");
  });
});

describe("hostile text in a terminal", () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "\u001b[2J",
          "\u009b31m",
          "\n::error::x",
          "::add-mask::x",
          "##[error]x",
          "\r",
          "\u202e",
          " ",
          "漢",
        ),
        fc.string({ unit: "binary" }),
      ),
    )
    .map((parts) => parts.join(""));

  test("cannot steer the terminal", () => {
    fc.assert(
      fc.property(text, (hostile) => {
        expect(terminal.render(hostilePlan(hostile), {}).replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test("cannot start a command of a workflow that prints it", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 120 }), (hostile, width) => {
        expect(terminal.render(hostilePlan(hostile), { width })).not.toMatch(/^\s*::|##\[/m);
      }),
    );
  });
});

describe("the marked line", () => {
  const frame = (location: ReturnType<typeof place>, width = 80) => {
    const plan = { ...samplePlan, events: [{ ...hostWildcardAdded, locations: [location] }] };
    const lines = terminal.render(plan, { width }).split("\n");
    const mark = lines.findIndex((line) => /^\s*│ *\^+$/.test(line));
    return lines.slice(mark - 1, mark + 1).map((line) => line.replace(/^.*?│ /, ""));
  };

  test("counts wide characters as two columns", () => {
    expect(frame(place("a.yaml", 1, "name: 東京 # x", { column: 7, endColumn: 9 }))).toEqual([
      "name: 東京 # x",
      "      ^^^^",
    ]);
  });

  test("keeps the marks below the text behind a tab", () => {
    expect(frame(place("a.yaml", 1, "\thost: x", { column: 2, endColumn: 9 }))).toEqual(["    host: x", "    ^^^^^^^"]);
  });

  test("of a long line is cut to what matters", () => {
    const text = `${"a".repeat(200)}BAD${"z".repeat(200)}`;
    const [line, marks] = frame(place("a.yaml", 1, text, { column: 201, endColumn: 204 }), 60);
    expect(textWidth(line ?? "")).toBeLessThanOrEqual(52);
    expect(line?.slice(marks?.indexOf("^"), (marks?.lastIndexOf("^") ?? 0) + 1)).toBe("BAD");
  });

  test("goes to the end of the line for a range of several lines", () => {
    expect(frame(place("a.yaml", 1, "spec: {", { column: 1, endLine: 4, endColumn: 2 }))).toEqual([
      "spec: {",
      "^^^^^^^",
    ]);
  });
});
