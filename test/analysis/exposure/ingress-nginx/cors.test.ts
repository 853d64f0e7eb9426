import { expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

const between = (before: Annotations, after: Annotations) =>
  changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]);
const origins = (text: string, more: Annotations = {}) => ({
  "enable-cors": "true",
  "cors-allow-origin": text,
  ...more,
});

test.each([
  ["the asterisk is the default", { "enable-cors": "true" }, origins("*")],
  [
    "credentials are the default",
    origins("https://a.io"),
    origins("https://a.io", { "cors-allow-credentials": "true" }),
  ],
  ["another order and case", origins("https://a.io, https://b.io"), origins("https://B.io,https://a.io")],
  ["what cannot be read is every origin", origins("*"), origins("https://a.io/path")],
  ["an asterisk takes in the rest", origins("*"), origins("https://a.io, *")],
  ["switched off and not there", { "enable-cors": "false" }, {}],
  ["browsers send no credentials to an asterisk", origins("*"), origins("*", { "cors-allow-credentials": "false" })],
] as const)("equal: %s", (_, before, after) => expect(between(before, after)).toEqual([]));

test.each([
  ["one more origin", origins("https://a.io"), origins("https://a.io,https://b.io")],
  ["every name below a domain", origins("https://x.a.io"), origins("https://*.a.io")],
  ["switched on", {}, { "enable-cors": "true" }],
  ["credentials", origins("https://a.io", { "cors-allow-credentials": "false" }), origins("https://a.io")],
] as const)("wider: %s", (_, strong, weak) => {
  expect(outline(between(strong, weak))).toEqual(["cors widened"]);
  expect(outline(between(weak, strong))).toEqual(["cors narrowed"]);
});

test("another origin, and a template, leave it open", () => {
  expect(outline(between(origins("https://a.io"), origins("https://b.io")))).toEqual(["cors unknown"]);
  expect(outline(between(origins("https://a.io"), { ...origins("https://a.io"), "enable-cors": "${CORS}" }))).toEqual([
    "cors unknown",
  ]);
});

test("allowed methods and headers are compared as text", () => {
  expect(outline(between(origins("*"), origins("*", { "cors-allow-methods": "PUT" })))).toEqual(["annotation unknown"]);
});
