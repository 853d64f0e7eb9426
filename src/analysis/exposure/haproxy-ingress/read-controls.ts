import { cidrsOf, parseAddresses } from "../address-set.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import type { Cors } from "../controls/cors.ts";
import type { Hsts } from "../controls/hsts.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { SourceRange } from "../controls/source-range.ts";
import type { Waf } from "../controls/waf.ts";
import { readSnippets } from "../haproxy-tech/read-controls.ts";
import { type AnnotationValues, bytesOf, listOf, sourceRangeOf, templatesIn } from "../ingress/annotation-values.ts";
import { behindPassthrough } from "../ingress/behind-passthrough.ts";
import {
  corsOf,
  type HeaderLine,
  headerLines,
  prefixRewriteTo,
  requestHeadersOf,
  responseHeadersOf,
  rewriteTo,
} from "../ingress/header-lines.ts";
import type { TlsCoverage } from "../ingress/tls-coverage.ts";
import { readHaproxyIngressAuth } from "./read-auth.ts";
import { ciphersOf, readSecureBackend, tlsVersionOf } from "./read-tls.ts";

export interface HaproxyIngressContext {
  readonly coverage: TlsCoverage;
  readonly namespace: string | undefined;
  /** Settings of the host in which its Ingresses disagree: the oldest wins, which the repository does not tell. */
  readonly disputed: readonly string[];
  /** Whether the path is a regular expression, whose captures the rewrite may name. */
  readonly isExpression: boolean;
  /** Challenges of certificate authorities are not redirected. */
  readonly isChallenge: boolean;
}

/** What the annotations of a Service and an Ingress and the ConfigMaps mean together. */
export function haproxyIngressControls(values: AnnotationValues, context: HaproxyIngressContext): ControlValues {
  const { coverage, namespace, disputed } = context;
  const passthrough = disputed.includes("ssl-passthrough") ? "unknown" : (values.flag("ssl-passthrough") ?? false);
  if (passthrough === true) return behindPassthrough(coverage.secrets, readRange(values));
  const hasTls = coverage.mode === "terminated" || coverage.mode === "without-secret";
  const redirect = values.flag("ssl-redirect") ?? true;
  const response = responseHeadersOf(responseLines(values));
  const header = values.text("allowlist-source-header");
  const disagreement = (keys: RegExp) => disputed.find((key) => keys.test(key));
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    passthrough: passthrough === "unknown" ? "unknown" : "off",
    redirect:
      !hasTls || context.isChallenge ? "none" : redirect === "unknown" ? "unknown" : redirect ? "redirect" : "none",
    auth: disagreement(/^auth-tls/) ? unsettledAuth(disagreement(/^auth-tls/) ?? "") : readAuth(values, namespace),
    sourceRange: readRange(values),
    clientIp: header === undefined ? { from: "socket", by: "" } : { from: "anyone", by: header.toLowerCase() },
    rateLimit: readRateLimit(values),
    bodyLimit: readBodyLimit(values.text("proxy-body-size")),
    waf: readWaf(values),
    backendTls: readSecureBackend(values, namespace),
    hsts: response.hsts ?? readHsts(values, hasTls),
    cors: readCors(values),
    snippet: readSnippets(values, [
      "config-backend",
      "config-backend-early",
      "config-backend-late",
      "config-tcp-service",
    ]),
    rewrite: readRewrite(values.text("rewrite-target"), context.isExpression),
    redirectTarget: redirectTargets(values),
    requestHeaders: requestHeaders(values).names,
    responseHeaders: response.security,
    tlsVersion: disputed.includes("ssl-options-host")
      ? { policy: "one of several ssl-options-host" }
      : tlsVersionOf(values.text("ssl-options-host")),
    ciphers: disputed.includes("ssl-ciphers")
      ? { unreadable: "one of several ssl-ciphers" }
      : ciphersOf(values.text("ssl-ciphers")),
  };
}

const certainKeys = [
  "cors-allow-credentials",
  "cors-enable",
  "hsts",
  "hsts-include-subdomains",
  "hsts-max-age",
  "proxy-body-size",
];

/** The header lines that no control reads, and switches that a template sets, by key. */
export function headersLeft(values: AnnotationValues): Readonly<Record<string, string>> {
  const rests = {
    headers: requestHeaders(values).rest,
    "response-set-headers": responseHeadersOf(responseLines(values)).rest,
  };
  const left = Object.entries(rests).filter(([, text]) => text !== "");
  return { ...Object.fromEntries(left), ...templatesIn(values, certainKeys) };
}

