import { expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const controllers = { haproxy: { controller: "haproxy-ingress" } };
const tls: IngressText = { tls: [{ hosts: ["shop.example.com"], secret: "tls" }] };

function shop(annotations: Readonly<Record<string, string>> = {}, text: IngressText = tls): string {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    key.includes("/") ? key : `haproxy-ingress.github.io/${key}`,
    value,
  ]);
  return ingress({ class: "haproxy", ...text, annotations: Object.fromEntries(prefixed) });
}

const changes = (before: readonly string[], after: readonly string[]) => changesBetween(before, after, { controllers });
const outcome = (before: Record<string, string>, after: Record<string, string>, text: IngressText = tls) =>
  outline(changes([shop(before, text)], [shop(after, text)]));

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["the older prefix", { "limit-rps": "10" }, { "ingress.kubernetes.io/limit-rps": "10" }],
  ["the older name", { "allowlist-source-range": "10.0.0.0/8" }, { "whitelist-source-range": "10.0.0.0/8" }],
  [
    "a name that is not read beside the new one",
    { "allowlist-source-range": "10.0.0.0/8" },
    { "allowlist-source-range": "10.0.0.0/8", "whitelist-source-range": "0.0.0.0/0" },
  ],
  [
    "an exception outside of the list",
    { "allowlist-source-range": "10.0.0.0/8" },
    { "allowlist-source-range": "10.0.0.0/8,!192.168.0.0/16" },
  ],
  [
    "defaults that are written down",
    { waf: "modsecurity" },
    {
      waf: "modsecurity",
      "waf-mode": "deny",
      "ssl-redirect": "true",
      hsts: "true",
      "hsts-max-age": "15768000",
      "backend-protocol": "h1",
    },
  ],
  ["secure-backends in the words of today", { "secure-backends": "true" }, { "backend-protocol": "h1-ssl" }],
  [
    "strictness that is the default",
    { "auth-tls-secret": "shop/ca" },
    { "auth-tls-secret": "shop/ca", "auth-tls-strict": "true", "auth-tls-verify-client": "on" },
  ],
])("equal meaning is no change: %s", (_, before, after) => {
  expect(outcome(before, after)).toEqual([]);
});

test.each<[string, string, Record<string, string>, Record<string, string>]>([
  ["a password", "auth", { "auth-secret": "users" }, {}],
  ["an external check", "auth", { "auth-url": "http://login.example.com/check" }, {}],
  ["a login", "auth", { oauth: "oauth2_proxy" }, {}],
  [
    "a client certificate",
    "auth",
    { "auth-tls-secret": "shop/ca" },
    { "auth-tls-secret": "shop/ca", "auth-tls-verify-client": "optional" },
  ],
  [
    "who checks it",
    "auth",
    { "auth-tls-secret": "shop/ca" },
    { "auth-tls-secret": "shop/ca", "auth-tls-strict": "false" },
  ],
  [
    "an exception of the list",
    "sourceRange",
    { "allowlist-source-range": "10.0.0.0/8,!10.1.0.0/16" },
    { "allowlist-source-range": "10.0.0.0/8" },
  ],
  [
    "a refused network",
    "sourceRange",
    { "denylist-source-range": "203.0.113.0/24" },
    { "denylist-source-range": "203.0.113.0/24,!203.0.113.7" },
  ],
  ["a header in place of the address", "clientIp", {}, { "allowlist-source-header": "X-Forwarded-For" }],
  ["a rate", "rateLimit", { "limit-rps": "5" }, { "limit-rps": "50" }],
  ["connections", "rateLimit", { "limit-connections": "5" }, {}],
  ["the firewall", "waf", { waf: "modsecurity" }, { waf: "modsecurity", "waf-mode": "detect" }],
  ["TLS to the pods", "backendTls", { "backend-protocol": "h2-ssl" }, { "backend-protocol": "h2" }],
  [
    "the check of their certificate",
    "backendTls",
    { "secure-backends": "true", "secure-verify-ca-secret": "ca" },
    { "secure-backends": "true" },
  ],
  ["the redirect", "redirect", {}, { "ssl-redirect": "false" }],
  ["HSTS", "hsts", {}, { hsts: "false" }],
  [
    "an old TLS version",
    "tlsVersion",
    { "ssl-options-host": "ssl-min-ver TLSv1.2" },
    { "ssl-options-host": "ssl-min-ver TLSv1.0" },
  ],
  [
    "weak ciphers",
    "ciphers",
    { "ssl-ciphers": "ECDHE-RSA-AES128-GCM-SHA256" },
    { "ssl-ciphers": "ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA" },
  ],
  [
    "other sites",
    "cors",
    { "cors-enable": "true", "cors-allow-origin": "https://a.example" },
    { "cors-enable": "true", "cors-allow-origin-regex": ".*" },
  ],
  ["free configuration", "snippet", {}, { "config-backend": "http-request allow" }],
  ["an identity header", "requestHeaders", { headers: "X-User: none" }, {}],
])("weakened, and strengthened the other way round: %s", (_, facet, before, after) => {
  expect(outcome(before, after)).toEqual([`${facet} widened`]);
  expect(outcome(after, before)).toEqual([facet === "snippet" ? "snippet unknown" : `${facet} narrowed`]);
});

