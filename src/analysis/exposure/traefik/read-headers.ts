import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { ResponseHeaders } from "../controls/response-headers.ts";
import { asObject, asText } from "../plain-fields.ts";
import { isIdentityHeader, isSecurityHeader } from "../security-headers.ts";
import { isTrue, numberOf, textsOf, wordsOf } from "./values.ts";

/** What the middleware `headers` sets, takes away and allows. */
export function readHeaders(config: PlainObject): ControlValues {
  const responseHeaders = responseHeadersOf(config);
  const requestHeaders = Object.keys(asObject(config.customRequestHeaders) ?? {})
    .filter(isIdentityHeader)
    .map((name) => name.toLowerCase());
  const maxAge = isTrue(config.isDevelopment) ? 0 : (numberOf(config.stsSeconds) ?? 0);
  const cors = corsOf(config);
  return {
    ...(Object.keys(responseHeaders).length > 0 ? { responseHeaders } : {}),
    ...(requestHeaders.length > 0 ? { requestHeaders: [...new Set(requestHeaders)].sort() } : {}),
    ...(maxAge > 0 ? { hsts: { maxAge, includeSubDomains: isTrue(config.stsIncludeSubdomains) } } : {}),
    ...(cors ? { cors } : {}),
    ...(isTrue(config.sslRedirect) ? { redirect: "redirect" } : {}),
  };
}

/** The fields below `headers` that the controls tell in full. */
export function takenHeaders(config: PlainObject): readonly string[] {
  const removed = namesOf(config.customRequestHeaders, (name, value) => isIdentityHeader(name) && value === "");
  const set = namesOf(config.customResponseHeaders, isSecurityHeader);
  return [
    ...plainFields,
    ...removed.map((name) => `customRequestHeaders.${name}`),
    ...set.map((name) => `customResponseHeaders.${name}`),
  ];
}

const plainFields = [
  "frameDeny",
  "customFrameOptionsValue",
  "contentTypeNosniff",
  "browserXssFilter",
  "customBrowserXSSValue",
  "contentSecurityPolicy",
  "contentSecurityPolicyReportOnly",
  "referrerPolicy",
  "permissionsPolicy",
  "stsSeconds",
  "stsIncludeSubdomains",
  "accessControlAllowOriginList",
  "accessControlAllowOriginListRegex",
  "accessControlAllowCredentials",
  "sslRedirect",
];

function namesOf(value: Plain | undefined, wanted: (name: string, value: Plain) => boolean): string[] {
  return Object.entries(asObject(value) ?? {})
    .filter(([name, text]) => wanted(name, text))
    .map(([name]) => name);
}

function responseHeadersOf(config: PlainObject): ResponseHeaders {
  const own = Object.entries(asObject(config.customResponseHeaders) ?? {})
    .filter(([name]) => isSecurityHeader(name))
    .map(([name, value]): [string, string | null] => [name.toLowerCase(), value === "" ? null : wordsOf(value)]);
  const given = (name: string, field: string): [string, string][] => {
    const value = asText(config[field]);
    return value ? [[name, value]] : [];
  };
  const switched = (name: string, field: string, value: string): [string, string][] =>
    isTrue(config[field]) ? [[name, value]] : [];
  const entries: [string, string | null][] = [
    ...switched("x-frame-options", "frameDeny", "DENY"),
    ...given("x-frame-options", "customFrameOptionsValue"),
    ...switched("x-content-type-options", "contentTypeNosniff", "nosniff"),
    ...switched("x-xss-protection", "browserXssFilter", "1; mode=block"),
    ...given("x-xss-protection", "customBrowserXSSValue"),
    ...given("content-security-policy", "contentSecurityPolicy"),
    ...given("content-security-policy-report-only", "contentSecurityPolicyReportOnly"),
    ...given("referrer-policy", "referrerPolicy"),
    ...given("permissions-policy", "permissionsPolicy"),
    ...own,
  ];
  return Object.fromEntries([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function corsOf(config: PlainObject): ControlValues["cors"] {
  const literal = textsOf(config.accessControlAllowOriginList);
  const expressions = textsOf(config.accessControlAllowOriginListRegex);
  if (literal.length + expressions.length === 0) return null;
  // An expression that matches everything answers with the caller's own origin; a literal `*` stays `*`.
  const echoesAny = expressions.some((text) => /^\^?\(?\.[*+]\)?\$?$/.test(text));
  return {
    origins: [...new Set([...literal, ...(echoesAny ? ["*"] : []), ...expressions.map((text) => `~${text}`)])].sort(),
    credentials: isTrue(config.accessControlAllowCredentials),
    echoesAny,
  };
}
