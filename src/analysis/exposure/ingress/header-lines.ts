import type { Cors } from "../controls/cors.ts";
import type { Hsts } from "../controls/hsts.ts";
import type { ResponseHeaders } from "../controls/response-headers.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { isIdentityHeader, isSecurityHeader } from "../security-headers.ts";

export interface HeaderLine {
  readonly name: string;
  readonly value: string;
}

/** `Name: value` or `Name value`, one a line. */
export function headerLines(text: string | undefined): readonly HeaderLine[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const match = /^([\w-]+)[:\s]\s*(\S.*)$/.exec(line.trim());
    const [, name = "", value = ""] = match ?? [];
    return name === ""
      ? line.trim() === ""
        ? []
        : [{ name: line.trim(), value: "" }]
      : [{ name, value: unquoted(value.trim()) }];
  });
}

function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

/** What headers that the edge adds to answers mean: security headers, HSTS, and the rest as sorted lines of text. */
export function responseHeadersOf(lines: readonly HeaderLine[]): {
  readonly security: ResponseHeaders;
  readonly hsts: Hsts;
  readonly rest: string;
} {
  const security = lines.filter(({ name }) => isSecurityHeader(name));
  const strict = lines.find(({ name }) => isHsts(name));
  return {
    security: sortedHeaders(security.map(({ name, value }) => [name.toLowerCase(), value])),
    hsts: strict ? hstsOf(strict.value) : null,
    rest: linesOf(lines.filter(({ name }) => !isSecurityHeader(name) && !isHsts(name))),
  };
}

/** Sorted by name, because values are compared as JSON. */
export function sortedHeaders(entries: readonly (readonly [string, string | null])[]): ResponseHeaders {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The value of a Strict-Transport-Security header. */
export function hstsOf(value: string): Hsts {
  const maxAge = Number(/max-age\s*=\s*"?(\d{1,12})/i.exec(value)?.[1] ?? 0);
  return maxAge > 0 ? { maxAge, includeSubDomains: /includesubdomains/i.test(value) } : null;
}

/** The identity headers that the edge sets itself, and the rest. `isFromClient` tells values that repeat what the client sent. */
export function requestHeadersOf(lines: readonly HeaderLine[], isFromClient: (value: string) => boolean) {
  const own = lines.filter(({ name, value }) => isIdentityHeader(name) && !isFromClient(value));
  return {
    names: [...new Set(own.map(({ name }) => name.toLowerCase()))].sort(),
    rest: linesOf(lines.filter((line) => !own.includes(line))),
  };
}

function linesOf(lines: readonly HeaderLine[]): string {
  return lines
    .map(({ name, value }) => `${name.toLowerCase()}: ${value}`)
    .sort()
    .join("\n");
}

function isHsts(name: string): boolean {
  return name.toLowerCase() === "strict-transport-security";
}

/** CORS answers for a list of origins and expressions; an expression that fits everything echoes the caller's origin. */
export function corsOf(origins: readonly string[], expressions: readonly string[], credentials: boolean): Cors {
  const any = origins.includes("*");
  const echoesAny = expressions.some(isAnything);
  return {
    origins: any || echoesAny ? ["*"] : [...new Set([...origins, ...expressions])].sort(),
    credentials,
    echoesAny,
  };
}

function isAnything(expression: string): boolean {
  return /^\^?(https?\??:\/\/)?\(?\.[*+]\)?\$?$/.test(expression);
}

/** What a rewrite to `to` makes reachable, where captures are written as `$1` or `\1`. */
export function rewriteTo(to: string): Rewrite {
  if (!/[$\\]\{?\w/.test(to)) return { to, reach: "fixed" };
  if (/^\/?[$\\]\{?[1-9]\}?$/.test(to)) return { to, reach: "whole" };
  return { to, reach: /^\/[\w./-]*\/[$\\]\{?[1-9]\}?$/.test(to) ? "below" : "unknown" };
}

/** What replacing the matched prefix by `to` makes reachable. */
export function prefixRewriteTo(to: string): Rewrite {
  return { to, reach: to === "/" || to === "" ? "whole" : "below" };
}
