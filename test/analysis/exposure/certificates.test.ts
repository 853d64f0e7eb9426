import { describe, expect, test } from "@jest/globals";
import { issuerOf } from "../../../src/analysis/exposure/certificates/cert-manager.ts";
import { worldOf } from "../../../src/analysis/exposure/world.ts";
import { changesBetween, ingress, outline, read } from "./ingress-texts.ts";

const issuer = (spec: unknown, kind = "ClusterIssuer", namespace?: string) =>
  JSON.stringify({ apiVersion: "cert-manager.io/v1", kind, metadata: { name: "edge", namespace }, spec });
const named = (annotations: Readonly<Record<string, string>>) => ingress({ annotations });
const by = (name: string) => named({ "cert-manager.io/cluster-issuer": name });

function kindOf(annotations: Readonly<Record<string, string>>, ...issuers: readonly string[]) {
  const resources = read([named(annotations), ...issuers], "after");
  const [resource] = resources;
  return resource && issuerOf(resource, worldOf(resources, {})).kind;
}

describe("who signs", () => {
  test.each([
    [{ selfSigned: {} }, "untrusted"],
    [{ acme: { server: "https://acme-staging-v02.api.letsencrypt.org/directory" } }, "untrusted"],
    [{ acme: { server: "https://acme-v02.api.letsencrypt.org/directory" } }, "trusted"],
    [{ ca: { secretName: "ca" } }, "trusted"],
    [{ vault: { path: "pki" } }, "trusted"],
    [{ other: {} }, "named"],
  ])("an issuer of the repository: %j", (spec, kind) => {
    expect(kindOf({ "cert-manager.io/cluster-issuer": "edge" }, issuer(spec))).toBe(kind);
    expect(kindOf({ "cert-manager.io/issuer": "edge" }, issuer(spec, "Issuer", "shop"))).toBe(kind);
  });

  test.each([
    ["letsencrypt-staging", "untrusted"],
    ["self-signed", "untrusted"],
    ["selfsigned-issuer", "untrusted"],
    ["ca-test", "untrusted"],
    ["letsencrypt-prod", "trusted"],
    ["production", "trusted"],
    ["letsencrypt", "named"],
    ["contest", "named"],
    ["reproduce", "named"],
  ])("an issuer known by its name only: %s", (name, kind) => {
    expect(kindOf({ "cert-manager.io/cluster-issuer": name })).toBe(kind);
  });

  test("an issuer of another namespace or another group is another one", () => {
    const own = issuer({ selfSigned: {} }, "Issuer", "infra");
    expect(kindOf({ "cert-manager.io/issuer": "edge" }, own)).toBe("named");
    const foreign = { "cert-manager.io/issuer": "edge", "cert-manager.io/issuer-group": "awspca.cert-manager.io" };
    expect(kindOf(foreign, issuer({ selfSigned: {} }, "Issuer", "shop"))).toBe("named");
  });
});

test("changes of the annotation", () => {
  const between = (before: string, after: string) => outline(changesBetween([before], [after]));
  expect(between(by("letsencrypt-prod"), by("letsencrypt-staging"))).toEqual(["issuer widened"]);
  expect(between(by("letsencrypt-staging"), by("letsencrypt-prod"))).toEqual(["issuer narrowed"]);
  expect(between(by("letsencrypt-prod"), by("zerossl-prod"))).toEqual(["issuer neutral"]);
  expect(between(by("edge"), named({ "certmanager.k8s.io/cluster-issuer": "edge" }))).toEqual([]);
  expect(between(by("edge"), named({}))).toEqual(["issuer neutral"]);
  const short = named({ "cert-manager.io/cluster-issuer": "edge", "cert-manager.io/private-key-size": "1024" });
  expect(between(by("edge"), short)).toEqual(["annotation neutral"]);
});

test("a change of the issuer itself is told for the hosts that it signs for, and points to it", () => {
  const before = [by("edge"), issuer({ ca: { secretName: "ca" } })];
  const changes = changesBetween(before, [by("edge"), issuer({ selfSigned: {} })]);
  expect(outline(changes)).toEqual(["issuer widened"]);
  expect(changes[0]?.because.map(({ file }) => file)).toEqual(["after-1.yaml", "before-1.yaml"]);
});
