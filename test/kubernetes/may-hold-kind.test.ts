import { describe, expect, test } from "@jest/globals";
import { mayHoldKind } from "../../src/kubernetes/may-hold-kind.ts";
import { readManifest } from "../../src/kubernetes/read-manifest.ts";

const rest = "apiVersion: networking.k8s.io/v1\nmetadata: { name: shop }\n";

/** Each of these is an Ingress to some reader that a cluster uses, so none may be passed over. */
const spellings: Readonly<Record<string, string>> = {
  plain: `kind: Ingress\n${rest}`,
  "a quoted key": `"kind": Ingress\n${rest}`,
  "a single-quoted key and value": `'kind': 'Ingress'\n${rest}`,
  "flow style": `{kind: Ingress, apiVersion: networking.k8s.io/v1, metadata: {name: shop}}\n`,
  JSON: `{"kind":"Ingress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"shop"}}`,
  "JSON with an escaped key and value": `{"k\\u0069nd":"\\u0049ngress","apiVersion":"networking.k8s.io/v1","metadata":{"name":"shop"}}`,
  "an escape in the value": `kind: "Ingr\\x65ss"\n${rest}`,
  "an escaped line break in the value": `kind: "Ing\\\n  ress"\n${rest}`,
  "an escape in the key": `"k\\x69nd": Ingress\n${rest}`,
  "an explicit key": `? kind\n: Ingress\n${rest}`,
  "a value on the next line": `kind:\n  Ingress\n${rest}`,
  "a block scalar": `kind: |-\n  Ingress\n${rest}`,
  "an anchored value": `kind: &k Ingress\n${rest}`,
  "an alias": `spec: { x: &k Ingress }\nkind: *k\n${rest}`,
  "an alias as key": `spec: { x: &k kind }\n*k : Ingress\n${rest}`,
  "a merge": `spec: { x: &x { kind: Ingress } }\n<<: *x\n${rest}`,
  "a tag": `kind: !!str Ingress\n${rest}`,
  "a binary value": `kind: !!binary SW5ncmVzcw==\n${rest}`,
  "a binary value with a verbatim tag": `kind: !<tag:yaml.org,2002:binary> SW5ncmVzcw==\n${rest}`,
  "a second kind key": `kind: Deployment\nkind: Ingress\n${rest}`,
  "an indented root": `  kind: Ingress\n  apiVersion: networking.k8s.io/v1\n  metadata: { name: shop }\n`,
  "a tab after the value": `kind: Ingress\t\n${rest}`,
  "content on the marker line": `--- {kind: Ingress, apiVersion: networking.k8s.io/v1, metadata: {name: shop}}\n`,
  "an item of a list": `kind: List\napiVersion: v1\nitems:\n- kind: Ingress\n  apiVersion: networking.k8s.io/v1\n  metadata: { name: shop }\n`,
  "an item of a typed list": `kind: IngressList\napiVersion: networking.k8s.io/v1\nitems:\n- metadata: { name: shop }\n`,
  "items under any kind": `kind: Whatever\napiVersion: v1\nitems:\n- kind: Ingress\n  apiVersion: networking.k8s.io/v1\n  metadata: { name: shop }\n`,
};

describe("the search before parsing", () => {
  test.each(Object.entries(spellings))("never passes over an Ingress written with %s", (_, text) => {
    expect(mayHoldKind(text)).toBe(true);
    const { objects } = readManifest(new TextEncoder().encode(text));
    expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["Ingress shop"]);
  });

  test.each([
    ["a Deployment that mentions a Service", "kind: Deployment\nmetadata:\n  name: a # for the Service\n"],
    ["a values file", "ingress:\n  kind: Ingress\n"],
    ["text without any of our kinds", "kind: ConfigMap\ndata: {}\n"],
  ])("passes over %s", (_, text) => {
    expect(mayHoldKind(text)).toBe(false);
  });

  test("does not trust a kind that stands inside a quoted text", () => {
    expect(mayHoldKind(`apiVersion: v1\nnote: "\nkind: Deployment\n"\nkind: Ingress\n`)).toBe(true);
  });

  test.each([
    ["substituted by Flux", "kind: ${KIND}\n", "template"],
    ["filled in by a template", "kind: '{{ .kind }}'\n", "template"],
    ["encrypted by SOPS", "kind: ENC[AES256_GCM,data:abc,type:str]\n", "encrypted"],
  ])("reports a kind that is %s", (_, kind, reason) => {
    const { unread } = readManifest(new TextEncoder().encode(kind + rest));
    expect(unread.map((one) => one.reason)).toEqual([reason]);
  });

  test.each([
    ["repeats kind on one line", "kind: ".repeat(300_000)],
    ["goes on in spaces", `kind:${" ".repeat(2_000_000)}`],
    ["goes on in anchors", `kind: ${"&a ".repeat(500_000)}`],
    ["names a kind in each of many comments of Windows", `${"# Ingress\r\n".repeat(50_000)}- a\r\n`],
    ["repeats kind as an anchor", `{ kind: ${"&kind: ".repeat(150_000)}`],
    ["repeats kind as an anchor without a space", `{ kind: ${"&kind:".repeat(150_000)}`],
    ["has a million keys twice", `kind: Ingress\n${"a: 1\n".repeat(200_000)}`],
    [
      "is a list of a million mistakes",
      `kind: IngressList\napiVersion: networking.k8s.io/v1\nitems:\n${"- {}\n".repeat(100_000)}`,
    ],
  ])("takes linear time where a text %s", (_, text) => {
    const begin = performance.now();
    readManifest(new TextEncoder().encode(text));
    expect(performance.now() - begin).toBeLessThan(40_000);
  });
});
