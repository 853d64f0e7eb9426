import { expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const controllers = { haproxy: { controller: "haproxytech" } };

function shop(annotations: Readonly<Record<string, string>> = {}, text: IngressText = {}): string {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    key.includes("/") ? key : `haproxy.org/${key}`,
    value,
  ]);
  return ingress({ class: "haproxy", ...text, annotations: Object.fromEntries(prefixed) });
}

function service(annotations: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "shop", annotations },
    spec: { ports: [{ port: 80 }] },
  });
}

const changes = (before: readonly string[], after: readonly string[]) => changesBetween(before, after, { controllers });
const outcome = (before: Record<string, string>, after: Record<string, string>, text: IngressText = {}) =>
  outline(changes([shop(before, text)], [shop(after, text)]));

const tls: IngressText = { tls: [{ hosts: ["shop.example.com"], secret: "tls" }] };

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["an alias of the same list", { "allow-list": "10.0.0.0/8" }, { whitelist: "10.0.0.0/8" }],
  ["another prefix", { "allow-list": "10.0.0.0/8" }, { "haproxy.com/allow-list": "10.0.0.0/8" }],
  ["the same networks in other words", { "allow-list": "10.0.0.0/9,10.128.0.0/9" }, { "allow-list": "10.0.0.0/8" }],
  ["a default that is written down", {}, { "server-ssl": "false", "cors-enable": "false" }],
  [
    "the same rate over a longer time",
    { "rate-limit-requests": "10" },
    { "rate-limit-requests": "600", "rate-limit-period": "1m" },
  ],
])("equal meaning is no change: %s", (_, before, after) => {
  expect(outcome(before, after)).toEqual([]);
});

test.each<[string, string, Record<string, string>, Record<string, string>]>([
  ["a password", "auth", { "auth-type": "basic-auth", "auth-secret": "users" }, {}],
  ["a list of addresses", "sourceRange", { "allow-list": "10.0.0.0/8" }, { "allow-list": "0.0.0.0/0" }],
  ["a list of refused addresses", "sourceRange", { "deny-list": "203.0.113.0/24" }, {}],
  ["a rate", "rateLimit", { "rate-limit-requests": "10" }, { "rate-limit-requests": "100" }],
  [
    "who is exempt from it",
    "rateLimit",
    { "rate-limit-requests": "9" },
    { "rate-limit-requests": "9", "rate-limit-whitelist": "10.0.0.0/8" },
  ],
  ["TLS to the pods", "backendTls", { "server-ssl": "true" }, {}],
  [
    "the check of their certificate",
    "backendTls",
    { "server-ssl": "true", "server-ca": "ca" },
    { "server-ssl": "true" },
  ],
  ["a header in place of the address", "clientIp", {}, { "src-ip-header": "X-Real-IP" }],
  [
    "credentials for other sites",
    "cors",
    { "cors-enable": "true", "cors-allow-origin": "https://a.example" },
    { "cors-enable": "true", "cors-allow-origin": "https://a.example", "cors-allow-credentials": "true" },
  ],
  ["free configuration", "snippet", {}, { "backend-config-snippet": "http-request allow" }],
  ["a security header", "responseHeaders", { "response-set-header": 'X-Frame-Options "DENY"' }, {}],
  ["an identity header", "requestHeaders", { "request-set-header": "X-User none" }, {}],
  [
    "HSTS",
    "hsts",
    { "response-set-header": "Strict-Transport-Security max-age=31536000" },
    { "response-set-header": "Strict-Transport-Security max-age=60" },
  ],
])("weakened, and strengthened the other way round: %s", (_, facet, before, after) => {
  expect(outcome(before, after)).toEqual([`${facet} widened`]);
  expect(outcome(after, before)).toEqual([facet === "snippet" ? "snippet unknown" : `${facet} narrowed`]);
});

test("the redirect follows from the certificate until it is switched off", () => {
  expect(outcome({}, { "ssl-redirect": "false" }, tls)).toEqual(["redirect widened"]);
  expect(outcome({}, { "ssl-redirect": "true" }, tls)).toEqual([]);
  expect(outcome({}, { "ssl-redirect": "{{ .Values.redirect }}" }, tls)).toEqual(["redirect unknown"]);
});

