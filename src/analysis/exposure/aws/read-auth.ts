import { withoutTrailing } from "../../without-trailing.ts";
import type { AuthAtom } from "../auth-formula.ts";
import { type Auth, type AuthChecks, noAuth, plainHttpExempt } from "../controls/auth.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";
import { fieldOf, jsonOf, textOf } from "../json-values.ts";
import { asList, asText } from "../plain-fields.ts";
import type { Listeners } from "./listeners.ts";

/**
 * Logins, tokens and client certificates. All of them belong to HTTPS listeners only: where a plain HTTP listener serves the same
 * requests, nobody has to prove anything (model_build_actions.go of the controller).
 */
export function readAuth(
  target: AnnotationValues,
  shared: AnnotationValues,
  listeners: Listeners | undefined,
  plainHttp: boolean,
): Auth {
  const login = readLogin(target);
  if ("unreadable" in login) return { kind: "unreadable", text: login.unreadable };
  const token = readToken(target);
  const ports = certificatesByPort(shared.text("mutual-authentication"), listeners?.https ?? ["443"]);
  if (ports === undefined)
    return { kind: "unreadable", text: `mutual-authentication: ${shared.text("mutual-authentication") ?? ""}` };
  const shown = [...login.atoms, ...token];
  const ways = distinctWays(ports.map(({ atoms }) => [...atoms, ...shown]));
  const asks = ways.some((way) => way.length > 0);
  if (asks && plainHttp) return { ...noAuth, exempt: plainHttpExempt };
  const failOpen = [
    ...(login.optional ? login.atoms.map(({ by }) => by) : []),
    ...(ports.some(({ ignoresExpiry }) => ignoresExpiry) ? ["an expired client certificate"] : []),
  ];
  return {
    ...noAuth,
    ways,
    optionalCertificate: ports.some(({ optional }) => optional) ? "unverified" : "no",
    ...(failOpen.length > 0 ? { failOpen } : {}),
  };
}

type Login = { readonly atoms: readonly AuthAtom[]; readonly optional: boolean } | { readonly unreadable: string };

function readLogin(target: AnnotationValues): Login {
  const type = target.text("auth-type") ?? "none";
  if (type === "none") return { atoms: [], optional: false };
  if (type !== "oidc" && type !== "cognito") return { unreadable: `auth-type: ${type}` };
  const key = type === "cognito" ? "auth-idp-cognito" : "auth-idp-oidc";
  const text = target.text(key);
  const value = jsonOf(text);
  const by = type === "cognito" ? poolOf(value) : issuerOf(value);
  if (by === undefined) return { unreadable: `${key}: ${text ?? "absent"}` };
  // `allow` lets requests without a login pass; `deny` refuses them instead of asking for one.
  return {
    atoms: [{ kind: "oidc", by }],
    optional: target.text("auth-on-unauthenticated-request") === "allow",
  };
}

const endpoints = ["authorizationEndpoint", "tokenEndpoint", "userInfoEndpoint"];

/** The issuer, with the endpoints that stand elsewhere. */
function issuerOf(value: ReturnType<typeof jsonOf>): string | undefined {
  const issuer = textOf(value, "issuer");
  if (issuer === undefined) return undefined;
  const base = withoutTrailing(issuer, "/");
  const elsewhere = endpoints.flatMap((name) => textOf(value, name) ?? []).filter((url) => !url.startsWith(`${base}/`));
  return [issuer, ...elsewhere].join(" with ") + clientOf(textOf(value, "secretName"));
}

function poolOf(value: ReturnType<typeof jsonOf>): string | undefined {
  const pool = textOf(value, "userPoolARN");
  return pool === undefined ? undefined : pool + clientOf(textOf(value, "userPoolClientID"));
}

function clientOf(name: string | undefined): string {
  return name === undefined ? "" : ` (client ${name})`;
}

function readToken(target: AnnotationValues): readonly AuthAtom[] {
  const text = target.text("jwt-validation");
  if (text === undefined) return [];
  const value = jsonOf(text);
  const issuer = textOf(value, "issuer") ?? text;
  const keys = textOf(value, "jwksEndpoint");
  const claims = (asList(fieldOf(value, "additionalClaims")) ?? []).slice(0, 50).map((claim): AuthAtom => {
    const values = (asList(fieldOf(claim, "values")) ?? []).map((one) => asText(one) ?? "").sort();
    return { kind: "identity", by: `a token whose ${textOf(claim, "name") ?? "claim"} is ${values.join(" or ")}` };
  });
  const elsewhere = keys !== undefined && !keys.startsWith(issuer) ? ` with keys of ${keys}` : "";
  return [{ kind: "jwt", by: issuer + elsewhere }, ...claims.sort((a, b) => (a.by < b.by ? -1 : 1))];
}

interface PortCertificate {
  readonly atoms: readonly AuthAtom[];
  readonly optional: boolean;
  readonly ignoresExpiry: boolean;
}

const noCertificate: PortCertificate = { atoms: [], optional: false, ignoresExpiry: false };

// `passthrough` hands any certificate on to the service, which may look at it.
function certificatesByPort(text: string | undefined, ports: readonly string[]): PortCertificate[] | undefined {
  if (text === undefined) return [noCertificate];
  const list = asList(jsonOf(text));
  if (!list) return undefined;
  const all = ports.map((port) => {
    const entry = list.find((one) => textOf(one, "port") === port);
    const mode = textOf(entry, "mode") ?? "off";
    const by = textOf(entry, "trustStore") ?? "";
    if (mode === "passthrough") return { ...noCertificate, optional: true };
    if (mode !== "verify") return noCertificate;
    const atoms: readonly AuthAtom[] = [{ kind: "client-certificate", by }];
    return { atoms, optional: false, ignoresExpiry: textOf(entry, "ignoreClientCertificateExpiry") === "true" };
  });
  return all.length === 0 ? [noCertificate] : all;
}

function distinctWays(ways: readonly (readonly AuthAtom[])[]): AuthChecks["ways"] {
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}
