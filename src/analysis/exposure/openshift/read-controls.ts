import { parseAddresses } from "../address-set.ts";
import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import type { ClientIp } from "../controls/client-ip.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { SourceRange } from "../controls/source-range.ts";
import type { TlsMode } from "../controls/tls.ts";
import { requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { sourceRangeOf } from "../ingress/annotation-values.ts";
import { hstsOf, prefixRewriteTo } from "../ingress/header-lines.ts";
import { routerPrefix, routerReader } from "./annotations.ts";
import { headersOf } from "./http-headers.ts";
import type { RouteObject, RouteTls } from "./route-object.ts";

/** The controls of a Route. The router knows no authentication and no firewall. */
export function readControls(route: RouteObject): ControlValues {
  const { resource, tls } = route;
  const values = routerReader.of(resource.annotations);
  const isFilled = asksForCertificate(resource.annotations);
  const shared: ControlValues = {
    // Whoever fills in the certificate writes the whole of `spec.tls` where there is none.
    ...(isFilled && !tls ? {} : { tls: tlsOf(route, isFilled), redirect: redirectOf(tls) }),
    certificate: tls?.certificate === undefined ? [] : [tls.certificate],
    passthrough: tls?.termination === "passthrough" ? "on" : "off",
    backendTls:
      tls?.termination === "reencrypt" ? { level: "verified", by: tls.destination } : { level: "none", by: "" },
    auth: noAuth,
    sourceRange: readSourceRange(resource.annotations),
    waf: { mode: "off", exclusions: [], policy: "" },
    snippet: [],
  };
  if (tls?.termination === "passthrough") return { ...shared, rateLimit: readRateLimit(values, false) };
  const headers = headersOf(resource);
  const { responseHeaders, hsts } = responseHeaderControls(headers.response).controls;
  const strict = values.text("hsts_header");
  const target = values.text("rewrite-target");
  return {
    ...shared,
    rateLimit: readRateLimit(values, true),
    ...requestHeaderControls(headers.request).controls,
    responseHeaders: responseHeaders ?? {},
    // The router sends the header over HTTPS only.
    hsts: tls && strict !== undefined ? hstsOf(strict) : (hsts ?? null),
    clientIp: clientIpOf(values.text("set-forwarded-headers")),
    rewrite: target === undefined ? { to: "", reach: "same" } : prefixRewriteTo(target),
  };
}

/** Whether a controller in the cluster is asked to obtain a certificate and write it into the Route. */
function asksForCertificate(annotations: Readonly<Record<string, string>>): boolean {
  const has = (key: string) => Object.hasOwn(annotations, key);
  return (
    (has("kubernetes.io/tls-acme") && annotations["kubernetes.io/tls-acme"] === "true") ||
    has("cert-manager.io/issuer-name") ||
    has("cert-manager.io/issuer") ||
    has("cert-manager.io/cluster-issuer")
  );
}

function tlsOf({ tls, isGenerated }: RouteObject, isFilled: boolean): TlsMode {
  if (!tls) return "none";
  if (tls.termination === "passthrough") return "passthrough";
  // The router's own certificate is for the names that it makes up.
  return tls.certificate !== undefined || isGenerated || isFilled ? "terminated" : "without-secret";
}

function redirectOf(tls: RouteTls | undefined): Redirect {
  if (!tls || tls.insecure === "Allow") return "none";
  if (tls.insecure === "Redirect") return "redirect";
  return hasPlaceholder(tls.insecure) ? "unknown" : "closed";
}

/**
 * Addresses and blocks with blanks between them, under the newer or the older name. The router takes the first of the two that looks
 * like that, and ignores anything else without a word.
 */
function readSourceRange(annotations: Readonly<Record<string, string>>): SourceRange {
  let despite: string | undefined;
  for (const key of ["ip_allowlist", "ip_whitelist"]) {
    const text = routerReader.of(annotations).text(key);
    if (text === undefined) continue;
    if (hasPlaceholder(text)) return { kind: "unreadable", text };
    const entries = text.split(/ +/);
    if (parseAddresses(entries)) return sourceRangeOf(entries);
    const reason = /[,;\s]/.test(text) ? "are not separated by blanks" : "are not addresses";
    despite ??= `the entries of \`${routerPrefix}${key}\` ${reason}`;
  }
  return despite === undefined ? { kind: "every" } : { kind: "every", despite };
}

// The router counts requests and connections over three seconds.
const seconds = 3;

function readRateLimit(values: ReturnType<typeof routerReader.of>, http: boolean): RateLimit {
  const enabled = values.flag("rate-limit-connections");
  if (enabled === "unknown") return { kind: "unreadable", text: values.text("rate-limit-connections") ?? "" };
  if (!enabled || noLimit.kind !== "limits") return noLimit;
  const template = ["rate-limit-connections.rate-http", "rate-limit-connections.concurrent-tcp"]
    .map((key) => values.text(key) ?? "")
    .find(hasPlaceholder);
  if (template !== undefined) return { kind: "unreadable", text: template };
  const requests = values.number("rate-limit-connections.rate-http");
  const connections = values.number("rate-limit-connections.concurrent-tcp");
  return {
    ...noLimit,
    perSecond: http && requests !== undefined && requests > 0 ? Math.round((requests / seconds) * 1e6) / 1e6 : null,
    connections: connections !== undefined && connections > 0 ? connections : null,
  };
}

// `append` keeps what the client wrote in front of the true address; the others let the client's word stand.
function clientIpOf(policy: string | undefined): ClientIp {
  if (policy === "replace") return { from: "socket", by: "" };
  if (policy === "never" || policy === "if-none") return { from: "anyone", by: `set-forwarded-headers: ${policy}` };
  return { from: "trusted", by: "the last entry of X-Forwarded-For" };
}
