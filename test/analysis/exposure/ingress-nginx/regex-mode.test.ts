import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress } from "../ingress-texts.ts";

const shop = (paths: NonNullable<IngressText["paths"]> = [["/cart", "Exact"]]) => ingress({ paths });

function blog(annotations: Readonly<Record<string, string>>, host = "shop.example.com"): string {
  return ingress({ name: "blog", namespace: "blog", hosts: [host], paths: [["/blog", "Prefix", "blog"]], annotations });
}

function pathChanges(before: readonly string[], after: readonly string[]) {
  return changesBetween(before, after).filter(({ facet }) => facet === "path");
}

describe("an Ingress that turns the paths of its host into expressions", () => {
  test.each([{ "use-regex": "true" }, { "rewrite-target": "/$1" }])("%j changes those of another one", (switched) => {
    const changes = pathChanges([shop(), blog({})], [shop(), blog(switched)]);
    const spread = changes.filter((change) => change.facet === "path" && change.how === "mode-spread");
    expect(spread).toMatchObject([{ direction: "widened", resource: { name: "blog" }, targets: [{ path: "/cart" }] }]);
    expect(spread[0]?.because.map(({ text }) => text).join()).toContain(Object.keys(switched)[0]);
    expect(spread[0]?.because).toHaveLength(1);
    expect(changes).toHaveLength(2);
  });

  test("a path with a dot now means something that nobody can compare", () => {
    const changes = pathChanges(
      [shop([["/robots.txt", "Exact"]]), blog({})],
      [shop([["/robots.txt", "Exact"]]), blog({ "use-regex": "1" })],
    );
    expect(changes).toContainEqual(expect.objectContaining({ how: "mode-spread", direction: "unknown" }));
  });

  test("its own path is only loosened", () => {
    const changes = pathChanges([blog({})], [blog({ "use-regex": "true" })]);
    expect(changes).toMatchObject([{ how: "type-loosened", resource: { name: "blog" } }]);
  });

  test.each([
    ["a rewrite to the path itself is none", {}, { "rewrite-target": "/blog" }],
    ["the host had expressions already", { "use-regex": "true" }, { "use-regex": "true", "rewrite-target": "/$1" }],
    ["the annotation says no", {}, { "use-regex": "false" }],
  ])("%s", (_, before, after) => {
    expect(pathChanges([shop(), blog(before)], [shop(), blog(after)])).toEqual([]);
  });

  test("another host keeps its paths", () => {
    const changes = pathChanges([shop(), blog({}, "blog.io")], [shop(), blog({ "use-regex": "true" }, "blog.io")]);
    expect(changes.map((change) => change.targets[0]?.host)).toEqual(["blog.io"]);
  });
});
