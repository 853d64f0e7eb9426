import { expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const controllers = { nginx: { controller: "nginx-inc" } };
const tls: IngressText = { tls: [{ hosts: ["shop.example.com"], secret: "tls" }] };

function shop(annotations: Readonly<Record<string, string>> = {}, text: IngressText = tls): string {
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    key.includes("/") ? key : `nginx.org/${key}`,
    value,
  ]);
  return ingress({ ...text, annotations: Object.fromEntries(prefixed) });
}

function policy(name: string, spec: object): string {
  return JSON.stringify({
    apiVersion: "k8s.nginx.org/v1",
    kind: "Policy",
    metadata: { name, namespace: "shop" },
    spec,
  });
}

const changes = (before: readonly string[], after: readonly string[]) => changesBetween(before, after, { controllers });
const outcome = (before: Record<string, string>, after: Record<string, string>, text: IngressText = tls) =>
  outline(changes([shop(before, text)], [shop(after, text)]));

/** The change of one Policy that the Ingress names. */
function policyOutcome(before: object, after: object) {
  const own = shop({ policies: "one" });
  return outline(changes([own, policy("one", before)], [own, policy("one", after)]));
}

test.each<[string, Record<string, string>, Record<string, string>]>([
  [
    "defaults that are written down",
    {},
    { "ssl-redirect": "True", hsts: "False", "client-max-body-size": "1m", "limit-req-key": "${binary_remote_addr}" },
  ],
  ["the old name of the redirect", { "ssl-redirect": "false" }, { "ingress.kubernetes.io/ssl-redirect": "false" }],
  ["the same rate per minute", { "limit-req-rate": "1r/s" }, { "limit-req-rate": "60r/m" }],
  ["a list in another order", { "ssl-services": "web,api" }, { "ssl-services": "api, web" }],
])("equal meaning is no change: %s", (_, before, after) => {
  expect(outcome(before, after)).toEqual([]);
});

test.each<[string, string, Record<string, string>, Record<string, string>]>([
  ["a password", "auth", { "basic-auth-secret": "users" }, {}],
  ["a token", "auth", { "nginx.com/jwt-key": "keys" }, {}],
  ["the redirect", "redirect", {}, { "ssl-redirect": "False" }],
  ["HSTS", "hsts", { hsts: "true" }, { hsts: "true", "hsts-max-age": "60" }],
  ["a rate", "rateLimit", { "limit-req-rate": "5r/s" }, { "limit-req-rate": "50r/s" }],
  [
    "a rate that only counts",
    "rateLimit",
    { "limit-req-rate": "5r/s" },
    { "limit-req-rate": "5r/s", "limit-req-dry-run": "true" },
  ],
  ["a burst", "rateLimit", { "limit-req-rate": "5r/s" }, { "limit-req-rate": "5r/s", "limit-req-burst": "50" }],
  ["TLS to the pods", "backendTls", { "ssl-services": "web" }, {}],
  ["the firewall", "waf", { "appprotect.f5.com/app-protect-enable": "True" }, {}],
  ["weak ciphers", "ciphers", {}, { "ssl-ciphers": "AES128-SHA" }],
  ["free configuration", "snippet", {}, { "location-snippets": "satisfy any;" }],
  ["a security header", "responseHeaders", {}, { "proxy-hide-headers": "X-Frame-Options" }],
  ["an identity header", "requestHeaders", { "proxy-set-headers": "X-User: none" }, { "proxy-set-headers": "" }],
])("weakened, and strengthened the other way round: %s", (_, facet, before, after) => {
  expect(outcome(before, after)).toEqual([`${facet} widened`]);
  expect(outcome(after, before)).toEqual([`${facet} narrowed`]);
});

test.each<[string, string, object, object]>([
  [
    "accepted addresses",
    "sourceRange",
    { accessControl: { allow: ["10.0.0.0/8"] } },
    { accessControl: { allow: ["0.0.0.0/0"] } },
  ],
  [
    "refused addresses",
    "sourceRange",
    { accessControl: { deny: ["203.0.113.0/24"] } },
    { accessControl: { deny: ["203.0.113.7"] } },
  ],
  [
    "a rate",
    "rateLimit",
    { rateLimit: { rate: "5r/s", key: "${binary_remote_addr}" } },
    { rateLimit: { rate: "5r/s", key: "${binary_remote_addr}", dryRun: true } },
  ],
  [
    "a client certificate",
    "auth",
    { ingressMTLS: { clientCertSecret: "ca" } },
    { ingressMTLS: { clientCertSecret: "ca", verifyClient: "optional" } },
  ],
  [
    "a login",
    "auth",
    { oidc: { authEndpoint: "https://login.example.com/auth", clientID: "shop" } },
    { basicAuthNot: {} },
  ],
  [
    "the firewall",
    "waf",
    { waf: { enable: true, apPolicy: "strict" } },
    { waf: { enable: false, apPolicy: "strict" } },
  ],
  ["other sites", "cors", { cors: { allowOrigin: ["https://a.example"] } }, { cors: { allowOrigin: ["*"] } }],
])("a Policy is weakened where an Ingress names it: %s", (_, facet, before, after) => {
  expect(policyOutcome(before, after)).toContain(`${facet} widened`);
  expect(policyOutcome(after, before)).toContain(`${facet} narrowed`);
});

