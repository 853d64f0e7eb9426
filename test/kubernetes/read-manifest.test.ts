import { describe, expect, test } from "@jest/globals";
import type { ParsedManifest } from "../../src/kubernetes/parsed-manifest.ts";
import { readManifest } from "../../src/kubernetes/read-manifest.ts";
import { ingress, role } from "./support.ts";

const read = (text: string | Uint8Array): ParsedManifest =>
  readManifest(typeof text === "string" ? new TextEncoder().encode(text) : text);
const objects = (text: string | Uint8Array) => read(text).objects.map(({ kind, name }) => `${kind} ${name}`);
const reasons = (text: string | Uint8Array) =>
  read(text).unread.map(({ reason, seemsToHold }) => [reason, ...seemsToHold].join(" "));

describe("encodings", () => {
  const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
  test("UTF-16 with a byte order mark is read", () =>
    expect(objects(utf16(ingress("shop")))).toEqual(["Ingress shop"]));
  test("UTF-16 without a mark is read", () =>
    expect(objects(new Uint8Array(Buffer.from(ingress("shop"), "utf16le")))).toEqual(["Ingress shop"]));
  test("big-endian UTF-16 is read", () =>
    expect(objects(new Uint8Array(Buffer.from(utf16(ingress("shop"))).swap16()))).toEqual(["Ingress shop"]));
  test("a UTF-8 byte order mark is skipped", () =>
    expect(objects(`\ufeff${ingress("shop")}`)).toEqual(["Ingress shop"]));
  test("CRLF is a line break", () =>
    expect(objects(`${ingress("a")}---\n${ingress("b")}`.replaceAll("\n", "\r\n"))).toEqual([
      "Ingress a",
      "Ingress b",
    ]));
  test("UTF-32 cannot be read, and says what it seems to hold", () => {
    const utf32 = Array.from(`\ufeff${ingress("shop")}`, (c) => [c.codePointAt(0) ?? 0, 0, 0, 0]).flat();
    utf32.splice(0, 4, 0xff, 0xfe, 0, 0);
    expect(reasons(Uint8Array.from(utf32))).toEqual(["unsupported-encoding Ingress"]);
  });
  test("invalid UTF-8 cannot be read", () =>
    expect(reasons(Uint8Array.from([...Buffer.from(ingress("shop")), 0x23, 0xff]))).toEqual([
      "unsupported-encoding Ingress",
    ]));
  test("git-crypt and ansible-vault are encrypted", () => {
    expect(reasons("\0GITCRYPT\0abc")).toEqual(["encrypted"]);
    expect(reasons("$ANSIBLE_VAULT;1.1;AES256\n6162\n")).toEqual(["encrypted"]);
  });
  test("a line break that only some readers honour is reported", () =>
    expect(reasons(`# a comment\u2028kind: Ingress\n${role("a")}`)).toEqual(["not-yaml Ingress Role"]));
});

describe("documents", () => {
  test("every document of a file is read", () => {
    const text = Array.from({ length: 130 }, (_, i) => `--- # document ${i}\n${ingress(`i${i}`)}`).join("");
    const { objects } = read(text);
    expect(objects).toHaveLength(130);
    expect(objects.at(-1)?.origin.source.linesBefore).toBe(129 * 8);
  });
  test("one broken document hides no other", () => {
    const text = `${ingress("a")}---\nkind: Role\nmetadata: [\n---\n${ingress("b")}`;
    expect(objects(text)).toEqual(["Ingress a", "Ingress b"]);
    expect(reasons(text)).toEqual(["not-yaml Role"]);
  });
  test("document end markers and directives are honoured", () =>
    expect(objects(`%YAML 1.2\n---\n${ingress("a")}...\n---\n${ingress("b")}...\n`)).toEqual([
      "Ingress a",
      "Ingress b",
    ]));
  test("empty documents, lists, scalars and values declare nothing", () => {
    for (const text of [
      "",
      "# Ingress\n",
      "---\n---\n",
      "- op: add\n  path: /kind\n  value: Ingress\n",
      "Ingress\n",
      "Ingress: 1\n",
    ])
      expect(read(text)).toEqual({ objects: [], unread: [], notes: [], leftOut: false });
  });
  test("a file of more than 1 MB is read", () => {
    const text = Array.from(
      { length: 200 },
      (_, i) => `kind: ConfigMap\ndata: { a: "${"x".repeat(6000)}" }\n---\n${i === 199 ? ingress("last") : ""}`,
    );
    expect(objects(text.join("\n---\n"))).toEqual(["Ingress last"]);
  });
  test("two JSON objects in one file are reported", () =>
    expect(reasons(`{"kind":"Ingress"}{"kind":"Role"}`)).toEqual(["not-yaml Ingress Role"]));
});

