import { describe, expect, test } from "@jest/globals";
import { ineffectiveForeign } from "../../../../src/analysis/exposure/foreign-annotations.ts";
import { readIngress } from "../../../../src/analysis/exposure/ingress/read-ingress.ts";
import { changesBetween, type IngressText, ingress, outline, read } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

const between = (before: Annotations, after: Annotations, more: IngressText = {}) =>
  outline(changesBetween([ingress({ ...more, annotations: before })], [ingress({ ...more, annotations: after })]));

describe("a setting whose condition is missing", () => {
  test.each([
    [{ "auth-tls-verify-client": "on" }, { "auth-tls-secret": "shop/ca" }],
    [{ "proxy-ssl-verify": "on" }, { "proxy-ssl-secret": "shop/ca", "backend-protocol": "HTTPS" }],
    [{ "auth-secret": "users" }, { "auth-type": "basic" }],
    [{ "auth-response-headers": "X-User" }, { "auth-url": "https://a.io" }],
    [{ "cors-allow-origin": "https://a.io" }, { "enable-cors": "true" }],
    [{ "enable-owasp-core-rules": "true" }, { "enable-modsecurity": "true" }],
    [{ "modsecurity-snippet": "SecRuleEngine On" }, { "enable-modsecurity": "true" }],
    [{ "mirror-host": "a.io" }, { "mirror-target": "https://a.io" }],
  ] as [Annotations, Annotations][])("%j", (setting, condition) => {
    expect(between({}, setting)).toEqual(["ineffective widened"]);
    expect(between(setting, {})).toEqual(["ineffective narrowed"]);
    expect(between(condition, { ...condition, ...setting })).not.toContain("ineffective widened");
  });

  test("asking for nothing misleads nobody", () => {
    expect(between({}, { "auth-tls-verify-client": "off", "proxy-ssl-verify": "off" })).toEqual([]);
    expect(between({}, { "enable-cors": "false", "cors-allow-origin": "https://a.io" })).toEqual([]);
  });

  test("the older list beside the newer one", () => {
    const newer = { "allowlist-source-range": "10.0.0.0/8" };
    expect(between(newer, { ...newer, "whitelist-source-range": "11.0.0.0/8" })).toEqual(["ineffective widened"]);
  });

  test("a switch that is neither on nor off", () => {
    expect(between({}, { "force-ssl-redirect": "yes" })).toEqual(["ineffective widened"]);
  });
});

test("what stays without effect may change its value", () => {
  expect(between({ "auth-secret": "a" }, { "auth-secret": "b" })).toEqual([]);
});

test("nothing is looked at behind passthrough, but the redirect of plain HTTP", () => {
  const passes = { "ssl-passthrough": "true" };
  expect(between(passes, { ...passes, "whitelist-source-range": "10.0.0.0/8" })).toEqual(["ineffective widened"]);
  expect(between(passes, { ...passes, "force-ssl-redirect": "true" })).toEqual([]);
});

describe("a canary", () => {
  const main = ingress({ annotations: { "limit-rps": "5" } });
  const canary = (annotations: Annotations) =>
    ingress({ name: "canary", annotations: { canary: "true", "canary-weight": "5", ...annotations } });

  test("does not bring protections of its own", () => {
    const changes = changesBetween([main, canary({})], [main, canary({ "whitelist-source-range": "10.0.0.0/8" })]);
    expect(outline(changes)).toEqual(["ineffective widened"]);
    expect(changes[0]?.resource.name).toBe("canary");
  });

  test("may repeat what it takes anyway", () => {
    expect(changesBetween([main, canary({})], [main, canary({ "limit-rps": "5" })])).toEqual([]);
  });
});

describe("annotations of other controllers", () => {
  const foreign = { "haproxy.org/allow-list": "10.0.0.0/8" };

  test("protect nothing here, and are not asked about again", () => {
    expect(between({}, foreign)).toEqual(["ineffective widened"]);
    expect(between({}, { "alb.ingress.kubernetes.io/group.name": "shop" })).toEqual(["annotation unknown"]);
  });

  test("may count where the controller is not known", () => {
    expect(between({}, foreign, { class: null })).toEqual(["annotation unknown"]);
  });

  test("of which some are a controller's own", () => {
    const [resource] = read([ingress({ annotations: { ...foreign, "auth-url": "https://a.io" } })], "after");
    const list = (own: readonly string[]) => resource && ineffectiveForeign(readIngress(resource).ingress, own);
    expect(list(["haproxy.org/"])).toEqual(["nginx.ingress.kubernetes.io/auth-url: it belongs to another controller"]);
    expect(list(["haproxy.org/", "nginx.ingress.kubernetes.io/"])).toEqual([]);
  });
});

test("points at the annotation", () => {
  const [change] = changesBetween([ingress()], [ingress({ annotations: { "auth-secret": "a" } })]);
  expect(change?.because.map(({ side }) => side)).toEqual(["after"]);
});
