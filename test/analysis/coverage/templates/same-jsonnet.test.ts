import { describe, expect, test } from "@jest/globals";
import { sameJsonnet } from "../../../../src/analysis/coverage/templates/same-jsonnet.ts";

const policy = `
// Who may reach the shop.
{
  policy: {
    kind: 'NetworkPolicy',
    spec: { ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] },
    note: |||
      two
        lines
    |||,
  },
}
`;

describe("Jsonnet in another layout is the same", () => {
  test.each([
    ["indentation", policy.replace("  policy", "      policy")],
    ["comments", policy.replace("// Who may reach the shop.", "# What it is for. /* no matter */")],
    ["quotes", policy.replace("'NetworkPolicy'", '"NetworkPolicy"')],
    ["quotes of keys", policy.replace("kind:", '"kind":')],
    ["commas at the end", policy.replace("port: 8080 }] }] }", "port: 8080, }], }], }")],
    ["the indentation of a text", policy.replace("      two\n        lines\n", "       two\n         lines\n")],
  ])("%s", (_, other) => {
    expect(other).not.toBe(policy);
    expect(sameJsonnet(policy, other)).toBe(true);
  });
});

describe("Jsonnet that says something else is not", () => {
  test.each([
    ["a number", policy.replace("8080", "80")],
    ["a word in a string", policy.replace("'NetworkPolicy'", "'Role'")],
    ["white space in a string", policy.replace("'NetworkPolicy'", "'Network Policy'")],
    ["white space in a text", policy.replace("        lines", "      lines")],
    ["a string in place of a number", policy.replace("port: 8080", "port: '8080'")],
    ["a hidden field", policy.replace("note:", "note::")],
    ["a comment without an end", `${policy}/*`],
    ["a string without an end", policy.replace("'NetworkPolicy'", "'NetworkPolicy")],
  ])("%s", (_, other) => expect(sameJsonnet(policy, other)).toBe(false));

  test("a word in place of a string", () => expect(sameJsonnet("{ a: 'self' }", "{ a: self }")).toBe(false));

  test("text that cannot be read is not even like itself", () => expect(sameJsonnet("'", "'")).toBe(false));
});

test("one long string is no trouble", () => {
  for (const length of [400_000, 4_000_000]) expect(() => sameJsonnet(`'${"\\a".repeat(length)}'`, "''")).not.toThrow();
});

test.each(["/* ", "'\\\\", "@'''", "|||\n x\n", "{'a':", "((("])("long runs of %p take little time", (part) => {
  const text = part.repeat(200_000);
  const begin = performance.now();
  sameJsonnet(text, `${text} `);
  expect(performance.now() - begin).toBeLessThan(5_000);
});