describe("templates", () => {
  test("a template that is not YAML is reported with the kinds it shows", () =>
    expect(reasons(`{{- if .Values.on }}\n${ingress("shop")}{{- end }}\n`)).toEqual(["template Ingress"]));
  test("a template that reads as nonsense is not trusted", () => {
    const text = ingress("{{ .Release.Name }}");
    expect(objects(text)).toEqual([]);
    expect(reasons(text)).toEqual(["template Ingress"]);
  });
  test("braces in a quoted string are text", () =>
    expect(objects(ingress(`"{{ .Release.Name }}"`))).toEqual(["Ingress {{ .Release.Name }}"]));
});

describe("YAML features", () => {
  const dataOf = (text: string) => read(ingress("shop") + text).objects[0]?.data;
  test("of duplicate keys the last wins, with a note", () => {
    expect(dataOf("a: 1\na: 2\n")).toMatchObject({ a: 2 });
    expect(read(`${ingress("shop")}a: 1\na: 2\n`).notes).toMatchObject([{ place: { line: 9, text: "a: 2" } }]);
  });
  test("merges are resolved, two of them and tagged ones too", () => {
    expect(dataOf("x: &x { p: 1 }\ny: &y { q: 2 }\nz:\n  <<: *x\n  <<: *y\n  r: 3\n")).toMatchObject({
      z: { p: 1, q: 2, r: 3 },
    });
    expect(dataOf("x: &x { p: 1 }\nz:\n  !!merge <<: *x\n")).toMatchObject({ z: { p: 1 } });
    expect(dataOf("x: &x { p: 1 }\nz:\n  <<: [*x, { p: 2, q: 2 }]\n")).toMatchObject({ z: { p: 1, q: 2 } });
  });
  test("a merge after the key that it collides with is reported, because kubectl lets it win", () =>
    expect(reasons(`${ingress("shop")}x: &x { host: b }\nz:\n  host: a\n  <<: *x\n`)).toEqual([
      "invalid-object Ingress",
    ]));
  test("a merge that makes another object of the document for kubectl is reported", () => {
    const map = "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n";
    expect(reasons(`${map}<<: { apiVersion: networking.k8s.io/v1, kind: Ingress }\n`)).toEqual([
      "invalid-object Ingress",
    ]);
    expect(reasons(`${map}data:\n  a: b\n  <<: { a: Ingress }\n`)).toEqual([]);
  });
  test("a merge before the key that overrides it is no dispute", () =>
    expect(reasons(`${ingress("shop")}x: &x { host: b }\nz:\n  <<: *x\n  host: a\n`)).toEqual([]));
  test("an anchor may be redefined", () =>
    expect(dataOf("p: &a 1\nq: *a\nr: &a 2\ns: *a\n")).toMatchObject({ q: 1, s: 2 }));
  test("unknown tags keep their value", () =>
    expect(dataOf("a: !vault |\n  x\nb: !Ref c\nd: !ENV [e]\n")).toMatchObject({ a: "x\n", b: "c", d: ["e"] }));
  test("numbers that a double cannot hold stay as written", () =>
    expect(dataOf("a: 12345678901234567890\nb: .inf\nc: 80\n")).toMatchObject({
      a: "12345678901234567890",
      b: ".inf",
      c: 80,
    }));
  test("hostile keys are harmless", () => {
    const data = dataOf("__proto__: { polluted: true }\nconstructor: x\n");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect((data as Record<string, unknown>)["polluted"]).toBeUndefined();
    const labelled = read(ingress("shop").replace("name: shop", "name: shop\n  labels: { a: b }")).objects[0];
    expect(labelled?.labels["constructor"]).toBeUndefined();
  });
  test("an alias bomb is refused in no time", () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(", ")}]`,
    );
    const begin = performance.now();
    expect(reasons(`${ingress("shop")}l0: &l0 x\n${levels.join("\n")}\n`)).toEqual(["too-many-aliases Ingress"]);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
  test("an alias that contains itself is refused", () =>
    expect(reasons(`${ingress("shop")}a: &a [*a]\n`)).toEqual(["too-many-aliases Ingress"]));
  test("an alias without an anchor is no YAML", () =>
    expect(reasons(`${ingress("shop")}a: *nowhere\n`)).toEqual(["not-yaml Ingress"]));
  test.each([
    ["brackets", "[".repeat(50_000)],
    ["balanced brackets", "[".repeat(2_000) + "]".repeat(2_000)],
    ["mappings", `\n${Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i + 1)}a:`).join("\n")}`],
  ])("deep nesting of %s is refused", (_, value) =>
    expect(reasons(`${ingress("shop")}deep: ${value}\n`)).toEqual(["not-yaml Ingress"]),
  );
});

