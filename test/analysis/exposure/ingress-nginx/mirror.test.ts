import { expect, test } from "@jest/globals";
import { leavesCluster } from "../../../../src/analysis/exposure/controls/mirror.ts";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

const between = (before: Annotations, after: Annotations) =>
  outline(changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]));
const target = { "mirror-target": "https://copy.example.net$request_uri" };

test("a copy of the requests is a danger, with their bodies a larger one", () => {
  const bodiless = { ...target, "mirror-request-body": "off" };
  expect(between({}, target)).toEqual(["mirror widened"]);
  expect(between(bodiless, target)).toEqual(["mirror widened"]);
  expect(between(target, bodiless)).toEqual(["mirror narrowed"]);
  expect(between(target, { ...target, "mirror-request-body": "on" })).toEqual([]);
  expect(between(target, { "mirror-target": "https://other.example.net$request_uri" })).toEqual(["mirror unknown"]);
  expect(between(target, { ...target, "mirror-host": "x.example.net" })).toEqual(["mirror unknown"]);
});

test("a new host that copies its requests says so", () => {
  const facets = outline(changesBetween([], [ingress({ annotations: target })]));
  expect(facets).toContain("mirror widened");
});

test.each([
  ["https://copy.example.net$request_uri (100 %)", true],
  ["bodies to https://example.com/x", true],
  ["http://10.1.2.3:8080/ (100 %)", true],
  ["http://copy.shop.svc.cluster.local$request_uri (100 %)", false],
  ["http://copy.shop.svc:80/ (100 %)", false],
  ["http://copy.shop/ (100 %)", false],
  ["http://copy/ (100 %)", false],
  ["Service shop/copy (5 %)", false],
  ["https://${COPY}/ (100 %)", false],
])("%s leaves the cluster: %s", (text, expected) =>
  expect(leavesCluster(text.replace("$request_uri", ""))).toBe(expected),
);
