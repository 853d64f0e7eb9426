import { describe, expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

function alb(annotations: Annotations = {}, more: IngressText = {}): string {
  const named = Object.entries(annotations).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]);
  return ingress({ class: "alb", ...more, annotations: Object.fromEntries(named) });
}

function outlineOf(before: Annotations, after: Annotations, more: IngressText = {}): string[] {
  return outline(changesBetween([alb(before, more)], [alb(after, more)]));
}

const https = { "listen-ports": '[{"HTTPS":443}]' };
const login = {
  ...https,
  "auth-type": "oidc",
  "auth-idp-oidc":
    '{"issuer":"https://login.example.com","authorizationEndpoint":"https://login.example.com/a","tokenEndpoint":"https://login.example.com/t","userInfoEndpoint":"https://login.example.com/u","secretName":"idp"}',
};

describe("equal meaning", () => {
  const cases: Record<string, [Annotations, Annotations]> = {
    "JSON in another order": [
      { "listen-ports": '[{"HTTP":80},{"HTTPS":443}]' },
      { "listen-ports": '[ {"HTTPS": 443}, {"HTTP": 80} ]' },
    ],
    "the port that a certificate brings": [
      { "certificate-arn": "arn:a" },
      { "certificate-arn": "arn:a", "listen-ports": '[{"HTTPS":443}]' },
    ],
    "the default policy": [https, { ...https, "ssl-policy": "ELBSecurityPolicy-2016-08" }],
    "every address": [{}, { "inbound-cidrs": "0.0.0.0/0,::/0" }],
    "the default protocol of targets": [{}, { "backend-protocol": "HTTP" }],
    "attributes in another order": [
      { "load-balancer-attributes": "idle_timeout.timeout_seconds=60,access_logs.s3.enabled=true" },
      { "load-balancer-attributes": "access_logs.s3.enabled=true, idle_timeout.timeout_seconds=60" },
    ],
    "a login that is not asked for": [{}, { "auth-type": "none" }],
  };
  test.each(Object.entries(cases))("%s", (_, [before, after]) => {
    expect(outlineOf(before, after)).toEqual([]);
    expect(outlineOf(after, before)).toEqual([]);
  });
});

describe("controls", () => {
  const cases: Record<string, [Annotations, Annotations, string[]]> = {
    "plain HTTP beside HTTPS": [https, { "listen-ports": '[{"HTTP":80},{"HTTPS":443}]' }, ["redirect"]],
    "no redirect": [
      { "listen-ports": '[{"HTTP":80},{"HTTPS":443}]', "ssl-redirect": "443" },
      { "listen-ports": '[{"HTTP":80},{"HTTPS":443}]' },
      ["redirect"],
    ],
    "HTTP instead of HTTPS": [https, {}, ["tls"]],
    "older TLS with weaker suites": [
      { ...https, "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06" },
      { ...https, "ssl-policy": "ELBSecurityPolicy-TLS-1-1-2017-01" },
      ["ciphers", "tlsVersion"],
    ],
    "no policy": [
      { ...https, "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" },
      https,
      ["ciphers", "tlsVersion"],
    ],
    "no login": [login, https, ["auth"]],
    "a login that may be left out": [login, { ...login, "auth-on-unauthenticated-request": "allow" }, ["auth"]],
    "a token that nobody checks": [
      { ...https, "jwt-validation": '{"jwksEndpoint":"https://i.io/keys","issuer":"https://i.io"}' },
      https,
      ["auth"],
    ],
    "a token with any audience": [
      {
        ...https,
        "jwt-validation":
          '{"jwksEndpoint":"https://i.io/keys","issuer":"https://i.io","additionalClaims":[{"format":"single-string","name":"aud","values":["shop"]}]}',
      },
      { ...https, "jwt-validation": '{"jwksEndpoint":"https://i.io/keys","issuer":"https://i.io"}' },
      ["auth"],
    ],
    "client certificates that nobody verifies": [
      { ...https, "mutual-authentication": '[{"port":443,"mode":"verify","trustStore":"arn:ts"}]' },
      { ...https, "mutual-authentication": '[{"port":443,"mode":"passthrough"}]' },
      ["auth"],
    ],
    "client certificates that expired": [
      { ...https, "mutual-authentication": '[{"port":443,"mode":"verify","trustStore":"arn:ts"}]' },
      {
        ...https,
        "mutual-authentication":
          '[{"port":443,"mode":"verify","trustStore":"arn:ts","ignoreClientCertificateExpiry":true}]',
      },
      ["auth"],
    ],
    "more networks": [
      { "inbound-cidrs": "10.0.0.0/8" },
      { "inbound-cidrs": "10.0.0.0/8,192.168.0.0/16" },
      ["sourceRange"],
    ],
    "any network": [{ "inbound-cidrs": "10.0.0.0/8" }, {}, ["sourceRange"]],
    "no firewall": [{ "wafv2-acl-arn": "arn:waf" }, {}, ["waf"]],
    "a firewall that is detached": [{ "wafv2-acl-arn": "arn:waf" }, { "wafv2-acl-arn": "none" }, ["waf"]],
    "plain HTTP to the targets": [{ "backend-protocol": "HTTPS" }, {}, ["backendTls"]],
    "no access log": [{ "load-balancer-attributes": "access_logs.s3.enabled=true" }, {}, ["accessLog"]],
  };
  test.each(Object.entries(cases))("%s", (_, [before, after, facets]) => {
    expect(outlineOf(before, after)).toEqual(facets.map((facet) => `${facet} widened`));
    expect(outlineOf(after, before)).toEqual(facets.map((facet) => `${facet} narrowed`));
  });
});

