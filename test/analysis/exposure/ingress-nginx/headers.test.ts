import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

const between = (before: Annotations, after: Annotations) =>
  outline(changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]));
const headers = (data: Annotations) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "headers", namespace: "shop" }, data });

describe("headers from a ConfigMap", () => {
  const custom = ingress({ annotations: { "custom-headers": "shop/headers" } });
  const strict = headers({ "X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'self'" });

  test("one that goes is a loss, and points at the ConfigMap", () => {
    const changes = changesBetween([strict, custom], [headers({ "X-Frame-Options": "DENY" }), custom]);
    expect(outline(changes)).toEqual(["responseHeaders widened"]);
    expect(changes[0]?.resource.kind).toBe("ConfigMap");
  });

  test("all go with the annotation", () => {
    expect(outline(changesBetween([strict, custom], [strict, ingress()]))).toEqual(["responseHeaders widened"]);
  });

  test("other headers are compared as text", () => {
    const more = headers({ "X-Frame-Options": "DENY", "Access-Control-Allow-Origin": "*" });
    const changes = changesBetween([headers({ "X-Frame-Options": "DENY" }), custom], [more, custom]);
    expect(outline(changes)).toEqual(["annotation unknown"]);
  });

  test("a ConfigMap that is not there leaves it open, and its name is compared", () => {
    expect(outline(changesBetween([strict, custom], [custom]))).toEqual(["responseHeaders unknown"]);
    const other = ingress({ annotations: { "custom-headers": "shop/others" } });
    expect(outline(changesBetween([custom], [other]))).toEqual(["annotation unknown"]);
  });
});

test("headers that a snippet sets count, in a condition they do not", () => {
  const set = { "configuration-snippet": 'more_set_headers "X-Frame-Options: DENY";' };
  expect(between(set, {})).toEqual(["responseHeaders widened", "snippet narrowed"]);
  expect(between(set, { "configuration-snippet": "add_header X-Frame-Options DENY always;" })).not.toContain(
    "responseHeaders unknown",
  );
  const conditional = { "configuration-snippet": "if ($a) { add_header X-Frame-Options DENY; }" };
  expect(between({}, conditional)).toEqual(["snippet widened"]);
});

describe("identity headers", () => {
  const login = (names: string) => ({ "auth-url": "https://login.io", "auth-response-headers": names });

  test.each([
    [
      "order and case",
      login("X-Auth-Request-User,X-Auth-Request-Email"),
      login("x-auth-request-email, x-auth-request-user"),
    ],
  ] as const)("equal: %s", (_, before, after) => expect(between(before, after)).toEqual([]));

  test("one that is no longer overwritten is a loss", () => {
    expect(between(login("X-Auth-Request-User,X-Auth-Request-Email"), login("X-Auth-Request-User"))).toEqual([
      "requestHeaders widened",
    ]);
    expect(between(login("X-Auth-Request-User"), login("X-Auth-Request-User,X-Auth-Request-Email"))).toEqual([
      "requestHeaders narrowed",
    ]);
  });

  test("the others are compared as text", () => {
    expect(between(login("X-Auth-Request-User"), login("X-Auth-Request-User,X-Shop"))).toEqual(["annotation unknown"]);
  });

  test("the client's certificate is a header that only the edge may set", () => {
    const passes = { "auth-tls-secret": "shop/ca", "auth-tls-pass-certificate-to-upstream": "true" };
    expect(between(passes, { "auth-tls-secret": "shop/ca" })).toEqual(["requestHeaders widened"]);
  });
});