describe("objects", () => {
  test("items of lists are objects of their own", () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n${[ingress("a"), role("b")].map((text) => `- ${text.trimEnd().replaceAll("\n", "\n  ")}`).join("\n")}\n`;
    expect(objects(list)).toEqual(["Ingress a", "Role b"]);
  });
  test("an object that also has items is itself and a list", () =>
    expect(objects(`${role("a")}items: []\n`)).toEqual(["Role a"]));
  test("a generated name ends with a star", () =>
    expect(objects(ingress("x").replace("name: x", "generateName: run-"))).toEqual(["Ingress run-*"]));
  test("SOPS values are opaque strings", () => {
    const [object] = read(`${role("a")}subjects: ["ENC[AES256_GCM,data:x,type:str]"]\nsops: {}\n`).objects;
    expect(object?.data["subjects"]).toEqual(["ENC[AES256_GCM,data:x,type:str]"]);
  });
  test.each([
    ["no metadata", "kind: Ingress\napiVersion: networking.k8s.io/v1\n"],
    ["metadata that is no mapping", "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: shop\n"],
    ["no name", "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: {}\n"],
    ["a number as name", "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { name: 12 }\n"],
    ["a list as namespace", "kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: { name: a, namespace: [] }\n"],
    ["no apiVersion", "kind: Ingress\nmetadata: { name: a }\n"],
    ["a patch directive", `$patch: delete\n${ingress("a")}`],
  ])("an Ingress with %s is invalid", (_, text) => expect(reasons(text)).toEqual(["invalid-object Ingress"]));
  test("kinds are told apart by their group", () => {
    expect(objects("kind: Route\napiVersion: serving.knative.dev/v1\nmetadata: { name: a }\n")).toEqual([]);
    expect(objects("kind: Route\napiVersion: route.openshift.io/v1\nmetadata: { name: a }\n")).toEqual(["Route a"]);
    expect(objects("kind: NetworkPolicy\napiVersion: crd.projectcalico.org/v1\nmetadata: { name: a }\n")).toEqual([
      "NetworkPolicy a",
    ]);
  });
  test("an object nested under another key is not deployed", () =>
    expect(
      objects(`kind: Test\napiVersion: nais.io/v1\nexpected:\n  ${ingress("a").trimEnd().replaceAll("\n", "\n  ")}\n`),
    ).toEqual([]));
});
