import type { Resource } from "../../../kubernetes/resource.ts";
import type { AuthAtom } from "../auth-formula.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, noAuth } from "../controls/auth.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Hsts } from "../controls/hsts.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { ResponseHeaders } from "../controls/response-headers.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import type { Waf } from "../controls/waf.ts";
import { ciphersOf } from "../haproxy-ingress/read-tls.ts";
import { readSnippets } from "../haproxy-tech/read-controls.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { type AnnotationValues, bytesOf, requestRate, templatesIn } from "../ingress/annotation-values.ts";
import {
  type HeaderLine,
  headerLines,
  prefixRewriteTo,
  requestHeadersOf,
  responseHeadersOf,
  rewriteTo,
  sortedHeaders,
} from "../ingress/header-lines.ts";
import type { TlsCoverage } from "../ingress/tls-coverage.ts";
import type { Backend } from "../route.ts";
import { isSecurityHeader } from "../security-headers.ts";
import type { World } from "../world.ts";
import { oldRedirect } from "./annotations.ts";
import { appProtect, nginxRate, qualified } from "./policy-fields.ts";
import { noWaf } from "./read-policies.ts";

export interface NginxIncContext {
  readonly coverage: TlsCoverage;
  readonly owner: Resource;
  readonly backend: Backend;
  readonly isExpression: boolean;
  readonly world: World;
  readonly appProtect: AnnotationValues;
}

/** What the annotations of an Ingress, its master and the ConfigMap mean together, before Policies. */
export function nginxIncControls(values: AnnotationValues, context: NginxIncContext): ControlValues {
  const { coverage, owner, backend } = context;
  const hasTls = coverage.mode === "terminated" || coverage.mode === "without-secret";
  const added = responseHeadersOf(headerLines(values.text("add-header")));
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    redirect: readRedirect(values, hasTls),
    auth: readAuth(values, owner),
    sourceRange: { kind: "every" },
    rateLimit: readRateLimit(values),
    waf: readWaf(context),
    cors: null,
    backendTls: readBackendTls(values, backend),
    hsts: added.hsts ?? readHsts(values, hasTls),
    ciphers: ciphersOf(values.text("ssl-ciphers")),
    bodyLimit: readBodyLimit(values.text("client-max-body-size")),
    rewrite: readRewrite(values, context),
    requestHeaders: requestHeaders(values).names,
    responseHeaders: { ...hiddenHeaders(values), ...added.security },
    redirectTarget: [values.text("jwt-login-url") ?? []].flat().map((url) => `sign-in ${url}`),
    snippet: readSnippets(values, ["location-snippets", "server-snippets"]),
  };
}

const certainKeys = [
  "client-max-body-size",
  "hsts",
  "hsts-behind-proxy",
  "hsts-include-subdomains",
  "hsts-max-age",
  "limit-req-burst",
];

/** What of the annotations about headers no control reads, and switches that a template sets, by key. */
export function headersLeft(values: AnnotationValues): Readonly<Record<string, string>> {
  const hidden = (values.list("proxy-hide-headers") ?? []).filter((name) => !isSecurityHeader(name));
  const rests = {
    "add-header": responseHeadersOf(headerLines(values.text("add-header"))).rest,
    "proxy-hide-headers": hidden
      .map((name) => name.toLowerCase())
      .sort()
      .join(", "),
    "proxy-set-headers": requestHeaders(values).rest,
  };
  const left = Object.entries(rests).filter(([, text]) => text !== "");
  return { ...Object.fromEntries(left), ...templatesIn(values, certainKeys) };
}

// A header without a value is passed on as the client sent it.
function requestHeaders(values: AnnotationValues) {
  const lines: HeaderLine[] = (values.text("proxy-set-headers") ?? "").split(/[,\n]/).flatMap((entry) => {
    const [, name = "", value = ""] = /^([\w-]+)(?:\s*[:\s]\s*(.*))?$/.exec(entry.trim()) ?? [];
    return name === "" ? [] : [{ name, value }];
  });
  return requestHeadersOf(lines, (value) => value === "" || value.includes("$http_"));
}

