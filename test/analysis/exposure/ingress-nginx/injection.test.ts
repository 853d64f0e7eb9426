import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const found = (text: IngressText, before: IngressText = {}) =>
  changesBetween([ingress(before)], [ingress(text)])
    .filter(({ facet }) => facet === "injection")
    .flatMap((change) => ("to" in change && Array.isArray(change.to) ? change.to : []));
const annotated = (key: string, value: string) => found({ annotations: { [key]: value } });
const path = (text: string, annotations = {}) => found({ paths: [[text, "ImplementationSpecific"]], annotations });

describe("shapes of exploits", () => {
  test.each([
    ["CVE-2021-25745", () => path("/x/var/run/secrets/kubernetes.io/serviceaccount/token")],
    ["CVE-2021-25746", () => annotated("proxy-redirect-from", "x; }\nlocation /evil {")],
    ["CVE-2021-25748", () => path("/x\n{alias /etc/nginx/;}")],
    ["CVE-2022-4886", () => path("/x{log_format a;}")],
    ["CVE-2023-5044", () => annotated("permanent-redirect", "https://a.io;}location /x {return 200;}")],
    ["CVE-2024-7646", () => annotated("auth-realm", "Login\rproxy_pass http://a.io")],
    ["CVE-2025-1097", () => annotated("auth-tls-match-cn", "(abc")],
    ["CVE-2025-1098", () => annotated("mirror-target", 'https://a.io";\n}')],
    ["CVE-2025-24513", () => annotated("auth-secret", "shop/../../etc")],
    ["CVE-2025-24514", () => annotated("auth-url", "http://a.io/#;load_module /tmp/x.so;\n")],
    ["CVE-2026-1580", () => annotated("auth-method", "GET; proxy_pass http://a.io")],
    ["CVE-2026-24512", () => path('/x" ; return 200 x; #')],
    ["CVE-2026-3288", () => path('/x" y', { "rewrite-target": "/" })],
    ["Lua code", () => annotated("upstream-vhost", "a content_by_lua_block")],
    ["a Secret's name", () => found({ tls: [{ secret: "../x" }] })],
    ["a host", () => found({ hosts: ["a.io;b"] })],
    ["a dollar sign that names nothing", () => annotated("auth-url", "https://a.io/$1")],
  ] as const)("%s", (_, shapes) => expect(shapes()).toHaveLength(1));
});

test("a header that a ConfigMap brings (CVE-2025-15566)", () => {
  const headers = (value: string) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "headers", namespace: "shop" },
      data: { "X-Ingress": value },
    });
  const shop = ingress({ annotations: { "auth-url": "https://a.io", "auth-proxy-set-headers": "shop/headers" } });
  const changes = changesBetween([headers("shop"), shop], [headers("shop; } location /x {"), shop]);
  expect(outline(changes)).toContain("injection widened");
  expect(changes[0]?.resource.kind).toBe("ConfigMap");
  expect(outline(changesBetween([headers("shop"), shop], [headers("other"), shop]))).toEqual(["annotation unknown"]);
});

describe("legal values", () => {
  test.each([
    ["variables", "auth-signin", "https://$host/oauth2/start?rd=$escaped_request_uri"],
    ["a fragment", "permanent-redirect", "https://a.io/#/login"],
    ["the last line break of a block", "whitelist-source-range", "10.0.0.0/8\n"],
    ["an alias that is an expression", "server-alias", "~^(?<x>[\\w-]+)\\.a\\.io{1,2}$"],
    ["a placeholder", "auth-url", 'https://{{ .Values.host | default "a.io" }}/check'],
    ["a variable of a shell", "mirror-target", "https://${COPY:-a.io}$request_uri"],
    ["another method", "auth-method", "HEAD"],
    ["a subject", "auth-tls-match-cn", "CN=shop"],
    ["a snippet, which has a control of its own", "configuration-snippet", 'set $a "b";\nreturn 404;'],
  ])("%s", (_, key, value) => expect(annotated(key, value)).toEqual([]));

  test("quantifiers where paths are expressions, and names of parameters", () => {
    expect(path("/v[0-9]{1,2}/x", { "use-regex": "true" })).toEqual([]);
    expect(path("/v[0-9]{1,2}/x")).toHaveLength(1);
    expect(path("/users/{id}")).toEqual([]);
    expect(path("/${PREFIX}/x")).toEqual([]);
  });
});

test("what was there before is not told again, another value is", () => {
  const evil = { annotations: { "auth-method": "GET x" } };
  expect(
    changesBetween([ingress(evil)], [ingress({ ...evil, paths: [["/"], ["/new"]] })]).map((one) => one.facet),
  ).not.toContain("injection");
  expect(found({ annotations: { "auth-method": "GET y" } }, evil)).toHaveLength(1);
});

test.each([
  ["a new Ingress", [], [ingress({ annotations: { "auth-method": "GET x" } })]],
  [
    "a canary",
    [ingress()],
    [ingress(), ingress({ name: "b", annotations: { canary: "true", "auth-method": "GET x" } })],
  ],
  ["an object without a class", [], [ingress({ class: null, annotations: { "auth-method": "GET x" } })]],
  [
    "behind passthrough",
    [ingress()],
    [ingress({ annotations: { "ssl-passthrough": "true", "auth-method": "GET x" } })],
  ],
  [
    "one that takes requests from another",
    [ingress({ annotations: { "auth-url": "https://a.io" } })],
    [
      ingress({ annotations: { "auth-url": "https://a.io" } }),
      ingress({ name: "b", paths: [["/b"]], annotations: { "auth-method": "GET x" } }),
    ],
  ],
])("in %s", (_, before, after) => {
  const changes = changesBetween(before, after).filter(({ facet }) => facet === "injection");
  expect(outline(changes)).toEqual(["injection widened"]);
  expect(changes[0]?.because.map(({ side }) => side)).toEqual(["after"]);
});

test("long and hostile values take linear time", () => {
  const started = performance.now();
  for (const text of ["{{", "${", "<", "[[", "{", "\\{", "%{", "$("]) annotated("upstream-vhost", text.repeat(20_000));
  expect(performance.now() - started).toBeLessThan(5000);
});
