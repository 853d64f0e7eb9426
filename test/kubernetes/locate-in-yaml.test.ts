import { describe, expect, test } from "@jest/globals";
import type { FieldPath, Resource } from "../../src/kubernetes/resource.ts";
import { readAdded } from "./support.ts";

async function read(text: string): Promise<readonly Resource[]> {
  return (await readAdded({ "a.yaml": text })).resources;
}

async function place(text: string, path: FieldPath, index = 0): Promise<string> {
  const location = (await read(text))[index]?.locate(path);
  if (!location) return "no resource";
  return `${location.line}:${location.column}-${location.endLine}:${location.endColumn} ${location.text}`;
}

const manifest = `# Shop
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  tls:
    - hosts: [a.example.com, b.example.com]
      secretName: x   # the certificate

  rules: []
`;

describe("the place of a field", () => {
  test("covers the key and its whole value, without what follows", async () => {
    expect(await place(manifest, ["spec", "tls"])).toBe("7:3-9:20   tls:");
    expect(await place(manifest, ["spec", "tls", 0, "hosts", 1])).toBe(
      "8:30-8:43     - hosts: [a.example.com, b.example.com]",
    );
  });

  test("is that of the nearest ancestor if the field is absent", async () => {
    expect(await place(manifest, ["spec", "rules", 3, "host"])).toBe("11:3-11:12   rules: []");
  });

  test("of the whole object starts after the comment and the marker", async () => {
    expect(await place(manifest, [])).toBe("2:1-11:12 apiVersion: networking.k8s.io/v1");
    expect(await place(`---\n${manifest}`, [])).toBe("3:1-12:12 apiVersion: networking.k8s.io/v1");
  });

  test("counts the lines of the documents before", async () => {
    expect(await place(`a: 1\n---\n---\n${manifest}`, ["metadata", "name"])).toBe("8:3-8:13   name: shop");
  });

  test("is the last of duplicate keys", async () => {
    expect(await place(`${manifest}kind: Ingress\n`, ["kind"])).toBe("12:1-12:14 kind: Ingress");
  });

  test("follows aliases and merges to where the value stands", async () => {
    const text = `x: &x { host: a }\n${manifest}y:\n  <<: *x\nz: *x\n`;
    expect(await place(text, ["y", "host"])).toBe("1:9-1:16 x: &x { host: a }");
    expect(await place(text, ["z", "host"])).toBe("1:9-1:16 x: &x { host: a }");
    expect(await place(text, ["z"])).toBe("15:1-15:6 z: *x");
  });

  test("finds items of lists, and JSON", async () => {
    const item = `{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"NAME"}}`;
    const list = `{"apiVersion":"v1","kind":"List","items":[\n${item.replace("NAME", "a")},\n${item.replace("NAME", "b")}\n]}`;
    expect(await place(list, ["metadata", "name"], 1)).toMatch(/^3:67-3:77 /);
    expect(await place(list, [], 1)).toMatch(/^3:1-3:\d+ /);
  });

  test("is plain data for whoever copies or prints it", async () => {
    const [resource] = await read(manifest);
    expect({ ...resource?.locate(["kind"]) }).toEqual({
      file: "a.yaml",
      side: "after",
      line: 3,
      column: 1,
      endLine: 3,
      endColumn: 14,
      text: "kind: Ingress",
    });
  });
});
