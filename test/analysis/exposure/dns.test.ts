import { describe, expect, test } from "@jest/globals";
import { dnsOf } from "../../../src/analysis/exposure/dns/external-dns.ts";
import { changesBetween, ingress, outline, read } from "./ingress-texts.ts";

const [older, newer] = ["external-dns.alpha.kubernetes.io/", "external-dns.kubernetes.io/"];
const named = (annotations: Readonly<Record<string, string>>) => ingress({ annotations });
const between = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  outline(changesBetween([named(before)], [named(after)]));

describe("what external-dns publishes", () => {
  test("names are a set, under either prefix", () => {
    expect(between({ [`${older}hostname`]: "b.io, A.io" }, { [`${newer}hostname`]: "a.io.,b.io" })).toEqual([]);
    expect(between({}, { [`${older}hostname`]: "a.io" })).toEqual(["dns widened"]);
    expect(between({ [`${older}hostname`]: "a.io,b.io" }, { [`${older}hostname`]: "a.io" })).toEqual(["dns narrowed"]);
  });

  test("the newer prefix counts where both are set", () => {
    const [resource] = read([named({ [`${older}target`]: "10.0.0.1", [`${newer}target`]: "10.0.0.2" })], "after");
    expect(resource && dnsOf(resource).target).toBe("10.0.0.2");
  });

  test("another target is neither more nor less", () => {
    expect(between({ [`${older}target`]: "10.0.0.1" }, { [`${older}target`]: "tunnel.io" })).toEqual(["dns unknown"]);
    expect(between({ [`${older}target`]: "a.io,b.io" }, { [`${older}target`]: "b.io, a.io" })).toEqual([]);
  });

  test("access, proxy and exclusion", () => {
    expect(between({ [`${older}access`]: "private" }, { [`${older}access`]: "public" })).toEqual(["dns widened"]);
    expect(between({ [`${older}cloudflare-proxied`]: "true" }, {})).toEqual(["dns widened"]);
    expect(between({}, { [`${older}cloudflare-proxied`]: "true" })).toEqual(["dns narrowed"]);
    expect(between({ [`${older}controller`]: "none" }, {})).toEqual(["dns widened"]);
    expect(between({ [`${older}controller`]: "dns-controller" }, {})).toEqual([]);
  });

  test("what a template fills in is unknown", () => {
    const proxied = (value: string) => ({ [`${older}cloudflare-proxied`]: value });
    expect(between(proxied("true"), proxied("${PROXIED}"))).toEqual(["dns unknown"]);
    expect(between({ [`${older}hostname`]: "${NAME}" }, { [`${newer}hostname`]: "${NAME}" })).toEqual([]);
  });

  test("names that the annotation may not add are none", () => {
    const both = { [`${older}hostname`]: "a.io" };
    expect(between({}, { ...both, [`${older}ingress-hostname-source`]: "defined-hosts-only" })).toEqual([
      "annotation neutral",
    ]);
  });

  test("tuning stays a setting, and the prefix is an assumption", () => {
    expect(between({}, { [`${older}ttl`]: "60" })).toEqual(["annotation neutral"]);
    const [change] = changesBetween([named({})], [named({ [`${older}hostname`]: "a.io" })]);
    expect(change?.assumptions.at(-1)).toMatch(/before 0\.22/);
    expect(change?.because.map(({ line }) => line)).toEqual([1]);
  });
});

test("the records of a canary are not lost", () => {
  const canary = (annotations: Readonly<Record<string, string>>) =>
    ingress({ name: "canary", annotations: { canary: "true", ...annotations } });
  const before = [ingress(), canary({})];
  const after = [ingress(), canary({ [`${older}target`]: "tunnel.io" })];
  expect(outline(changesBetween(before, after))).toEqual(["annotation unknown"]);
});
