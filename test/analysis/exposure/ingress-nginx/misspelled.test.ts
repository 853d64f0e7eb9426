import { expect, test } from "@jest/globals";
import { editDistance } from "../../../../src/analysis/edit-distance.ts";
import { knownNginxNames } from "../../../../src/analysis/exposure/ingress-nginx/known-annotations.ts";
import { misspelling } from "../../../../src/analysis/exposure/ingress-nginx/misspelled-annotations.ts";

const nginx = "nginx.ingress.kubernetes.io/";

test.each([
  `${nginx}whitelist-source-ranges`,
  `${nginx}ssl-redirects`,
  `${nginx}Whitelist-Source-Range`,
  `${nginx}auth-ulr`,
  `${nginx}enable-modsecuirty`,
  "nginx.ingress.kubernetes.io_ssl-redirect",
  "ingress.kubernetes.io/whitelist-source-range",
  "nginx.ingress.kubernets.io/auth-url",
  "ingress.nginx.kubernetes.io/auth-url",
  "kubernetes.io/ingress.nginx.ssl-redirect",
  "kubernetes.io/ssl-redirect",
  "whitelist-source-range",
])("%s is no annotation of ingress-nginx", (key) => expect(misspelling(key, true)).toBeDefined());

test.each([
  ...[...knownNginxNames].map((name) => nginx + name),
  `${nginx}some-future-setting`,
  "cert-manager.io/cluster-issuer",
  "kubernetes.io/ingress.class",
  "example.com/auth-url",
  "haproxy.org/ssl-redirect",
  "constructor",
  "",
  "/",
])("%s is none", (key) => expect(misspelling(key, true)).toBeUndefined());

test("an old prefix belongs to others as well", () => {
  expect(misspelling("ingress.kubernetes.io/auth-url", false)).toBeUndefined();
});

test("distances", () => {
  expect(editDistance("kitten", "sitting", 5)).toBe(3);
  expect(editDistance("kitten", "sitting", 2)).toBe(Number.POSITIVE_INFINITY);
  expect(editDistance("a".repeat(1_000_000), "b", 2)).toBe(Number.POSITIVE_INFINITY);
});
