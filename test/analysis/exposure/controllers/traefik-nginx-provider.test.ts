import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const options = { controllers: { legacy: { controller: "traefik-ingress-nginx" } } };
const lines = (before: IngressText["annotations"], after: IngressText["annotations"]) =>
  outline(changesBetween([own(before)], [own(after)], options));

function own(annotations: IngressText["annotations"] = {}): string {
  return ingress({ class: "legacy", annotations });
}

describe("what the provider supports", () => {
  test.each([
    ["auth-url", "https://login.io", "auth widened"],
    ["whitelist-source-range", "10.0.0.0/8", "sourceRange widened"],
    ["limit-rps", "5", "rateLimit widened"],
  ])("%s protects", (key, value, expected) => {
    expect(lines({ [key]: value }, {})).toEqual([expected]);
  });
});

describe("what the provider ignores", () => {
  test.each([
    ["denylist-source-range", "10.0.0.0/8"],
    ["enable-modsecurity", "true"],
    ["auth-tls-match-cn", "CN=shop"],
    ["ssl-ciphers", "AES128-SHA"],
    ["mirror-target", "https://copy.io"],
    ["auth-cache-key", "$remote_user"],
    ["limit-rate", "100"],
    ["auth-proxy-set-headers", "shop/headers"],
    ["stream-snippet", "listen 1;"],
    ["proxy-ssl-verify-depth", "1"],
    ["satisfy", "any"],
  ])("%s only looks like a protection", (key, value) => {
    expect(lines({}, { [key]: value })).toEqual(["ineffective widened"]);
  });

  test("one proof is not enough where both are asked for", () => {
    const both = { "auth-url": "https://login.io", "whitelist-source-range": "10.0.0.0/8" };
    const [change] = changesBetween([own(both)], [own({ ...both, satisfy: "any" })], options);
    expect(change).toMatchObject({ facet: "ineffective" });
  });

  test("a list of denied addresses accepts everybody", () => {
    const annotations = { "denylist-source-range": "10.0.0.0/8" };
    const changes = changesBetween([ingress({ annotations })], [own(annotations)], options);
    const range = changes.find(({ facet }) => facet === "sourceRange");
    expect(range).toMatchObject({
      direction: "widened",
      to: { kind: "every", despite: expect.stringContaining("ignores") },
    });
  });
});

test("the same manifests lose protections when the policy names the other controller", () => {
  const annotations = { "enable-modsecurity": "true", "auth-url": "https://login.io" };
  const changes = changesBetween([ingress({ annotations })], [own(annotations)], options);
  expect(outline(changes)).toEqual(expect.arrayContaining(["entry unknown", "ineffective widened", "waf widened"]));
  expect(outline(changes)).not.toContain("auth widened");
});