function hiddenHeaders(values: AnnotationValues): ResponseHeaders {
  const names = (values.list("proxy-hide-headers") ?? []).filter(isSecurityHeader);
  return sortedHeaders(names.map((name) => [name.toLowerCase(), null]));
}

function readRedirect(values: AnnotationValues, hasTls: boolean): Redirect {
  const behind = values.flag("redirect-to-https") ?? false;
  const wanted = hasTls ? (values.flag("ssl-redirect") ?? true) : false;
  if (behind === true || wanted === true) return "redirect";
  return behind === "unknown" || wanted === "unknown" ? "unknown" : "none";
}

function readAuth(values: AnnotationValues, owner: Resource): Auth {
  const [users, key] = [values.text("basic-auth-secret"), values.text("jwt-key")];
  const token = values.text("jwt-token");
  const atoms: AuthAtom[] = [
    ...(users === undefined ? [] : [{ kind: "basic", by: qualified(owner, users) } as const]),
    ...(key === undefined
      ? []
      : [{ kind: "jwt", by: qualified(owner, key) + (token === undefined ? "" : `, from ${token}`) } as const]),
  ];
  return { ...noAuth, ways: [atoms] };
}

function readRateLimit(values: AnnotationValues): RateLimit {
  const text = values.text("limit-req-rate");
  const dry = values.flag("limit-req-dry-run");
  if (text === undefined || dry === true) return noLimit;
  const rate = nginxRate(text);
  const key = values.text("limit-req-key") ?? "";
  if (rate === undefined || dry === "unknown" || !/^(|\$\{?(binary_)?remote_addr\}?)$/.test(key))
    return { kind: "unreadable", text: key === "" ? text : `${text} per ${key}` };
  return requestRate(rate, 1, values.number("limit-req-burst") ?? 0);
}

function readWaf({ appProtect: values, owner, world }: NginxIncContext): Waf {
  const enabled = values.flag("app-protect-enable") ?? false;
  if (enabled === "unknown")
    return { mode: "unknown", exclusions: [], policy: values.text("app-protect-policy") ?? "" };
  return enabled ? appProtect(values.text("app-protect-policy"), owner, world, "default") : noWaf;
}

function readBackendTls(values: AnnotationValues, { name }: Backend): BackendTls {
  const encrypted = (values.list("ssl-services") ?? []).includes(name);
  return { level: encrypted ? "encrypted" : "none", by: "" };
}

function readHsts(values: AnnotationValues, hasTls: boolean): Hsts {
  const sent = hasTls || values.flag("hsts-behind-proxy") === true;
  if (!sent || values.flag("hsts") !== true) return null;
  const maxAge = values.number("hsts-max-age") ?? 2592000;
  return maxAge > 0 ? { maxAge, includeSubDomains: values.flag("hsts-include-subdomains") === true } : null;
}

function readBodyLimit(text: string | undefined): number | null | "default" {
  const bytes = bytesOf(text);
  if (text === undefined || bytes === undefined || bytes === 1024 * 1024) return "default";
  return bytes === 0 ? null : bytes;
}

// `rewrites` names a path for each Service: `serviceName=web rewrite=/;serviceName=api rewrite=/v2/`.
function readRewrite(values: AnnotationValues, { backend, isExpression }: NginxIncContext): Rewrite {
  const target = values.text("rewrite-target");
  if (target !== undefined) return isExpression ? rewriteTo(target) : prefixRewriteTo(target);
  const rewrites = values.text("rewrites") ?? "";
  if (hasPlaceholder(rewrites)) return { to: rewrites, reach: "unknown" };
  for (const entry of rewrites.split(";")) {
    const [, service, to] = /^\s*serviceName=(\S+)\s+rewrite=(\S+)\s*$/.exec(entry) ?? [];
    if (service === backend.name && to !== undefined) return prefixRewriteTo(to);
  }
  return { to: "", reach: "same" };
}

/** The old name of `ssl-redirect` under the one of today, which comes first. */
export function withOldNames(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const old = Object.hasOwn(annotations, oldRedirect) ? annotations[oldRedirect] : undefined;
  return old === undefined ? annotations : { "nginx.org/ssl-redirect": old, ...annotations };
}
