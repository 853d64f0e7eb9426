import type { AuthAtom } from "../auth-formula.ts";
import { type Auth, type AuthChecks, noAuth, unreadableWith } from "../controls/auth.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag, nginxValue } from "./annotations.ts";
import { defaultValue, type NginxDefaults } from "./controller-defaults.ts";
import type { InvalidValues } from "./invalid-values.ts";

type Check = {
  readonly atom?: AuthAtom;
  readonly wrong?: string;
  /** Wrong not because the controller refuses it, but because the repository does not tell. */
  readonly undecided?: true;
  readonly failOpen?: string;
  readonly exempt?: string;
};

/** What an Ingress asks of a request, with the client certificate that any Ingress of the host may ask for. */
export function readAuth(
  ingress: IngressObject,
  certificate: CertificateCheck,
  range: SourceRange,
  invalid: InvalidValues,
  defaults: NginxDefaults,
): Auth {
  const checks = [passwordCheck(ingress), externalCheck(ingress, defaults)];
  for (const { wrong, undecided } of [certificate, ...checks]) {
    if (wrong === undefined) continue;
    const refused = invalid === "refuse" && !undecided && !hasPlaceholder(wrong);
    if (refused) return { kind: "refused", text: wrong };
    const known = { ...noAuth, ways: [[...certificate.always, ...checks.flatMap((check) => check.atom ?? [])]] };
    return unreadableWith({ kind: "unreadable", text: wrong }, known);
  }
  const atoms = checks.flatMap((check) => check.atom ?? []);
  const network = networkOf(range);
  const choices: AuthAtom[] = [...(network ? [{ kind: "network", by: network } as const] : []), ...atoms];
  const choice = nginxValue(ingress, "satisfy") === "any" && choices.length > 1;
  const ways = choice ? choices.map((one) => [...certificate.always, one]) : [[...certificate.always, ...atoms]];
  const failOpen = checks.flatMap((check) => check.failOpen ?? []);
  const exempt = checks.flatMap((check) => check.exempt ?? []);
  return {
    ...noAuth,
    ways,
    choice,
    network,
    optionalCertificate: certificate.optional,
    ...(failOpen.length > 0 ? { failOpen } : {}),
    ...(exempt[0] === undefined ? {} : { exempt: exempt[0] }),
  };
}

/** What is left of it at a path of `no-auth-locations`: only the certificate is asked for before the path is known. */
export function exemptAuth(auth: Auth, certificate: CertificateCheck): Auth {
  const left: AuthChecks = { ...noAuth, ways: [certificate.always], optionalCertificate: certificate.optional };
  const asks = auth.kind !== "checks" || JSON.stringify(auth.ways) !== JSON.stringify(left.ways);
  return asks ? { ...left, exempt: "no-auth-locations" } : left;
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

// The URL of the ConfigMap counts where the Ingress has none of its own and does not decline it.
function externalCheck(ingress: IngressObject, defaults: NginxDefaults): Check {
  const own = nginxValue(ingress, "auth-url");
  if (own !== undefined) return urlCheck("auth", own, nginxValue(ingress, "auth-method"), cacheOf(ingress));
  const shared = defaultValue(defaults, "global-auth-url");
  if (shared === undefined) return {};
  const wanted = nginxFlag(ingress, "enable-global-auth") ?? true;
  if (wanted === "unknown") return { wrong: nginxValue(ingress, "enable-global-auth") ?? "", undecided: true };
  if (!wanted) return { exempt: "enable-global-auth: false" };
  const key = defaultValue(defaults, "global-auth-cache-key");
  return urlCheck("global-auth", shared, defaultValue(defaults, "global-auth-method"), key);
}

function urlCheck(prefix: string, url: string, method: string | undefined, cacheKey: string | undefined): Check {
  const readable = /^https?:\/\/[^\s/]+\S*$/i.test(url) || hasPlaceholder(url);
  if (!readable) return { wrong: `${prefix}-url: ${url}` };
  if (method !== undefined && !verbs.has(method)) return { wrong: `${prefix}-method: ${method}` };
  const by = method === undefined || method === "GET" ? url : `${url} (${method})`;
  const atom: AuthAtom = { kind: "external", by };
  return sharesAnswers(cacheKey) ? { atom, failOpen: `the answers cached for ${cacheKey}` } : { atom };
}

const verbs = new Set(["HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"]);

function cacheOf(ingress: IngressObject): string | undefined {
  return nginxValue(ingress, "auth-cache-key");
}

/** Whether the answer for one client is given to others: the key of the cache holds nothing that a client proves itself with. */
export function sharesAnswers(key: string | undefined): boolean {
  return key !== undefined && !/\$\{?(http_|cookie_|ssl_client_|remote_user|arg_)/.test(key) && !hasPlaceholder(key);
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
  if (!/^[^/\s]+\/[^/\s]+$/.test(secret) && !hasPlaceholder(secret))
    return { always: [], optional: "no", wrong: `auth-tls-secret: ${secret}` };
  if (verify === "off") return { always: [], optional: "no" };
  if (verify === "optional") return { always: [], optional: "verified" };
  if (verify === "optional_no_ca") return { always: [], optional: "unverified" };
  const name = nginxValue(ingress, "auth-tls-match-cn");
  const depth = nginxValue(ingress, "auth-tls-verify-depth") ?? "1";
  const by = depth === "1" ? secret : `${secret}, chains of ${depth}`;
  const certificate: AuthAtom = { kind: "client-certificate", by };
  return {
    always: name === undefined ? [certificate] : [certificate, { kind: "client-certificate", by: `subject ${name}` }],
    optional: "no",
  };
}

function networkOf(range: SourceRange): string {
  if (range.kind === "every") return "";
  return range.kind === "blocks" ? range.accepts.join(",") : range.text;
}
