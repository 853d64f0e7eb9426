import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

const tls = [{ hosts: ["shop.example.com"], secret: "shop-tls" }];

function between(before: Annotations, after: Annotations) {
  return outline(changesBetween([ingress({ annotations: before, tls })], [ingress({ annotations: after, tls })]));
}

describe("ciphers of a host", () => {
  test("strong ones may change", () => {
    expect(between({ "ssl-ciphers": "ECDHE-RSA-AES128-GCM-SHA256" }, {})).toEqual([]);
  });

  test("a weak one comes, goes, or is filled in later", () => {
    const weak = { "ssl-ciphers": "ECDHE-RSA-AES128-GCM-SHA256:RC4-SHA" };
    expect(between({}, weak)).toEqual(["ciphers widened"]);
    expect(between(weak, {})).toEqual(["ciphers narrowed"]);
    expect(between({}, { "ssl-ciphers": "${CIPHERS}" })).toEqual(["ciphers unknown"]);
  });

  test("the list of one Ingress counts for the whole host", () => {
    const other = (annotations: Annotations) => ingress({ name: "other", paths: [["/other"]], annotations });
    const changes = changesBetween(
      [ingress({ tls }), other({})],
      [ingress({ tls }), other({ "ssl-ciphers": "DES-CBC3-SHA" })],
    );
    expect(changes).toMatchObject([{ facet: "ciphers", resource: { name: "other" }, targets: [{ path: null }] }]);
  });
});

describe("HSTS", () => {
  test("it comes and goes with TLS, which is told by itself", () => {
    expect(outline(changesBetween([ingress({ tls })], [ingress()]))).not.toContain("hsts widened");
  });
});

describe("the size of bodies", () => {
  test.each<[string, Annotations, Annotations, string[]]>([
    ["the default", {}, { "proxy-body-size": "1m" }, []],
    ["the same in another unit", { "proxy-body-size": "8m" }, { "proxy-body-size": "8192K" }, []],
    ["any size", {}, { "proxy-body-size": "0" }, ["bodyLimit widened"]],
    ["larger ones", { "proxy-body-size": "8m" }, { "proxy-body-size": "1g" }, ["bodyLimit widened"]],
    ["smaller ones", { "proxy-body-size": "8m" }, { "proxy-body-size": "2m" }, ["bodyLimit narrowed"]],
    ["another size than the default", {}, { "proxy-body-size": "8m" }, ["bodyLimit neutral"]],
  ])("%s", (_, before, after, expected) => {
    expect(between(before, after)).toEqual(expected);
  });

  test("a template", () => {
    expect(between({}, { "proxy-body-size": "${SIZE}" })).toEqual(["annotation neutral"]);
    expect(between({ "proxy-body-size": "8m" }, { "proxy-body-size": "${SIZE}" })).toContain("bodyLimit unknown");
  });
});