describe("who can reach the load balancer", () => {
  test("internal, then public", () => {
    const [change, ...more] = changesBetween([alb({ scheme: "internal" })], [alb({ scheme: "internet-facing" })]);
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      facet: "entry",
      direction: "widened",
      from: { class: "alb", reach: "private-network", stated: true },
      to: { class: "alb", reach: "internet", stated: true },
    });
    expect(change?.because).toMatchObject([{ side: "after" }, { side: "before" }]);
  });

  test("internal by default", () => {
    expect(outlineOf({}, { scheme: "internet-facing" })).toEqual(["entry widened"]);
    expect(outlineOf({}, { scheme: "internal" })).toEqual(["entry neutral"]);
    expect(outlineOf({ scheme: "internal" }, {})).toEqual(["entry unknown"]);
    expect(outlineOf({ scheme: "internal" }, { scheme: "{{ .Values.scheme }}" })).toContain("entry unknown");
    expect(outlineOf({ scheme: "{{ .a }}" }, { scheme: "{{ .b }}" })).toEqual(["annotation unknown"]);
  });

  test("a network load balancer in front", () => {
    const inFront = { scheme: "internal", "enable-frontend-nlb": "true" };
    expect(outlineOf({ scheme: "internal" }, inFront)).toEqual([]);
    expect(outlineOf(inFront, { ...inFront, "frontend-nlb-scheme": "internet-facing" })).toEqual(["entry widened"]);
  });

  test("the class has the last word", () => {
    const params = (scheme: string) => `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: alb }
spec:
  controller: ingress.k8s.aws/alb
  parameters: { apiGroup: elbv2.k8s.aws, kind: IngressClassParams, name: edge }
---
apiVersion: elbv2.k8s.aws/v1beta1
kind: IngressClassParams
metadata: { name: edge }
spec:
  scheme: ${scheme}
  subnets: { ids: [subnet-1] }`;
    const changes = changesBetween(
      [alb({ scheme: "internal" }), params("internal")],
      [alb({ scheme: "internal" }), params("internet-facing")],
    );
    expect(outline(changes)).toEqual(["entry widened"]);
    expect(changes[0]).toMatchObject({
      resource: { kind: "IngressClassParams" },
      because: [{ file: "after-1.yaml" }, {}],
    });
    const subnet = changesBetween(
      [alb(), params("internal")],
      [alb(), params("internal").replace("subnet-1", "subnet-2")],
    );
    expect(outline(subnet)).toEqual(["annotation unknown"]);
    expect(subnet[0]?.because.length).toBeGreaterThan(0);
  });

  test("the members of a group share a load balancer", () => {
    const member = (name: string, more: Annotations) =>
      alb({ "group.name": "edge", ...more }, { name, hosts: [`${name}.io`] });
    const changes = changesBetween(
      [member("a", { scheme: "internal" }), member("b", {})],
      [member("a", { scheme: "internet-facing" }), member("b", {})],
    );
    expect(changes.flatMap(({ targets }) => targets.map(({ host }) => host)).sort()).toEqual(["a.io", "b.io"]);
    expect(outline(changes)).toEqual(["entry widened"]);
  });
});

