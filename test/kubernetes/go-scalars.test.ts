import { describe, expect, test } from "@jest/globals";
import { goInteger } from "../../src/kubernetes/go-scalars.ts";
import { readPlainFile } from "../../src/kubernetes/read-plain.ts";

const read = (text: string) => readPlainFile(new TextEncoder().encode(text));

describe("scalars that Kubernetes reads otherwise than YAML 1.2", () => {
  test.each([
    ["010", 8],
    ["0o10", 8],
    ["-010", -8],
    ["0b11", 3],
    ["0x_1F", 31],
    ["4_43", 443],
    ["08", undefined],
    ["8", undefined],
    ["1.0", undefined],
    ["_", undefined],
    ["a_1", undefined],
  ])("the number %s", (source, value) => expect(goInteger(source)).toBe(value));

  test("a port that looks like another one", () =>
    expect(read("port: 0443\nother: '0443'\n")).toEqual({ port: 291, other: "0443" }));

  test("words for yes and no are booleans in the fields of booleans", () =>
    expect(read("hostNetwork: yes\nautomountServiceAccountToken: Off\nenabled: n\n")).toEqual({
      hostNetwork: true,
      automountServiceAccountToken: false,
      enabled: false,
    }));

  test("and behind an alias", () =>
    expect(read("a: &on on\nhostNetwork: *on\n")).toEqual({ a: "on", hostNetwork: true }));

  test("and text where somebody wrote a text, in any other field, and in labels", () =>
    expect(read("hostNetwork: 'yes'\nmode: off\nlabels: { enabled: yes }\nargs: [on]\n")).toEqual({
      hostNetwork: "yes",
      mode: "off",
      labels: { enabled: "yes" },
      args: ["on"],
    }));
});