test("paths without a type are prefixes, unless the key says otherwise", () => {
  const text = { ...tls, paths: [["/admin", "ImplementationSpecific"]] } as const;
  expect(outcome({}, { "path-type": "exact" }, text)).toContain("path narrowed");
  expect(outcome({ "path-type": "exact" }, { "path-type": "prefix" }, text)).toContain("path widened");
  expect(outcome({}, { "path-type": "begin" }, text).filter((one) => !one.startsWith("annotation"))).toEqual([]);
});

test("one Ingress of a host asks for the client certificate of all", () => {
  const cart = shop({ "auth-tls-secret": "shop/ca" }, { ...tls, name: "cart", paths: [["/cart"]] });
  const open = shop({}, { ...tls, name: "cart", paths: [["/cart"]] });
  const found = changes([shop(), cart], [shop(), open]);
  expect(found.filter(({ facet }) => facet === "auth").map(({ direction }) => direction)).toEqual(["widened"]);
  const other = shop({ "auth-tls-secret": "shop/other" });
  expect(outline(changes([shop(), cart], [other, cart]))).toContain("auth unknown");
});

test("names beside the host and headers that a request must show", () => {
  expect(outcome({}, { "server-alias": "www.shop.example.com" })).toEqual(["host widened", "tls widened"]);
  expect(outcome({}, { "server-alias-regex": "^.*\\.shop\\.example\\.com$" })).toContain("host widened");
  expect(outcome({ "http-header-match": "X-Partner: acme" }, {})).toEqual(["path widened"]);
});

test("the sign-in page of another site, and a published TCP port, are told", () => {
  const auth = { "auth-url": "http://login.example.com/check" };
  expect(
    outcome(
      { ...auth, "auth-signin": "https://login.example.com" },
      { ...auth, "auth-signin": "https://login.example.net" },
    ),
  ).toEqual(["redirectTarget unknown"]);
  expect(outcome({}, { "tcp-service-port": "5432" })).toEqual(["annotation unknown"]);
  expect(outcome({}, { "timeout-queue": "5s" })).toEqual(["annotation neutral"]);
});

test("the ConfigMap that an IngressClass names has defaults", () => {
  const ingressClass = JSON.stringify({
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "haproxy" },
    spec: { controller: "haproxy-ingress.github.io/controller", parameters: { kind: "ConfigMap", name: "defaults" } },
  });
  const configMap = (data: Record<string, string>) =>
    JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "defaults", namespace: "ingress" }, data });
  expect(
    outline(
      changes([shop(), ingressClass, configMap({ "auth-secret": "users" })], [shop(), ingressClass, configMap({})]),
    ),
  ).toEqual(["auth widened"]);
});

test("the class haproxy alone is read as the controller whose annotations are there", () => {
  const bare = (before: Record<string, string>, after: Record<string, string>) =>
    outline(changesBetween([shop(before)], [shop(after)]));
  expect(bare({ "auth-url": "http://login.example.com/check" }, {})).toEqual(["auth widened"]);
  expect(bare({ "haproxy.org/allow-list": "10.0.0.0/8" }, {})).toEqual(["sourceRange widened"]);
  expect(bare({}, { "ssl-redirect": "false" })).toEqual(["redirect widened"]);
  expect(
    bare({ "ingress.kubernetes.io/auth-secret": "users" }, { "ingress.kubernetes.io/auth-secret": "others" }),
  ).toEqual(["annotation unknown"]);
  const own = { "haproxy.org/allow-list": "10.0.0.0/8" };
  expect(bare({ ...own, "ingress.kubernetes.io/limit-rps": "5" }, own)).toEqual(["annotation unknown"]);
});

test("the global ConfigMap permits references and old TLS versions", () => {
  const configMap = (data: Record<string, string>) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "haproxy-ingress", namespace: "ingress" },
      data,
    });
  const between = (before: Record<string, string>, after: Record<string, string>) =>
    outline(changesBetween([configMap(before)], [configMap(after)]));
  expect(between({}, { "cross-namespace-secrets-crt": "allow" })).toEqual(["hardening widened"]);
  expect(between({}, { "ssl-options": "ssl-min-ver TLSv1.0" })).toEqual(["tlsVersion widened"]);
  expect(between({}, { "config-frontend": "http-request allow" })).toEqual(["snippet widened"]);
});

test("a protection of another controller does nothing here", () => {
  expect(outcome({}, { "traefik.ingress.kubernetes.io/router.middlewares": "shop-auth@kubernetescrd" })).toEqual([
    "ineffective widened",
  ]);
});