describe("authentication belongs to HTTPS", () => {
  const both = { ...login, "listen-ports": '[{"HTTP":80},{"HTTPS":443}]' };

  test("plain HTTP serves without it", () => {
    const changes = changesBetween([alb(login)], [alb(both)]);
    expect(outline(changes)).toEqual(["auth widened", "redirect widened"]);
    expect(changes.find(({ facet }) => facet === "auth")).toMatchObject({
      to: { kind: "checks", ways: [[]], exempt: "the HTTP listener" },
    });
  });

  test("a redirect closes the gap", () => {
    expect(outlineOf(login, { ...both, "ssl-redirect": "443" })).toEqual([]);
  });

  test("so does a path that sends everything to HTTPS", () => {
    const paths = [["/*", "ImplementationSpecific", "web"]] as const;
    const action = {
      "actions.ssl-redirect":
        '{"Type":"redirect","RedirectConfig":{"Protocol":"HTTPS","Port":"443","StatusCode":"HTTP_301"}}',
    };
    const withAction = (annotations: Annotations) =>
      alb(
        { ...annotations, ...action },
        { paths: [["/*", "ImplementationSpecific", "ssl-redirect"], ...paths] },
      ).replace(
        '{"name":"ssl-redirect","port":{"number":80}}',
        '{"name":"ssl-redirect","port":{"name":"use-annotation"}}',
      );
    expect(outline(changesBetween([alb(login, { paths })], [withAction(both)]))).toEqual([]);
  });

  test("what is out of effect is compared as text", () => {
    expect(outlineOf(both, { ...both, "auth-idp-oidc": both["auth-idp-oidc"].replaceAll("login.", "other.") })).toEqual(
      ["annotation unknown"],
    );
  });
});

describe("security groups", () => {
  const list = { "inbound-cidrs": "10.0.0.0/8" };

  test("take the place of the list", () => {
    const [change, ...more] = changesBetween([alb(list)], [alb({ ...list, "security-groups": "sg-1" })]);
    expect(change).toMatchObject({ facet: "sourceRange", direction: "widened", to: { kind: "every" } });
    expect(more).toEqual([]);
    expect(outlineOf({ ...list, "security-groups": "sg-1" }, { ...list, "security-groups": "sg-2" })).toEqual([
      "sourceRange unknown",
    ]);
  });

  test("are known by their names only", () => {
    expect(outlineOf({ "security-groups": "sg-2, sg-1" }, { "security-groups": "sg-1,sg-2" })).toEqual([]);
    expect(outlineOf({ "security-groups": "sg-1" }, { "security-groups": "sg-2" })).toEqual(["sourceRange unknown"]);
    expect(outlineOf(list, { ...list, "security-group-prefix-lists": "pl-1" })).toEqual(["sourceRange unknown"]);
  });
});

