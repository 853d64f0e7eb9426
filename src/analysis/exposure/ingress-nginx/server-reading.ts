import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { Snippet } from "../controls/snippet.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { type TlsCoverage, tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern, showPath } from "../path-pattern.ts";
import { nginxFlag, nginxValue } from "./annotations.ts";
import type { InvalidValues } from "./invalid-values.ts";
import { type CertificateCheck, readAuth, readCertificateCheck } from "./read-auth.ts";
import { readRateLimit } from "./read-rate-limit.ts";
import { readSourceRange } from "./read-source-range.ts";

/** How ingress-nginx builds the server of one host from all Ingresses that name it. */
export function nginxServer(
  host: HostPattern,
  ingresses: readonly IngressObject[],
  invalid: InvalidValues,
  readLiteral: (path: Pick<IngressPath, "text" | "type">) => PathPattern = literalPath,
): ServerReading {
  const expressions = ingresses.some(switchesOnExpressions);
  const coverage = tlsCoverage(host, ingresses);
  const passthrough = passthroughOf(ingresses);
  const server: HostWide = {
    coverage,
    certificate: readCertificateCheck(ingresses),
    snippets: ingresses.flatMap((ingress) => snippetsIn(ingress, ["server-snippet", "stream-snippet"])),
  };
  const unopened = behindPassthrough(coverage);
  const known = new Map<IngressObject, ControlValues>();
  return {
    path: (path) => (expressions ? expressionPath(path.text) : readLiteral(path)),
    controls(ingress, path) {
      const values = known.get(ingress) ?? { ...controlsOf(ingress, server, invalid), passthrough };
      known.set(ingress, values);
      if (passthrough === "on") return unopened;
      // Challenges of certificate authorities are exempt from authentication and redirect, by a prefix of characters.
      const exempt = showPath(path).startsWith("/.well-known/acme-challenge");
      return exempt ? { ...values, auth: noAuth, redirect: "none" } : values;
    },
  };
}

/** Prefix in whole segments; without a type, or with ImplementationSpecific, ingress-nginx reads Prefix. */
export function literalPath({ text, type }: Pick<IngressPath, "text" | "type">): PathPattern {
  return pathPattern(type === "Exact" ? "exact" : "segments", text);
}

// One Ingress with an expression or a rewrite makes every path of the host an expression anchored only at its start.
function switchesOnExpressions(ingress: IngressObject): boolean {
  const target = nginxValue(ingress, "rewrite-target");
  if (nginxFlag(ingress, "use-regex") === true) return true;
  return target !== undefined && ingress.rules.some((rule) => rule.paths.some((path) => path.text !== target));
}

function expressionPath(text: string): PathPattern {
  return pathPattern(/[\\^$.|?*+()[\]{}]/.test(text) ? "opaque" : "caseless", text);
}

/** What the Ingresses of a host decide for each other. */
interface HostWide {
  readonly coverage: TlsCoverage;
  readonly certificate: CertificateCheck;
  readonly snippets: Snippet;
}

function controlsOf(ingress: IngressObject, server: HostWide, invalid: InvalidValues): ControlValues {
  const { coverage, certificate } = server;
  const range = readSourceRange(ingress, invalid);
  const auth = readAuth(ingress, certificate, range, invalid);
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    redirect: redirectOf(ingress, coverage),
    auth,
    // With `satisfy: any` an address outside the list may still get in, so the list restricts nobody by itself.
    sourceRange: auth.kind === "checks" && auth.choice ? { kind: "every" } : range,
    rateLimit: readRateLimit(ingress),
    snippet: distinctSnippets([
      ...snippetsIn(ingress, ["configuration-snippet", "auth-snippet", "modsecurity-snippet"]),
      ...server.snippets,
    ]),
  };
}

function redirectOf(ingress: IngressObject, coverage: TlsCoverage): Redirect {
  const forced = nginxFlag(ingress, "force-ssl-redirect");
  const wanted = coverage.mode === "none" ? false : (nginxFlag(ingress, "ssl-redirect") ?? true);
  if (forced === true || wanted === true) return "redirect";
  return forced === "unknown" || wanted === "unknown" ? "unknown" : "none";
}

function passthroughOf(ingresses: readonly IngressObject[]): "on" | "off" | "unknown" {
  const flags = ingresses.map((ingress) => nginxFlag(ingress, "ssl-passthrough"));
  return flags.includes(true) ? "on" : flags.includes("unknown") ? "unknown" : "off";
}

// The connection is handed on ununopened by its server name, and "all other annotations are invalidated".
function behindPassthrough(coverage: TlsCoverage): ControlValues {
  return {
    tls: "passthrough",
    certificate: coverage.secrets,
    passthrough: "on",
    redirect: "none",
    auth: noAuth,
    sourceRange: { kind: "every" },
    rateLimit: noLimit,
    snippet: [],
  };
}

function snippetsIn(ingress: IngressObject, keys: readonly string[]): Snippet {
  return keys.flatMap((annotation) => {
    const text = nginxValue(ingress, annotation);
    return text === undefined ? [] : [{ annotation, text }];
  });
}

function distinctSnippets(snippets: Snippet): Snippet {
  const distinct = new Map(snippets.map((entry) => [`${entry.annotation}\n${entry.text}`, entry]));
  return [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