test("a file of addresses is not known, nor is another kind of authentication", () => {
  expect(outcome({ "allow-list": "10.0.0.0/8" }, { "allow-list": "patterns/ips" })).toEqual(["sourceRange unknown"]);
  expect(
    outcome({ "auth-type": "basic-auth", "auth-secret": "u" }, { "auth-type": "digest", "auth-secret": "u" }),
  ).toEqual(["auth unknown"]);
});

test("passing connections through takes every other protection away", () => {
  const before = { "allow-list": "10.0.0.0/8", "auth-type": "basic-auth", "auth-secret": "users" };
  expect(outcome(before, { ...before, "ssl-passthrough": "true" })).toEqual(
    expect.arrayContaining(["auth widened", "passthrough widened", "sourceRange widened"]),
  );
});

test("a Service has the last word, and the change points there", () => {
  const [before, after] = [{ "haproxy.org/server-ssl": "true" }, { "haproxy.org/server-ssl": "false" }].map(service);
  const own = shop({ "server-ssl": "true" });
  const [change] = changes([own, before ?? ""], [own, after ?? ""]);
  expect(change).toMatchObject({ facet: "backendTls", direction: "widened", resource: { kind: "Service" } });
  expect(change?.because[0]).toMatchObject({ file: "after-1.yaml" });
  expect(changes([own], [own, before ?? ""])).toEqual([]);
});

test("what no control reads is an annotation, a line of a header as well", () => {
  expect(outcome({}, { "timeout-server": "10s" })).toEqual(["annotation neutral"]);
  expect(outcome({}, { "cr-backend": "other" })).toEqual(["annotation unknown"]);
  const [change] = changes([shop()], [shop({ "response-set-header": "Server none" })]);
  expect(change).toMatchObject({ facet: "annotation", changed: [{ key: "haproxy.org/response-set-header" }] });
  expect(change?.because.length).toBeGreaterThan(0);
  expect(outline(changes([shop(), service({})], [shop(), service({ "haproxy.org/cr-backend": "x" })]))).toEqual([
    "annotation unknown",
  ]);
});

test("a path without a type is a prefix of characters", () => {
  const own = (type: string) => [shop({}, { paths: [["/admin", type]] })];
  expect(outline(changes(own("Prefix"), own("ImplementationSpecific")))).toEqual(["path widened"]);
});

test("a default in the controller's ConfigMap counts where nothing else does", () => {
  const configMap = (data: Record<string, string>) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "haproxy-kubernetes-ingress", namespace: "haproxy" },
      data,
    });
  const open = changes([shop(), configMap({ "allow-list": "10.0.0.0/8" })], [shop(), configMap({})]);
  expect(outline(open)).toContain("sourceRange widened");
  expect(
    outline(
      changes(
        [shop({ "allow-list": "10.1.0.0/16" }), configMap({})],
        [shop({ "allow-list": "10.1.0.0/16" }), configMap({ "auth-realm": "x" })],
      ),
    ).filter((one) => !one.startsWith("annotation")),
  ).toEqual([]);
});

test("the ConfigMap asks every client for a certificate, or no longer", () => {
  const configMap = (data: Record<string, string>) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "haproxy-kubernetes-ingress", namespace: "haproxy" },
      data,
    });
  const between = (before: Record<string, string>, after: Record<string, string>) =>
    outline(changesBetween([configMap(before)], [configMap(after)]));
  expect(between({ "client-ca": "haproxy/ca" }, {})).toEqual(["auth widened"]);
  expect(between({ "client-ca": "haproxy/ca" }, { "client-ca": "haproxy/ca", "client-crt-optional": "true" })).toEqual([
    "auth widened",
  ]);
  expect(between({}, { "frontend-config-snippet": "http-request allow" })).toEqual(["snippet widened"]);
  expect(between({ "client-strict-sni": "true" }, {})).toEqual(["annotation unknown"]);
});

test("a protection of another controller does nothing here", () => {
  expect(outcome({}, { "traefik.ingress.kubernetes.io/router.middlewares": "shop-auth@kubernetescrd" })).toEqual([
    "ineffective widened",
  ]);
});
