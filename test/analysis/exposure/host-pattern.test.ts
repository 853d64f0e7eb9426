import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type HostPattern,
  hostContained,
  hostKey,
  normalizeHost,
} from "../../../src/analysis/exposure/host-pattern.ts";
import { readHost } from "../../../src/analysis/exposure/ingress/read-host.ts";

const exact = (name: string): HostPattern => ({ kind: "exact", name });
const oneLabel = (suffix: string): HostPattern => ({ kind: "one-label", suffix });
const suffix = (name: string): HostPattern => ({ kind: "suffix", suffix: name });
const any: HostPattern = { kind: "any" };
const regex: HostPattern = { kind: "regex", text: "~^a" };

describe("one host pattern lies inside another", () => {
  test.each([
    [exact("a.d.io"), oneLabel("d.io"), true],
    [exact("a.b.d.io"), oneLabel("d.io"), false],
    [exact("d.io"), oneLabel("d.io"), false],
    [exact("d.io"), suffix("d.io"), false],
    [exact("a.b.d.io"), suffix("d.io"), true],
    [exact("xd.io"), suffix("d.io"), false],
    [suffix("b.d.io"), suffix("d.io"), true],
    [oneLabel("b.d.io"), oneLabel("d.io"), false],
    [oneLabel("d.io"), suffix("d.io"), true],
    [suffix("d.io"), oneLabel("d.io"), false],
    [any, exact("d.io"), false],
    [regex, any, true],
    [regex, regex, true],
    [regex, exact("a"), "unknown"],
    [exact("a"), regex, "unknown"],
  ] as const)("%j in %j: %j", (inner, outer, expected) => {
    expect(hostContained(inner, outer)).toBe(expected);
  });
});

const labels = fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
const pattern = fc.oneof(fc.constant(any), labels.map(exact), labels.map(oneLabel), labels.map(suffix));
const names = ["a", "b"].flatMap(grow);

function grow(name: string): string[] {
  return name.length > 8 ? [name] : [name, ...grow(`a.${name}`), ...grow(`b.${name}`)];
}

test("containment agrees with matching every name of up to five labels", () => {
  fc.assert(
    fc.property(pattern, pattern, (inner, outer) => {
      const missing = names.filter((name) => matches(inner, name) && !matches(outer, name));
      expect(hostContained(inner, outer)).toBe(missing.length === 0);
    }),
  );
});

// Written down independently of the code under test, label by label.
function matches(host: HostPattern, name: string): boolean {
  if (host.kind === "any") return true;
  if (host.kind === "exact") return name === host.name;
  if (host.kind === "regex" || host.kind === "port") return false;
  const [own, wanted] = [name.split("."), host.suffix.split(".")];
  const extra = own.length - wanted.length;
  return own.slice(-wanted.length).join(".") === host.suffix && (host.kind === "suffix" ? extra > 0 : extra === 1);
}

test("names compare without case, trailing dot and script", () => {
  expect(normalizeHost("Shop.Example.COM.")).toBe("shop.example.com");
  expect(normalizeHost("bücher.example")).toBe("xn--bcher-kva.example");
});

test.each(["${DOMAIN}", "{{ .Release.Name }}.x", "<host>", "$(HOST).io", "shop.${DOMAIN:=*.example.com}"])(
  "a name that a template fills in, %s, is an exact name",
  (text) => {
    expect(readHost(text)).toEqual({ kind: "exact", name: text });
    expect(hostKey(readHost(text))).not.toBe(hostKey(readHost(text.toLowerCase().replace("<", "(").replace("$", "§"))));
  },
);

test("a wildcard over a name that a template fills in stays a wildcard", () => {
  expect(readHost("*.${DOMAIN}")).toEqual({ kind: "one-label", suffix: "${DOMAIN}" });
});
