import { expect, test } from "@jest/globals";
import { authEffect } from "../../../src/analysis/exposure/auth-effect.ts";
import type { AuthAtom } from "../../../src/analysis/exposure/auth-formula.ts";
import { type Auth, auth, noAuth, plainHttpExempt } from "../../../src/analysis/exposure/controls/auth.ts";

const atom = (kind: AuthAtom["kind"], by = "x"): AuthAtom => ({ kind, by });
const ways = (...list: readonly (readonly AuthAtom[])[]): Auth => ({ ...noAuth, ways: list });
const [basic, digest, login, certificate, anyCertificate] = [
  atom("basic"),
  atom("digest"),
  atom("external"),
  atom("client-certificate"),
  atom("unverified-certificate"),
];
const caller = atom("identity", "the principal web");

function effect(from: Auth, to: Auth, kind = "Ingress") {
  const change = { facet: "auth", from, to, order: auth.compare(from, to), resource: { kind } };
  return authEffect(change as unknown as Parameters<typeof authEffect>[0]);
}

test.each<[string, Auth, Auth, ReturnType<typeof authEffect>]>([
  ["the same", ways([basic]), ways([basic]), undefined],
  ["one more proof", ways([basic]), ways([basic, login]), undefined],
  ["nothing any more", ways([basic]), noAuth, "removed"],
  ["nothing any more, of two", ways([basic, certificate]), noAuth, "removed"],
  ["one of two proofs", ways([basic, login]), ways([login]), "weakened"],
  ["another password file", ways([basic]), ways([atom("basic", "y")]), "replaced"],
  ["a password instead of a login", ways([login]), ways([basic]), "weakened"],
  ["a digest instead of a certificate", ways([certificate]), ways([digest]), "weakened"],
  ["a login instead of a password", ways([basic]), ways([login]), "replaced"],
  ["a login instead of a certificate", ways([certificate]), ways([login]), "replaced"],
  ["no certificate", ways([certificate]), noAuth, "certificate"],
  ["no certificate beside a password", ways([certificate, basic]), ways([basic]), "certificate"],
  ["any certificate", ways([certificate]), ways([anyCertificate]), "certificate"],
  ["an optional certificate", ways([certificate]), { ...noAuth, optionalCertificate: "verified" }, "certificate"],
  [
    "an optional certificate that nobody verifies",
    { ...noAuth, optionalCertificate: "verified" },
    { ...noAuth, optionalCertificate: "unverified" },
    "certificate",
  ],
  ["another authority", ways([certificate]), ways([atom("client-certificate", "y")]), "replaced"],
  ["every caller", ways([caller]), noAuth, "opened"],
  ["nobody to everybody", ways(), noAuth, "opened"],
  ["one more caller", ways([caller]), ways([caller], [atom("identity", "the principal ops")]), "weakened"],
  ["a check that fails open", ways([login]), { ...noAuth, ways: [[login]], failOpen: ["x"] }, "fail-open"],
  [
    "a check that fails open and another that does not",
    { ...noAuth, ways: [[login]], failOpen: ["y"] },
    { ...noAuth, ways: [[login]], failOpen: ["x"] },
    "fail-open",
  ],
  ["an exemption", ways([login]), { ...noAuth, exempt: "authPolicy.disabled" }, "exempt"],
  [
    "an exemption that leaves the certificate",
    ways([login, certificate]),
    { ...noAuth, ways: [[certificate]], exempt: "bypass_auth" },
    "exempt",
  ],
  ["an exemption that was there", { ...noAuth, ways: [[login]], exempt: "a" }, { ...noAuth, exempt: "a" }, "removed"],
  ["plain HTTP beside the checks", ways([login]), { ...noAuth, exempt: plainHttpExempt }, "plain-http"],
  [
    "one of two proofs is enough",
    ways([basic, login]),
    { ...noAuth, ways: [[basic], [login]], choice: true },
    "any-of",
  ],
  ["what nobody could reach", { kind: "refused", text: "x" }, noAuth, "removed"],
  ["what cannot be read", ways([basic]), { kind: "unreadable", text: "x" }, undefined],
])("%s", (_, from, to, expected) => {
  expect(effect(from, to)).toBe(expected);
});

test("a policy of the mesh opens, whatever proof it asked for", () => {
  expect(effect(ways([atom("jwt")]), noAuth, "AuthorizationPolicy")).toBe("opened");
  expect(effect(ways([atom("jwt")]), noAuth, "HTTPProxy")).toBe("removed");
});

test("a verified certificate is one of any kind, and addresses of connections lie in blocks", () => {
  expect(auth.compare(ways([anyCertificate]), ways([certificate]))).toBe("stronger");
  const peers = (by: string) => ways([atom("peer-network", by)]);
  expect(auth.compare(peers("10.0.0.0/8"), peers("10.1.0.0/16"))).toBe("stronger");
  expect(auth.compare(peers("10.0.0.0/8"), ways([atom("network", "10.0.0.0/8")]))).toBe("incomparable");
});
