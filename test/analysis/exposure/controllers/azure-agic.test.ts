import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

function agic(annotations: Annotations = {}, more: IngressText = {}): string {
  const named = Object.entries(annotations).map(([key, value]) => [`appgw.ingress.kubernetes.io/${key}`, value]);
  return ingress({
    class: "azure-application-gateway",
    tls: [{ secret: "tls" }],
    ...more,
    annotations: Object.fromEntries(named),
  });
}

function outlineOf(before: Annotations, after: Annotations, more: IngressText = {}): string[] {
  return outline(changesBetween([agic(before, more)], [agic(after, more)]));
}

describe("controls", () => {
  const cases: Record<string, [Annotations, Annotations, string]> = {
    "no redirect": [{ "ssl-redirect": "true" }, { "ssl-redirect": "false" }, "redirect"],
    "plain HTTP to the pods": [{ "backend-protocol": "https" }, {}, "backendTls"],
    "a certificate of the pods that is not checked": [
      { "backend-protocol": "https", "appgw-trusted-root-certificate": "root" },
      { "backend-protocol": "https" },
      "backendTls",
    ],
    "every path of the service": [{ "backend-path-prefix": "/public/" }, { "backend-path-prefix": "/" }, "rewrite"],
  };
  test.each(Object.entries(cases))("%s", (_, [strong, weak, facet]) => {
    expect(outlineOf(strong, weak)).toEqual([`${facet} widened`]);
    expect(outlineOf(weak, strong)).toEqual([`${facet} narrowed`]);
  });

  test("defaults say nothing", () => {
    expect(outlineOf({}, { "ssl-redirect": "false", "backend-protocol": "http" })).toEqual([]);
    expect(outlineOf({}, { "backend-protocol": "HTTP" })).toEqual([]);
  });

  test("the certificate that the gateway was given", () => {
    expect(outlineOf({ "appgw-ssl-certificate": "shop" }, {}, { tls: [] })).toEqual(["tls widened"]);
    expect(outlineOf({ "appgw-ssl-certificate": "shop" }, {})).toEqual([]);
  });

  test("policies are known by their names", () => {
    expect(
      outlineOf({ "waf-policy-for-path": "/subscriptions/x/a" }, { "waf-policy-for-path": "/subscriptions/x/b" }),
    ).toEqual(["waf unknown"]);
    expect(outlineOf({ "waf-policy-for-path": "/subscriptions/x/a" }, {})).toEqual(["waf unknown"]);
    expect(outlineOf({ "appgw-ssl-profile": "strict" }, {})).toEqual(["ciphers unknown", "tlsVersion unknown"]);
  });

  test("templates are unknown", () => {
    expect(outlineOf({ "ssl-redirect": "true" }, { "ssl-redirect": "{{ .Values.redirect }}" })).toEqual([
      "redirect unknown",
    ]);
  });
});

test("who can reach it", () => {
  expect(outlineOf({ "use-private-ip": "true" }, { "use-private-ip": "false" })).toEqual(["entry widened"]);
  expect(outlineOf({ "use-private-ip": "true" }, {})).toEqual(["entry widened"]);
  expect(outlineOf({}, { "use-private-ip": "false" })).toEqual(["entry neutral"]);
  const [change] = changesBetween([agic({ "use-private-ip": "true" })], [agic()]);
  expect(change?.because[0]).toMatchObject({ side: "before", file: "before-0.yaml" });
});

test("further hosts", () => {
  const changes = changesBetween([agic()], [agic({ "hostname-extension": "www.example.com, *.shop.example.com" })]);
  expect(changes.map(({ facet, targets }) => [facet, targets.map(({ host }) => host)])).toEqual([
    ["host", ["www.example.com"]],
    ["host", ["*.shop.example.com"]],
  ]);
});

test("prefixes are characters", () => {
  const at = (path: string, type: string) => agic({}, { paths: [[path, type]] });
  expect(outline(changesBetween([at("/x", "Prefix")], [at("/x*", "ImplementationSpecific")]))).toEqual([]);
  expect(outline(changesBetween([at("/x", "Exact")], [at("/x", "Prefix")]))).toEqual(["path widened"]);
  expect(outline(changesBetween([at("/", "ImplementationSpecific")], [at("/*", "ImplementationSpecific")]))).toEqual(
    [],
  );
});

test("a setting that is not interpreted is still a change", () => {
  expect(outlineOf({ "rewrite-rule-set": "a" }, { "rewrite-rule-set": "b" })).toEqual(["annotation unknown"]);
  expect(outlineOf({}, { "override-frontend-port": "8443" })).toEqual(["annotation unknown"]);
  expect(outlineOf({}, { "request-timeout": "60" })).toEqual(["annotation neutral"]);
});
