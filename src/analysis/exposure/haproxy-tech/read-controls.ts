import { cidrsOf, parseAddresses } from "../address-set.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, allOf, noAuth } from "../controls/auth.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Cors } from "../controls/cors.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import type { Snippet } from "../controls/snippet.ts";
import type { SourceRange } from "../controls/source-range.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import {
  type AnnotationValues,
  numberOf,
  requestRate,
  secondsOf,
  sourceRangeOf,
  templatesIn,
} from "../ingress/annotation-values.ts";
import { behindPassthrough } from "../ingress/behind-passthrough.ts";
import { corsOf, headerLines, requestHeadersOf, responseHeadersOf, rewriteTo } from "../ingress/header-lines.ts";
import type { TlsCoverage } from "../ingress/tls-coverage.ts";

/** What an Ingress is, beside its annotations, for those that follow from it. */
export interface HaproxyTechContext {
  readonly coverage: TlsCoverage;
  /** Whether the Ingress names a certificate itself, which switches the redirect on. */
  readonly hasSecret: boolean;
  readonly namespace: string | undefined;
}

/** What the annotations of an Ingress, its Service and the controller's ConfigMap mean together. */
export function haproxyTechControls(values: AnnotationValues, context: HaproxyTechContext): ControlValues {
  const { coverage } = context;
  const range = readRange(values);
  const passthrough = values.flag("ssl-passthrough") ?? false;
  if (passthrough === true)
    return behindPassthrough(
      coverage.secrets,
      range.kind === "every" ? range : { kind: "every", despite: "the connection is passed through" },
    );
  const response = responseHeadersOf(headerLines(values.text("response-set-header")));
  const header = values.text("src-ip-header");
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    passthrough: passthrough === "unknown" ? "unknown" : "off",
    redirect: readRedirect(values, context),
    auth: readAuth(values, context.namespace),
    sourceRange: range,
    clientIp: header === undefined ? { from: "socket", by: "" } : { from: "anyone", by: header.toLowerCase() },
    rateLimit: readRateLimit(values),
    backendTls: readBackendTls(values, context.namespace),
    snippet: readSnippets(values, ["backend-config-snippet", "route-acl"]),
    cors: readCors(values),
    rewrite: readRewrite(values.text("path-rewrite")),
    redirectTarget: [values.text("request-redirect") ?? []].flat().map((target) => `redirect ${target.toLowerCase()}`),
    requestHeaders: requestHeaders(values).names,
    responseHeaders: response.security,
    hsts: response.hsts,
  };
}

/** The header lines that no control reads, and switches that a template sets, by key. */
export function headersLeft(values: AnnotationValues): Readonly<Record<string, string>> {
  const rests = {
    "request-set-header": requestHeaders(values).rest,
    "response-set-header": responseHeadersOf(headerLines(values.text("response-set-header"))).rest,
  };
  const left = Object.entries(rests).filter(([, text]) => text !== "");
  return { ...Object.fromEntries(left), ...templatesIn(values, ["cors-enable", "cors-allow-credentials"]) };
}

// A sample of the request's own headers gives back what the client said.
function requestHeaders(values: AnnotationValues) {
  return requestHeadersOf(headerLines(values.text("request-set-header")), (value) => /%\[.*hdr\(/.test(value));
}

function readRedirect(values: AnnotationValues, { hasSecret }: HaproxyTechContext): Redirect {
  const wanted = values.flag("ssl-redirect") ?? hasSecret;
  return wanted === "unknown" ? "unknown" : wanted ? "redirect" : "none";
}

function readAuth(values: AnnotationValues, namespace: string | undefined): Auth {
  const type = values.text("auth-type");
  if (type === undefined) return noAuth;
  const secret = values.text("auth-secret");
  // What the controller does with another type is not documented.
  if (type !== "basic-auth") return { kind: "unreadable", text: `auth-type: ${type}` };
  if (secret === undefined) return { kind: "unreadable", text: "auth-type: basic-auth without auth-secret" };
  return allOf({ kind: "basic", by: qualified(secret, namespace) });
}

function readRange(values: AnnotationValues): SourceRange {
  return sourceRangeOf(values.list("allow-list", "whitelist"), values.list("deny-list", "blacklist"));
}

function readRateLimit(values: AnnotationValues): RateLimit {
  const text = values.text("rate-limit-requests");
  if (text === undefined) return noLimit;
  const requests = numberOf(text);
  const seconds = secondsOf(values.text("rate-limit-period") ?? "1s");
  const exempt = parseAddresses(values.list("rate-limit-whitelist") ?? []);
  if (requests === undefined || seconds === undefined || !exempt)
    return {
      kind: "unreadable",
      text: [text, values.text("rate-limit-period") ?? "", values.text("rate-limit-whitelist") ?? ""]
        .filter(Boolean)
        .join(" "),
    };
  const rate = requestRate(requests, seconds);
  return rate.kind === "limits" ? { ...rate, exempt: cidrsOf(exempt) } : rate;
}

// Without a CA, certificates of the pods are not checked, whether or not the controller shows one of its own.
function readBackendTls(values: AnnotationValues, namespace: string | undefined): BackendTls {
  const wanted = values.flag("server-ssl");
  const [ca, own] = [values.text("server-ca"), values.text("server-crt")].map(
    (secret) => secret && qualified(secret, namespace),
  );
  if (wanted === "unknown" || (wanted === false && (ca || own))) return { level: "unknown", by: "server-ssl" };
  if (ca) return own ? { level: "mutual", by: `${ca}, with ${own}` } : { level: "verified", by: ca };
  if (own) return { level: "encrypted", by: `with ${own}` };
  return wanted ? { level: "encrypted", by: "" } : { level: "none", by: "" };
}

export function readSnippets(values: AnnotationValues, keys: readonly string[]): Snippet {
  return keys
    .flatMap((annotation) => {
      const text = values.text(annotation);
      return text === undefined ? [] : [{ annotation, text }];
    })
    .sort((a, b) => (a.annotation < b.annotation ? -1 : 1));
}

function readCors(values: AnnotationValues): Cors {
  if (values.flag("cors-enable") !== true) return null;
  const origin = values.text("cors-allow-origin") ?? "*";
  const credentials = values.flag("cors-allow-credentials") === true;
  return origin === "*" ? corsOf(["*"], [], credentials) : corsOf([], [origin], credentials);
}

// One word replaces the whole path; two are an expression and what its match becomes.
function readRewrite(text: string | undefined): Rewrite {
  if (text === undefined) return { to: "", reach: "same" };
  if (hasPlaceholder(text) || text.includes("\n")) return { to: text, reach: "unknown" };
  const [first = "", second] = text.split(/\s+/);
  return second === undefined ? { to: first, reach: "fixed" } : { ...rewriteTo(second), to: text };
}

function qualified(secret: string, namespace: string | undefined): string {
  return secret.includes("/") || namespace === undefined ? secret : `${namespace}/${secret}`;
}
