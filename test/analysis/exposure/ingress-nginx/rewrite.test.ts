import { describe, expect, test } from "@jest/globals";
import { readIngress } from "../../../../src/analysis/exposure/ingress/read-ingress.ts";
import { readRewrite } from "../../../../src/analysis/exposure/ingress-nginx/read-rewrite.ts";
import { changesBetween, ingress, outline, read } from "../ingress-texts.ts";

const reach = (target: string, path: string) => {
  const [resource] = read([ingress({ annotations: { "rewrite-target": target } })], "after");
  return resource && readRewrite(readIngress(resource).ingress, path).reach;
};

test.each([
  ["/", "/api", "whole"],
  ["/$2", "/api(/|$)(.*)", "whole"],
  ["/$1", "/api/(.*)", "whole"],
  ["/$1", "/api/([^/]+)", "whole"],
  ["/v1/$2", "/api(/|$)(.*)", "below"],
  ["/v1/$1/x", "/api/(?:a|b)/(.*)", "below"],
  ["/$1/$2", "/(users|orders)/(.*)", "below"],
  ["/$1", "/api/(users|orders)", "fixed"],
  ["/status", "/api", "fixed"],
  ["/$1", "/(.*)", "same"],
  ["/api", "/api", "same"],
  ["/${PREFIX}/x", "/api", "unknown"],
] as const)("%s for %s: %s", (target, path, expected) => expect(reach(target, path)).toBe(expected));

describe("changes", () => {
  const rewritten = (target: string) =>
    ingress({ annotations: { "rewrite-target": target }, paths: [["/api(/|$)(.*)", "ImplementationSpecific"]] });

  test("to the root, and to a shorter prefix, more can be asked for", () => {
    expect(outline(changesBetween([rewritten("/v1/$2")], [rewritten("/$2")]))).toEqual(["rewrite widened"]);
    expect(outline(changesBetween([rewritten("/$2")], [rewritten("/v1/$2")]))).toEqual(["rewrite narrowed"]);
    expect(outline(changesBetween([rewritten("/v1/public/$2")], [rewritten("/v1/$2")]))).toEqual(["rewrite widened"]);
    expect(outline(changesBetween([rewritten("/v1/ping")], [rewritten("/v1/$2")]))).toEqual(["rewrite widened"]);
  });

  test("another prefix, and a template, leave it open", () => {
    expect(outline(changesBetween([rewritten("/v1/$2")], [rewritten("/v2/$2")]))).toEqual(["rewrite unknown"]);
    expect(outline(changesBetween([rewritten("/v1/$2")], [rewritten("/${V}/$2")]))).toEqual(["rewrite unknown"]);
  });
});

test("a hostile path is read in linear time", () => {
  const started = performance.now();
  reach("/$1", "(".repeat(100_000));
  expect(performance.now() - started).toBeLessThan(10_000);
});