describe("rules of a load balancer", () => {
  const action = (name: string) =>
    alb({}, { paths: [["/", "Prefix", name]] }).replace('"port":{"number":80}', '"port":{"name":"use-annotation"}');
  const withAction = (name: string, value: object) => {
    const manifest = JSON.parse(action(name));
    manifest.metadata.annotations = { [`alb.ingress.kubernetes.io/actions.${name}`]: JSON.stringify(value) };
    return JSON.stringify(manifest);
  };
  const forward = (targets: object[]) =>
    withAction("split", { type: "forward", forwardConfig: { targetGroups: targets } });

  test("forward to several targets", () => {
    const [web, canary] = [
      { serviceName: "web", servicePort: 80, weight: 90 },
      { serviceName: "canary", servicePort: 80, weight: 10 },
    ];
    expect(outline(changesBetween([forward([web, canary])], [forward([canary, web])]))).toEqual([]);
    expect(outline(changesBetween([forward([web])], [forward([web, canary])]))).toContain("backend unknown");
    expect(outline(changesBetween([forward([web, canary])], [forward([web, { ...canary, weight: 90 }])]))).toEqual([
      "annotation unknown",
    ]);
  });

  test("redirect elsewhere", () => {
    const redirect = (host: string) =>
      withAction("away", { type: "redirect", redirectConfig: { host, statusCode: "HTTP_302" } });
    expect(outline(changesBetween([redirect("a.io")], [redirect("b.io")]))).toEqual(["redirectTarget unknown"]);
  });

  test("answer by themselves", () => {
    const denied = withAction("no", { type: "fixed-response", fixedResponseConfig: { statusCode: "403" } });
    expect(outline(changesBetween([denied], [alb()]))).toEqual(["backend unknown"]);
  });

  test("ask for more than a path", () => {
    const condition = JSON.stringify([
      { field: "http-header", httpHeaderConfig: { httpHeaderName: "X-Partner", values: ["acme"] } },
    ]);
    const changes = changesBetween([alb({ "conditions.web": condition })], [alb()]);
    expect(outline(changes)).toEqual(["path widened"]);
    expect(changes[0]).toMatchObject({ how: "condition-removed" });
  });

  test("rewrite", () => {
    const transform = (replace: string) => ({
      "transforms.web": JSON.stringify([
        { type: "url-rewrite", urlRewriteConfig: { rewrites: [{ regex: "^/api/(.*)$", replace }] } },
      ]),
    });
    expect(outlineOf(transform("/v1/$1"), transform("/$1"))).toEqual(["rewrite widened"]);
  });

  test("paths are globs", () => {
    const at = (path: string, type: string) => alb({}, { paths: [[path, type]] });
    expect(outline(changesBetween([at("/*", "ImplementationSpecific")], [at("/", "Prefix")]))).toEqual([]);
    expect(
      outline(changesBetween([at("/x", "ImplementationSpecific")], [at("/x*", "ImplementationSpecific")])),
    ).toEqual(["path widened"]);
    expect(outline(changesBetween([at("/x", "Exact")], [at("/x", "ImplementationSpecific")]))).toEqual([]);
  });

  test("a lower order comes first", () => {
    const open = (order: string) =>
      alb({ "group.name": "edge", "group.order": order }, { name: "open", paths: [["/", "Prefix", "web"]] });
    const closed = alb({ "group.name": "edge", "group.order": "5", ...login }, { name: "login", paths: [["/admin"]] });
    const changes = changesBetween([open("9"), closed], [open("1"), closed]);
    expect(changes.some(({ direction }) => direction === "widened")).toBe(true);
  });
});

describe("annotations on the Service", () => {
  const service = (annotations: Annotations) =>
    JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "shop", annotations } });

  test("come first", () => {
    const changes = changesBetween(
      [alb(), service({ "alb.ingress.kubernetes.io/backend-protocol": "HTTPS" })],
      [alb(), service({})],
    );
    expect(outline(changes)).toContain("backendTls widened");
  });
});

test("a setting that is not interpreted is still a change", () => {
  expect(outlineOf({ "shield-advanced-protection": "true" }, {})).toEqual(["annotation unknown"]);
  expect(outlineOf({ subnets: "a" }, { subnets: "b" })).toEqual(["annotation unknown"]);
  expect(outlineOf({ "healthcheck-path": "/a" }, { "healthcheck-path": "/b" })).toEqual(["annotation neutral"]);
  expect(outlineOf({ "load-balancer-attributes": "routing.http.desync_mitigation_mode=strictest" }, {})).toEqual([
    "annotation unknown",
  ]);
  expect(outlineOf(https, { "listen-ports": '[{"HTTPS":443},{"HTTPS":8443}]' })).toEqual(["annotation unknown"]);
});

test("templates are unknown", () => {
  expect(outlineOf(https, { "listen-ports": "{{ .Values.ports }}" }).every((line) => line.endsWith("unknown"))).toBe(
    true,
  );
  expect(outlineOf(login, { ...login, "auth-type": "${AUTH}" })).toEqual(["auth unknown"]);
  expect(outlineOf({ "backend-protocol": "HTTPS" }, { "backend-protocol": "${PROTOCOL}" })).toEqual([
    "backendTls unknown",
  ]);
});

test("settings of another controller protect nothing here", () => {
  const carried = JSON.parse(alb());
  carried.metadata.annotations = { "nginx.ingress.kubernetes.io/auth-url": "https://login.example.com" };
  expect(outline(changesBetween([alb()], [JSON.stringify(carried)]))).toEqual(["ineffective widened"]);
});