test("a Policy that goes points at the annotation, and one that changes at its field", () => {
  const list = policy("one", { accessControl: { allow: ["10.0.0.0/8"] } });
  const [gone] = changes([shop({ policies: "one" }), list], [shop(), list]);
  expect(gone).toMatchObject({ facet: "sourceRange", direction: "widened", resource: { kind: "Ingress" } });
  const [grown] = changes(
    [shop({ policies: "one" }), list],
    [shop({ policies: "one" }), list.replace("10.0.0.0/8", "0.0.0.0/0")],
  );
  expect(grown).toMatchObject({ facet: "sourceRange", resource: { kind: "Policy" } });
  expect(grown?.because[0]?.file).toBe("after-1.yaml");
});

test("TLS to the pods is checked only by a Policy that says so", () => {
  const own = shop({ "ssl-services": "web", policies: "one" });
  const egress = (verifyServer: boolean) => policy("one", { egressMTLS: { trustedCertSecret: "ca", verifyServer } });
  expect(outline(changes([own, egress(true)], [own, egress(false)]))).toEqual(["backendTls widened"]);
});

test("a Policy that is not in the repository is not known", () => {
  expect(outcome({ policies: "elsewhere" }, { policies: "other" })).toEqual(["auth unknown"]);
  expect(outcome({ policies: "elsewhere" }, { policies: "elsewhere" })).toEqual([]);
});

test("a field of a Policy that no control reads is an annotation", () => {
  const [change, ...others] = changes(
    [shop({ policies: "one" }), policy("one", { jwt: { secret: "keys", realm: "a" } })],
    [shop({ policies: "one" }), policy("one", { jwt: { secret: "keys", realm: "b" } })],
  );
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    facet: "annotation",
    changed: [{ key: "Policy shop/one: spec.jwt.realm", from: "a", to: "b" }],
  });
  expect(change?.because[0]?.file).toBe("after-1.yaml");
});

test("prefixes are of characters, expressions are opaque, wildcards span labels", () => {
  const admin: IngressText = { ...tls, paths: [["/admin"]] };
  expect(outcome({}, { "path-regex": "case_insensitive" }, admin)).toContain("path widened");
  expect(outcome({}, { "path-regex": "case_sensitive" }, admin).filter((one) => !one.startsWith("annotation"))).toEqual(
    [],
  );
  const wild = shop({}, { hosts: ["*.example.com"], tls: [{ hosts: ["*.example.com"], secret: "tls" }] });
  const named = shop(
    {},
    { name: "deep", hosts: ["a.b.example.com"], tls: [{ hosts: ["a.b.example.com"], secret: "tls" }] },
  );
  const found = changes([wild], [wild, named]);
  expect(found.some(({ facet }) => facet === "backend" || facet === "host" || facet === "path")).toBe(false);
});

test("a minion stands under its master", () => {
  const master = (annotations: Record<string, string>) =>
    shop({ "mergeable-ingress-type": "master", ...annotations }, { ...tls, name: "master", paths: [] });
  const minion = (annotations: Record<string, string> = {}) =>
    shop({ "mergeable-ingress-type": "minion", ...annotations }, { name: "minion", paths: [["/cart"]] });
  const guarded = changes([master({ "basic-auth-secret": "users" }), minion()], [master({}), minion()]);
  expect(guarded.filter(({ facet }) => facet === "auth").map(({ direction }) => direction)).toEqual(["widened"]);
  expect(outline(changes([master({}), minion()], [master({ "ssl-redirect": "false" }), minion()]))).toContain(
    "redirect widened",
  );
  expect(outline(changes([master({}), minion()], [master({}), minion({ "server-snippets": "return 200;" })]))).toEqual([
    "ineffective widened",
  ]);
});

test("the ConfigMap decides the oldest TLS version and whose word counts for the address", () => {
  const config = (data: Record<string, string>) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "nginx-config", namespace: "nginx-ingress" },
      data,
    });
  const between = (before: Record<string, string>, after: Record<string, string>) =>
    outline(changes([shop(), config(before)], [shop(), config(after)]));
  expect(between({}, { "ssl-protocols": "TLSv1 TLSv1.2" })).toContain("tlsVersion widened");
  expect(between({}, { "set-real-ip-from": "0.0.0.0/0", "real-ip-header": "X-Forwarded-For" })).toContain(
    "clientIp widened",
  );
  expect(between({}, { "access-log-off": "true" })).toContain("accessLog widened");
});

test("a protection of another controller does nothing here", () => {
  expect(outcome({}, { "traefik.ingress.kubernetes.io/router.middlewares": "shop-auth@kubernetescrd" })).toEqual([
    "ineffective widened",
  ]);
});
