import { expect, test } from "@jest/globals";
import { changesBetween, type IngressText, ingress, outline } from "../ingress-texts.ts";

const shop = (text: IngressText = {}) =>
  ingress({ class: "contour", tls: [{ hosts: ["shop.example.com"], secret: "shop-tls" }], ...text });
const change = (before: IngressText, after: IngressText) => outline(changesBetween([shop(before)], [shop(after)]));

test.each([
  ["no redirect", { "ingress.kubernetes.io/force-ssl-redirect": "true" }, {}, ["redirect widened"]],
  ["a redirect", {}, { "ingress.kubernetes.io/force-ssl-redirect": "true" }, ["redirect narrowed"]],
  ["plain HTTP", { "kubernetes.io/ingress.allow-http": "false" }, {}, ["redirect widened"]],
  ["the default", {}, { "kubernetes.io/ingress.allow-http": "true" }, []],
  ["an older version", {}, { "projectcontour.io/tls-minimum-protocol-version": "1.1" }, ["tlsVersion widened"]],
  ["the version of the default", {}, { "projectcontour.io/tls-minimum-protocol-version": "1.2" }, []],
  [
    "a certificate of another namespace",
    {},
    { "projectcontour.io/tls-cert-namespace": "certs" },
    ["certificate neutral"],
  ],
  ["tuning", {}, { "projectcontour.io/websocket-routes": "/ws" }, ["annotation neutral"]],
  ["something new", {}, { "projectcontour.io/firewall": "off" }, ["annotation unknown"]],
])("%s", (_, before, after, expected) => {
  expect(change({ annotations: before }, { annotations: after })).toEqual(expected);
});

test("prefixes are of segments, other paths of characters or expressions", () => {
  expect(change({ paths: [["/a", "Prefix"]] }, { paths: [["/a", "ImplementationSpecific"]] })).toEqual([
    "path widened",
  ]);
  expect(
    change({ paths: [["/a/.*", "ImplementationSpecific"]] }, { paths: [["/a/[0-9]+", "ImplementationSpecific"]] }),
  ).toEqual(["path unknown"]);
});

test("the Service says whether its pods speak TLS", () => {
  const service = (annotations: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: { ${annotations} } }
spec: { ports: [{ name: http, port: 80 }] }
`;
  const changes = changesBetween(
    [shop(), service('projectcontour.io/upstream-protocol.tls: "http"')],
    [shop(), service("")],
  );
  expect(outline(changes)).toEqual(["backendTls widened"]);
});

test("what ingress-nginx asked for is gone under another class", () => {
  const annotations = { "auth-url": "https://login.example.com" };
  const tls = [{ hosts: ["shop.example.com"], secret: "shop-tls" }];
  const changes = changesBetween([ingress({ annotations, tls })], [ingress({ annotations, tls, class: "contour" })]);
  expect(outline(changes)).toEqual(expect.arrayContaining(["auth widened", "redirect widened"]));
});
