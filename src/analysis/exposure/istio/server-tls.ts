import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { ControlValues } from "../control-values.ts";
import { type AuthChecks, noAuth } from "../controls/auth.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { asText } from "../plain-fields.ts";
import { textsOf } from "../plain-items.ts";
import { weakCiphersOf } from "../weak-ciphers.ts";

/** The fields of `servers[].tls` that the controls below read. */
export const readTlsFields = [
  "mode",
  "httpsRedirect",
  "credentialName",
  "serverCertificate",
  "minProtocolVersion",
  "cipherSuites",
  "caCertificates",
  "caCertCredentialName",
  "subjectAltNames",
  "verifyCertificateSpki",
  "verifyCertificateHash",
];

/** The fields of `servers[].tls` behind each control. */
export const tlsFields = {
  passthrough: ["mode"],
  certificate: ["credentialName", "serverCertificate"],
  tlsVersion: ["minProtocolVersion"],
  ciphers: ["cipherSuites"],
  auth: [
    "mode",
    "caCertificates",
    "caCertCredentialName",
    "credentialName",
    "subjectAltNames",
    "verifyCertificateSpki",
    "verifyCertificateHash",
  ],
} as const;

/** What a server that opens TLS asks of its clients (networking/v1alpha3/gateway.proto ServerTLSSettings). */
export function terminatedTls(tls: PlainObject): ControlValues {
  const mode = asText(tls.mode) ?? "SIMPLE";
  const credential = asText(tls.credentialName) ?? asText(tls.serverCertificate);
  return {
    tls: "terminated",
    passthrough: "off",
    certificate: credential ? [credential] : [],
    tlsVersion: versionOf(asText(tls.minProtocolVersion)),
    ciphers: ciphersOf(textsOf(tls.cipherSuites)),
    auth: certificateCheck(mode, tls),
  };
}

function versionOf(text: string | undefined): TlsVersion {
  if (text === undefined || text === "TLS_AUTO") return "default";
  const [, version] = /^TLSV1_([0-3])$/.exec(text) ?? [];
  return version === undefined ? { policy: text } : (`1.${version}` as TlsVersion);
}

function ciphersOf(names: readonly string[]): NonNullable<ControlValues["ciphers"]> {
  const template = names.find(hasPlaceholder);
  return template === undefined ? { weak: weakCiphersOf(names) } : { unreadable: template };
}

function certificateCheck(mode: string, tls: PlainObject): NonNullable<ControlValues["auth"]> {
  if (hasPlaceholder(mode)) return { kind: "unreadable", text: `tls.mode: ${mode}` };
  if (mode === "OPTIONAL_MUTUAL") return { ...noAuth, optionalCertificate: "verified" };
  if (mode !== "MUTUAL" && mode !== "ISTIO_MUTUAL") return noAuth;
  const authority =
    mode === "ISTIO_MUTUAL"
      ? "the authority of the mesh"
      : (asText(tls.caCertCredentialName) ?? asText(tls.caCertificates) ?? asText(tls.credentialName) ?? "");
  const certificate: AuthAtom = { kind: "client-certificate", by: authority };
  return { ...noAuth, ways: pinned([certificate], tls) };
}

// A certificate has to carry one of the names, and one of the keys or hashes.
function pinned(always: readonly AuthAtom[], tls: PlainObject): AuthChecks["ways"] {
  const names = pins("subject", textsOf(tls.subjectAltNames));
  const keys = [
    ...pins("key", textsOf(tls.verifyCertificateSpki)),
    ...pins("hash", textsOf(tls.verifyCertificateHash)),
  ];
  const ways = names.length === 0 ? [always] : names.map((name) => [...always, name]);
  return keys.length === 0 ? ways : ways.flatMap((way) => keys.map((key) => [...way, key]));
}

function pins(word: string, texts: readonly string[]): AuthAtom[] {
  const list = [...new Set(texts)].sort();
  // So many pins are compared as one list.
  const shown = list.length > mostPins ? [list.join(", ")] : list;
  return shown.map((text) => ({ kind: "client-certificate", by: `${word} ${text}` }));
}

const mostPins = 16;
