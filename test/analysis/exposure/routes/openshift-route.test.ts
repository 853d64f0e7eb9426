import { describe, expect, test } from "@jest/globals";
import { changesBetween, outline } from "../ingress-texts.ts";

interface RouteText {
  readonly apiVersion?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

function route({ apiVersion, annotations = {}, labels = {}, spec = {} }: RouteText = {}): string {
  const named = Object.entries(annotations).map(([key, value]) => [
    key.includes("/") ? key : `haproxy.router.openshift.io/${key}`,
    value,
  ]);
  return JSON.stringify({
    apiVersion: apiVersion ?? "route.openshift.io/v1",
    kind: "Route",
    metadata: { name: "shop", namespace: "shop", labels, annotations: Object.fromEntries(named) },
    spec: { host: "shop.example.com", to: { kind: "Service", name: "web" }, ...spec },
  });
}

function outlineOf(before: RouteText, after: RouteText): string[] {
  return outline(changesBetween([route(before)], [route(after)]));
}

const tls = (more: object = {}) => ({
  spec: { tls: { termination: "edge", certificate: "PEM", key: "KEY", ...more } },
});
const annotated = (annotations: Readonly<Record<string, string>>) => ({ annotations });

describe("equal meaning", () => {
  const cases: Record<string, [RouteText, RouteText]> = {
    "the older group": [{ apiVersion: "v1" }, {}],
    "the name in other case": [{}, { spec: { host: "SHOP.example.com." } }],
    "the default weight": [{}, { spec: { to: { kind: "Service", name: "web", weight: 100 } } }],
    "the default for plain HTTP": [tls(), tls({ insecureEdgeTerminationPolicy: "None" })],
    "an alternate without requests": [{}, { spec: { alternateBackends: [{ kind: "Service", name: "b", weight: 0 }] } }],
    "the newer name of the list": [
      annotated({ ip_whitelist: "10.0.0.0/8" }),
      annotated({ ip_allowlist: "10.0.0.0/8" }),
    ],
    "addresses in another order": [
      annotated({ ip_allowlist: "10.0.0.0/8 192.168.1.1" }),
      annotated({ ip_allowlist: "192.168.1.1/32 10.0.0.0/8" }),
    ],
    "limits that are switched off": [{}, annotated({ "rate-limit-connections.rate-http": "10" })],
    "the default for forwarded headers": [{}, annotated({ "set-forwarded-headers": "append" })],
    "a slash at the end": [{ spec: { path: "/x" } }, { spec: { path: "/x/" } }],
  };
  test.each(Object.entries(cases))("%s", (_, [before, after]) => {
    expect(outlineOf(before, after)).toEqual([]);
    expect(outlineOf(after, before)).toEqual([]);
  });
});

describe("controls", () => {
  const limit = (rate: string) =>
    annotated({ "rate-limit-connections": "true", "rate-limit-connections.rate-http": rate });
  const cases: Record<string, [RouteText, RouteText, string]> = {
    "no TLS": [tls(), {}, "tls"],
    "plain HTTP beside TLS": [tls(), tls({ insecureEdgeTerminationPolicy: "Allow" }), "redirect"],
    "no redirect": [
      tls({ insecureEdgeTerminationPolicy: "Redirect" }),
      tls({ insecureEdgeTerminationPolicy: "Allow" }),
      "redirect",
    ],
    "plain HTTP to the pods": [tls({ termination: "reencrypt" }), tls(), "backendTls"],
    "no certificate of its own": [tls(), { spec: { tls: { termination: "edge" } } }, "tls"],
    "any address": [annotated({ ip_allowlist: "10.0.0.0/8" }), {}, "sourceRange"],
    "more addresses": [
      annotated({ ip_allowlist: "10.0.0.0/8" }),
      annotated({ ip_allowlist: "10.0.0.0/8 172.16.0.0/12" }),
      "sourceRange",
    ],
    "no limit": [limit("10"), {}, "rateLimit"],
    "a larger limit": [limit("10"), limit("20"), "rateLimit"],
    "a shorter HSTS": [
      { ...tls(), ...annotated({ hsts_header: "max-age=31536000;includeSubDomains" }) },
      { ...tls(), ...annotated({ hsts_header: "max-age=300;includeSubDomains" }) },
      "hsts",
    ],
    "the word of the client": [
      annotated({ "set-forwarded-headers": "replace" }),
      annotated({ "set-forwarded-headers": "if-none" }),
      "clientIp",
    ],
    "every path of the service": [
      { spec: { path: "/shop" }, ...annotated({ "rewrite-target": "/public" }) },
      { spec: { path: "/shop" }, ...annotated({ "rewrite-target": "/" }) },
      "rewrite",
    ],
    "a security header taken away": [
      {},
      {
        spec: {
          httpHeaders: { actions: { response: [{ name: "X-Frame-Options", action: { type: "Delete" } }] } },
        },
      },
      "responseHeaders",
    ],
  };
  test.each(Object.entries(cases))("%s", (_, [strong, weak, facet]) => {
    expect(outlineOf(strong, weak)).toEqual([`${facet} widened`]);
    expect(outlineOf(weak, strong)).toEqual([`${facet} narrowed`]);
  });

  test("connections that pass unopened", () => {
    expect(outlineOf(tls(), { spec: { tls: { termination: "passthrough" } } })).toEqual(["passthrough widened"]);
  });

  test("other certificates", () => {
    expect(outlineOf(tls(), tls({ certificate: "OTHER" }))).toEqual(["certificate neutral"]);
    expect(
      outlineOf(
        tls({ termination: "reencrypt", destinationCACertificate: "A" }),
        tls({ termination: "reencrypt", destinationCACertificate: "B" }),
      ),
    ).toEqual(["backendTls unknown"]);
    const [change] = changesBetween([route(tls())], [route(tls({ key: "OTHER" }))]);
    expect(change).toMatchObject({ facet: "certificate", from: [expect.stringContaining("in the Route itself")] });
  });
});

test("a list with commas is ignored without a word", () => {
  const [change, ...more] = changesBetween(
    [route(annotated({ ip_whitelist: "10.1.0.0/16 10.2.0.0/16" }))],
    [route(annotated({ ip_whitelist: "10.1.0.0/16,10.2.0.0/16" }))],
  );
  expect(more).toEqual([]);
  expect(change).toMatchObject({
    facet: "sourceRange",
    direction: "widened",
    to: { kind: "every", despite: expect.stringContaining("ip_whitelist") },
  });
  expect(outlineOf({}, annotated({ ip_whitelist: "10.1.0.0/16,10.2.0.0/16" }))).toEqual([]);
  expect(outlineOf(annotated({ ip_whitelist: "10.0.0.0/8" }), annotated({ ip_whitelist: "${LIST}" }))).toEqual([
    "sourceRange unknown",
  ]);
});

describe("what is published", () => {
  test("every name under the parent", () => {
    const changes = changesBetween([route()], [route({ spec: { wildcardPolicy: "Subdomain" } })]);
    expect(changes.map(({ facet, targets }) => [facet, targets[0]?.host])).toEqual([["host", "*.example.com"]]);
  });

  test("a host that the router makes up", () => {
    const generated = route({ spec: { host: undefined } });
    expect(outline(changesBetween([generated], [generated.replace('"name":"shop"', '"name":"shop2"')]))).toEqual([
      "host narrowed",
      "host widened",
    ]);
  });

  test("paths are whole segments", () => {
    expect(outlineOf({ spec: { path: "/x/y" } }, { spec: { path: "/x" } })).toEqual(["path widened"]);
  });

  test("backends and their shares", () => {
    const to = (weight: number) => ({
      spec: {
        to: { kind: "Service", name: "web", weight: 90 },
        alternateBackends: [{ kind: "Service", name: "canary", weight }],
      },
    });
    expect(outlineOf({}, to(10))).toContain("backend unknown");
    expect(outlineOf(to(10), to(50))).toEqual(["annotation neutral"]);
    expect(outlineOf({}, { spec: { port: { targetPort: "admin" } } })).toEqual(["backend unknown"]);
  });

  test("a router of its own", () => {
    expect(outlineOf({ labels: { router: "internal" } }, { labels: { router: "public" } })).toEqual([
      "annotation unknown",
    ]);
    expect(outlineOf({ labels: { version: "1" } }, { labels: { version: "2" } })).toEqual([]);
  });
});

test("a setting that is not interpreted is still a change", () => {
  const changes = changesBetween([route()], [route(annotated({ "router.openshift.io/cookie-same-site": "None" }))]);
  expect(outline(changes)).toEqual(["annotation unknown"]);
  expect(changes[0]?.because[0]).toMatchObject({ file: "after-0.yaml" });
  expect(outlineOf({}, annotated({ timeout: "60s" }))).toEqual(["annotation neutral"]);
  expect(
    outlineOf(
      {},
      {
        spec: {
          httpHeaders: { actions: { response: [{ name: "X-A", action: { type: "Set", set: { value: "b" } } }] } },
        },
      },
    ),
  ).toEqual(["annotation unknown"]);
});

test("a Route without a service is a problem", () => {
  expect(outlineOf({}, { spec: { to: {} } })).toEqual(["host narrowed", "problem unknown"]);
});

describe("a certificate that a controller in the cluster fills in", () => {
  const acme = annotated({ "kubernetes.io/tls-acme": "true" });

  test("may bring TLS along: whether it was kept is not known", () => {
    const before = tls({ insecureEdgeTerminationPolicy: "Redirect" });
    const changes = outlineOf(before, acme);
    expect(changes).toContain("tls unknown");
    expect(changes).not.toContain("tls widened");
  });

  test("is one of its own where TLS is asked for", () => {
    const edge = { spec: { tls: { termination: "edge" } } };
    expect(outlineOf(edge, { ...edge, ...acme })).toContain("tls narrowed");
  });

  test("asks somebody to look when nobody fills it in any more", () => {
    expect(outlineOf(acme, {})).toEqual(["annotation unknown"]);
  });
});