function requestHeaders(values: AnnotationValues) {
  const lines = [...headerLines(values.text("headers")), ...headerLines(values.text("request-set-headers"))];
  return requestHeadersOf(lines, (value) => /%\[.*hdr\(/.test(value));
}

function responseLines(values: AnnotationValues): readonly HeaderLine[] {
  return headerLines(values.text("response-set-headers"));
}

function unsettledAuth(key: string): Auth {
  return { kind: "unreadable", text: `the Ingresses of the host disagree about ${key}` };
}

function readAuth(values: AnnotationValues, namespace: string | undefined): Auth {
  const auth = readHaproxyIngressAuth(values, namespace);
  return auth.kind === "checks" && auth.ways.every((way) => way.length === 0) && auth.optionalCertificate === "no"
    ? noAuth
    : auth;
}

// `!` marks an exception from the entries of the list.
function readRange(values: AnnotationValues): SourceRange {
  const allow = values.list("allowlist-source-range") ?? values.list("whitelist-source-range");
  const deny = values.list("denylist-source-range");
  const [allowed, denied] = [split(allow), split(deny)];
  // What a deny list leaves out is let in again: more than one difference cannot be said as one.
  if (denied && denied.except.length > 0 && denied.entries.length > 0)
    return sourceRangeOf(allowed?.entries, undefined).kind === "unreadable"
      ? { kind: "unreadable", text: [...(allow ?? []), "except", ...(deny ?? [])].join(",") }
      : exceptedDeny(allowed, denied);
  if (allowed && allowed.entries.length === 0 && allowed.except.length > 0)
    return { kind: "unreadable", text: (allow ?? []).join(",") };
  const refused = [...(allowed?.except ?? []), ...(denied?.entries ?? [])];
  return sourceRangeOf(allowed?.entries, refused.length > 0 ? refused : undefined);
}

interface Entries {
  readonly entries: readonly string[];
  readonly except: readonly string[];
}

function split(list: readonly string[] | undefined): Entries | undefined {
  return (
    list && {
      entries: list.filter((entry) => !entry.startsWith("!")),
      except: list.filter((entry) => entry.startsWith("!")).map((entry) => entry.slice(1).trim()),
    }
  );
}

function exceptedDeny(allowed: Entries | undefined, denied: Entries): SourceRange {
  const refused = sourceRangeOf(denied.entries, denied.except);
  if (refused.kind === "unreadable") return refused;
  const blocks = refused.kind === "every" ? ["0.0.0.0/0", "::/0"] : refused.accepts;
  return sourceRangeOf(allowed?.entries, [...(allowed?.except ?? []), ...blocks]);
}

function readRateLimit(values: AnnotationValues): RateLimit {
  const texts = [values.text("limit-rps"), values.text("limit-connections")];
  if (texts.every((text) => text === undefined)) return noLimit;
  const exempt = parseAddresses(values.list("limit-whitelist") ?? []);
  if (!exempt || texts.some((text) => text !== undefined && !/^\d{1,9}$/.test(text)))
    return {
      kind: "unreadable",
      text: [...texts, values.text("limit-whitelist")].filter((text) => text !== undefined).join(", "),
    };
  const [perSecond = null, connections = null] = texts.map((text) =>
    text === undefined ? null : Number(text) || null,
  );
  return { kind: "limits", perSecond, perMinute: null, connections, burst: 1, exempt: cidrsOf(exempt) };
}

function readBodyLimit(text: string | undefined): number | null | "default" {
  if (text === undefined) return "default";
  if (text === "unlimited") return null;
  return bytesOf(text) ?? "default";
}

function readWaf(values: AnnotationValues): Waf {
  const policy = values.text("waf");
  if (policy === undefined) return { mode: "off", exclusions: [], policy: "" };
  const mode = values.text("waf-mode") ?? "deny";
  return { mode: mode === "deny" ? "block" : mode === "detect" ? "detect" : "unknown", exclusions: [], policy };
}

function readHsts(values: AnnotationValues, hasTls: boolean): Hsts {
  if (!hasTls || (values.flag("hsts") ?? true) !== true) return null;
  const maxAge = values.number("hsts-max-age") ?? 15768000;
  return maxAge > 0 ? { maxAge, includeSubDomains: values.flag("hsts-include-subdomains") === true } : null;
}

function readCors(values: AnnotationValues): Cors {
  if (values.flag("cors-enable") !== true) return null;
  const expressions = listOf(values.text("cors-allow-origin-regex"), /\s+/) ?? [];
  const origins = values.list("cors-allow-origin") ?? (expressions.length > 0 ? [] : ["*"]);
  return corsOf(origins, expressions, values.flag("cors-allow-credentials") !== false);
}

function readRewrite(target: string | undefined, isExpression: boolean) {
  if (target === undefined) return { to: "", reach: "same" } as const;
  return isExpression ? rewriteTo(target) : prefixRewriteTo(target);
}

function redirectTargets(values: AnnotationValues): readonly string[] {
  const targets = { redirect: values.text("redirect-to"), "sign-in": values.text("auth-signin") };
  return Object.entries(targets).flatMap(([kind, target]) => (target === undefined ? [] : [`${kind} ${target}`]));
}
