import type { AuthAtom } from "../auth-formula.ts";
import { type Auth, type AuthChecks, noAuth } from "../controls/auth.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxValue } from "./annotations.ts";
import type { InvalidValues } from "./invalid-values.ts";

type Check = {
  readonly atom?: AuthAtom;
  readonly wrong?: string;
  /** Wrong not because the controller refuses it, but because the repository does not tell. */
  readonly undecided?: true;
};

/** What an Ingress asks of a request, with the client certificate that any Ingress of the host may ask for. */
export function readAuth(
  ingress: IngressObject,
  certificate: CertificateCheck,
  range: SourceRange,
  invalid: InvalidValues,
): Auth {
  const checks = [passwordCheck(ingress), externalCheck(ingress)];
  for (const { wrong, undecided } of [certificate, ...checks]) {
    if (wrong === undefined) continue;
    const refused = invalid === "refuse" && !undecided && !hasPlaceholder(wrong);
    return { kind: refused ? "refused" : "unreadable", text: wrong };
  }
  const atoms = checks.flatMap((check) => check.atom ?? []);
  const network = networkOf(range);
  const choices: AuthAtom[] = [...(network ? [{ kind: "network", by: network } as const] : []), ...atoms];
  const choice = nginxValue(ingress, "satisfy") === "any" && choices.length > 1;
  const ways = choice ? choices.map((one) => [...certificate.always, one]) : [[...certificate.always, ...atoms]];
  return { ...noAuth, ways, choice, network, optionalCertificate: certificate.optional };
}

// auth-secret without auth-type has no effect; a type without a secret makes the controller refuse the location.
function passwordCheck(ingress: IngressObject): Check {
  const type = nginxValue(ingress, "auth-type");
  if (type === undefined) return {};
  const secret = nginxValue(ingress, "auth-secret");
  if (type !== "basic" && type !== "digest") return { wrong: `auth-type: ${type}` };
  if (secret === undefined) return { wrong: `auth-type: ${type} without auth-secret` };
  const format = nginxValue(ingress, "auth-secret-type");
  const name = secret.includes("/") ? secret : [ingress.resource.namespace, secret].filter(Boolean).join("/");
  return { atom: { kind: type, by: format && format !== "auth-file" ? `${name} (${format})` : name } };
}

function externalCheck(ingress: IngressObject): Check {
  const url = nginxValue(ingress, "auth-url");
  if (url === undefined) return {};
  const readable = /^https?:\/\/[^\s/]+\S*$/i.test(url) || hasPlaceholder(url);
  return readable ? { atom: { kind: "external", by: url } } : { wrong: `auth-url: ${url}` };
}

export interface CertificateCheck extends Check {
  readonly always: readonly AuthAtom[];
  readonly optional: AuthChecks["optionalCertificate"];
}

/** One Ingress decides for the host, and which one (the oldest) is not in the repository: they have to agree. */
export function readCertificateCheck(server: readonly IngressObject[]): CertificateCheck {
  const asked = server.filter((ingress) => nginxValue(ingress, "auth-tls-secret") !== undefined).map(certificateCheck);
  const [first] = asked;
  if (!first) return { always: [], optional: "no" };
  if (asked.every((other) => JSON.stringify(other) === JSON.stringify(first))) return first;
  return {
    always: [],
    optional: "no",
    wrong: "the Ingresses of the host ask for different client certificates",
    undecided: true,
  };
}

function certificateCheck(ingress: IngressObject): CertificateCheck {
  const secret = nginxValue(ingress, "auth-tls-secret") ?? "";
  const verify = nginxValue(ingress, "auth-tls-verify-client") ?? "on";
  if (hasPlaceholder(verify)) return { always: [], optional: "no", wrong: `auth-tls-verify-client: ${verify}` };
  if (verify === "off") return { always: [], optional: "no" };
  if (verify === "optional") return { always: [], optional: "verified" };
  if (verify === "optional_no_ca") return { always: [], optional: "unverified" };
  const name = nginxValue(ingress, "auth-tls-match-cn");
  const certificate: AuthAtom = { kind: "client-certificate", by: secret };
  return {
    always: name === undefined ? [certificate] : [certificate, { kind: "client-certificate", by: `subject ${name}` }],
    optional: "no",
  };
}

function networkOf(range: SourceRange): string {
  if (range.kind === "every") return "";
  return range.kind === "blocks" ? range.accepts.join(",") : range.text;
}
