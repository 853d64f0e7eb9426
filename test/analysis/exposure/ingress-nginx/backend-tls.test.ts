import { describe, expect, test } from "@jest/globals";
import { readIngress } from "../../../../src/analysis/exposure/ingress/read-ingress.ts";
import { ineffectiveBackendTls } from "../../../../src/analysis/exposure/ingress-nginx/read-backend-tls.ts";
import { changesBetween, ingress, outline, read } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

function between(before: Annotations, after: Annotations) {
  const changes = changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]);
  return changes.filter(({ facet }) => facet !== "ineffective");
}

const https = { "backend-protocol": "HTTPS" };
const verified = { ...https, "proxy-ssl-secret": "shop/ca", "proxy-ssl-verify": "on" };

describe("equal meaning is no change", () => {
  test.each<[string, Annotations, Annotations]>([
    ["the default protocol", {}, { "backend-protocol": "HTTP" }],
    ["both are TLS", https, { "backend-protocol": "grpcs" }],
    ["both are plain", { "backend-protocol": "GRPC" }, { "backend-protocol": "AUTO_HTTP" }],
    ["a check without a Secret does nothing", https, { ...https, "proxy-ssl-verify": "on", "proxy-ssl-name": "api" }],
    [
      "the defaults of a check",
      verified,
      { ...verified, "proxy-ssl-verify-depth": "1", "proxy-ssl-server-name": "off" },
    ],
    ["a check of plain HTTP", {}, { "proxy-ssl-secret": "shop/ca" }],
  ])("%s", (_, before, after) => {
    expect(between(before, after)).toEqual([]);
  });
});

describe("the hop to the pods", () => {
  test.each<[string, Annotations, Annotations, string]>([
    ["plain HTTP", https, {}, "backendTls widened"],
    ["the client's own scheme decides", https, { "backend-protocol": "AUTO_HTTP" }, "backendTls widened"],
    ["TLS", {}, https, "backendTls narrowed"],
    ["no check", verified, { ...verified, "proxy-ssl-verify": "off" }, "backendTls widened"],
    ["the Secret goes", verified, { ...https, "proxy-ssl-verify": "on" }, "backendTls widened"],
    ["another authority", verified, { ...verified, "proxy-ssl-secret": "shop/other" }, "backendTls unknown"],
    ["another name", verified, { ...verified, "proxy-ssl-name": "api.internal" }, "backendTls unknown"],
    ["a template", https, { "backend-protocol": "${PROTOCOL}" }, "backendTls unknown"],
  ])("%s", (_, before, after, expected) => {
    expect(outline(between(before, after))).toEqual([expected]);
  });

  test("the check of one Ingress counts for the others of its host", () => {
    const shop = ingress({ annotations: https });
    const other = (annotations: Annotations) => ingress({ name: "other", paths: [["/other"]], annotations });
    const changes = changesBetween([shop, other(verified)], [shop, other(https)]);
    expect(changes).toMatchObject([
      { facet: "backendTls", direction: "widened", resource: { name: "other" }, targets: [{ path: null }] },
    ]);
  });

  test("Ingresses of a host that disagree leave it open", () => {
    const shop = ingress({ annotations: verified });
    const other = ingress({
      name: "other",
      paths: [["/other"]],
      annotations: { ...verified, "proxy-ssl-secret": "a/b" },
    });
    const changes = changesBetween([shop], [shop, other]).filter(({ facet }) => facet === "backendTls");
    expect(outline(changes)).toEqual(["backendTls unknown"]);
  });
});

test("what looks like a check and is none has a reason", () => {
  const reasons = (annotations: Annotations) =>
    read([ingress({ annotations })], "after").flatMap((resource) =>
      ineffectiveBackendTls(readIngress(resource).ingress),
    );
  expect(reasons(verified)).toEqual([]);
  expect(reasons({ ...https, "proxy-ssl-verify": "off" })).toEqual([]);
  expect(reasons({ ...https, "proxy-ssl-verify": "on" })).toEqual([
    "nginx.ingress.kubernetes.io/proxy-ssl-verify: there is no proxy-ssl-secret",
  ]);
  expect(reasons({ ...verified, "backend-protocol": "HTTP" })).toEqual([
    "nginx.ingress.kubernetes.io/proxy-ssl-verify: the backend protocol is HTTP",
  ]);
});
