import { describe, expect, test } from "@jest/globals";
import { changesBetween, ingress, outline } from "../ingress-texts.ts";

type Annotations = Readonly<Record<string, string>>;

function between(before: Annotations, after: Annotations) {
  return changesBetween([ingress({ annotations: before })], [ingress({ annotations: after })]);
}

const sso = { "auth-url": "https://sso.example.com/check" };
const certificate = { "auth-tls-secret": "shop/ca" };
const password = { "auth-type": "basic", "auth-secret": "shop/users" };

describe("equal meaning is no change", () => {
  test.each<[string, Annotations, Annotations]>([
    ["the default method", sso, { ...sso, "auth-method": "GET" }],
    ["the default of verification", certificate, { ...certificate, "auth-tls-verify-client": "on" }],
    ["an unknown word for verification is `on`", certificate, { ...certificate, "auth-tls-verify-client": "yes" }],
    ["the default depth", certificate, { ...certificate, "auth-tls-verify-depth": "1" }],
    ["a Secret of the own namespace", password, { ...password, "auth-secret": "users" }],
    ["a Secret for passwords that nobody asks for", {}, { "auth-secret": "shop/users" }],
    ["the shared check is not declined", {}, { "enable-global-auth": "true" }],
  ])("%s", (_, before, after) => {
    expect(outline(between(before, after)).filter((one) => !one.startsWith("ineffective"))).toEqual([]);
  });
});

describe("what a request must prove", () => {
  test.each<[string, Annotations, Annotations, string]>([
    ["the check goes", sso, {}, "auth widened"],
    ["another check", sso, { "auth-url": "https://other.example.com/check" }, "auth unknown"],
    ["a method that is none refuses everybody", sso, { ...sso, "auth-method": "GET; return 200" }, "auth narrowed"],
    ["no certificate", certificate, {}, "auth widened"],
    ["a certificate of another authority", certificate, { "auth-tls-secret": "shop/other" }, "auth unknown"],
    [
      "certificates are optional",
      certificate,
      { ...certificate, "auth-tls-verify-client": "optional" },
      "auth widened",
    ],
    ["longer chains", certificate, { ...certificate, "auth-tls-verify-depth": "3" }, "auth unknown"],
    ["any name", { ...certificate, "auth-tls-match-cn": "CN=bank" }, certificate, "auth widened"],
    ["a Secret without its namespace refuses everybody", certificate, { "auth-tls-secret": "ca" }, "auth narrowed"],
    ["a template", sso, { "auth-url": "${SSO}" }, "auth unknown"],
    ["answers are shared by path", sso, { ...sso, "auth-cache-key": "$request_uri" }, "auth widened"],
    [
      "answers are kept for each session",
      sso,
      { ...sso, "auth-cache-key": "$cookie_session$request_uri" },
      "annotation unknown",
    ],
  ])("%s", (_, before, after, expected) => {
    const told = outline(between(before, after)).filter((one) => /^(auth|annotation) /.test(one));
    expect(told).toEqual([expected]);
  });

  test("another authority for certificates that are optional is still a question", () => {
    const optional = { "auth-tls-verify-client": "optional" };
    expect(outline(between({ ...certificate, ...optional }, { "auth-tls-secret": "shop/other", ...optional }))).toEqual(
      ["annotation unknown"],
    );
  });

  test("a challenge of a certificate authority needs no password, and nobody gets around the certificate", () => {
    const challenge = ingress({
      paths: [["/"], ["/.well-known/acme-challenge", "Prefix", "solver"]],
      annotations: { ...sso, ...certificate },
    });
    const without = ingress({
      paths: [["/"], ["/.well-known/acme-challenge", "Prefix", "solver"]],
      annotations: certificate,
    });
    const changes = changesBetween([challenge], [without]).filter(({ facet }) => facet === "auth");
    expect(changes).toMatchObject([{ direction: "widened", targets: [{ path: "/" }] }]);
  });

  test("the event points at the annotation", () => {
    const [change] = between({ ...sso, "auth-method": "GET" }, { ...sso, "auth-method": "TRY" });
    expect(change?.because[0]?.text).toContain("auth-method");
  });
});
