import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { plainFromYaml } from "../../src/kubernetes/plain-from-yaml.ts";
import { readSimpleYaml } from "../../src/kubernetes/read-simple-yaml.ts";
import { parseYaml } from "../../src/kubernetes/yaml-source.ts";

function readFully(text: string): unknown {
  const [document] = parseYaml({ text, linesBefore: 0, isStream: false });
  if (!document || document.errors.length > 0) return document?.errors[0]?.code ?? "no document";
  const plain = plainFromYaml(document);
  return "problem" in plain ? plain.problem : plain.value;
}

function expectAgreement(text: string): void {
  const simple = readSimpleYaml(text);
  if (simple !== undefined) expect(simple).toEqual(readFully(text));
}

const scalar = fc.constantFrom(
  ..."a abc true yes Off n 0b11 4_43 null ~ 0 -1 007 0x1F 0o7 1.5 1e3 .inf 12345678901234567890 10.0.0.0/8 a:b http://x/y a#b".split(
    " ",
  ),
  ...`"quoted #x"|'single'|"esc\\"aped"|[]|{}|[a, b]|[a,b]|{a: b}|{a: [b, c], d: {}}|[ "x", 'y' ]|{a: 1,}|*alias|&anchor x`.split(
    "|",
  ),
  ...'a # comment|a: b|- a|!tag x|> |$(X)|${X}|1_000|@x|-|?|a b  c|{a : b}|{a}|[a: b]|[a b, c d]|[-1, - 2]|{a: -}|{a:b}|[[a], {b: c}]|12:30|+1|-.5|.5|1.|-x|"a": b|<<|='.split(
    "|",
  ),
);
const line = fc.tuple(
  fc.nat({ max: 4 }),
  fc.constantFrom("", "- ", "- - ", "-   "),
  fc.constantFrom("", "a: ", "b:", "c:  ", "a.b/c-d: ", "tls: ", "labels: ", '"k": ', "<<: "),
  scalar,
);
const yaml = fc
  .array(line, { minLength: 1, maxLength: 8 })
  .map((lines) =>
    lines
      .map(([indent, dash, key, value]) => `${" ".repeat(indent)}${dash}${key}${key === "b:" ? "" : value}`)
      .join("\n"),
  );

describe("reading simple YAML", () => {
  test("agrees with the full parser on whatever it does not leave to it", () => {
    fc.assert(fc.property(yaml, expectAgreement), { numRuns: 5000 });
  });

  test("agrees with the full parser on any ASCII text", () => {
    const characters = fc.constantFrom(..."ab:- \n#\"'[]{},&*!|>?1.0x".split(""));
    fc.assert(
      fc.property(
        fc.array(characters, { maxLength: 30 }).map((all) => all.join("")),
        expectAgreement,
      ),
      {
        numRuns: 5000,
      },
    );
  });

  test("reads what most manifests are made of", () => {
    const text = `---\n# A comment\nkind: Ingress\nmetadata:\n  name: shop # why\nspec:\n  tls:\n  - hosts: [a.example.com]\n  rules:\n    - host: "a.example.com"\n      port: 80\n`;
    expect(readSimpleYaml(text)).toEqual({
      kind: "Ingress",
      metadata: { name: "shop" },
      spec: { tls: [{ hosts: ["a.example.com"] }], rules: [{ host: "a.example.com", port: 80 }] },
    });
  });

  test.each([
    "a: 1\na: 2\n",
    "a: &x 1\n",
    "a: |\n  b\n",
    'a: "\\x41"\n',
    "a: b\n  c\n",
    "__proto__: 1\n",
    "é: 1\n",
    "\ta: 1\n",
  ])("leaves %j to the full parser", (text) => {
    expect(readSimpleYaml(text)).toBeUndefined();
  });
});
