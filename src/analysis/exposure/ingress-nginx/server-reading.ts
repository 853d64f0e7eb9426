import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import { noAuth } from "../controls/auth.ts";
import type { Ciphers } from "../controls/ciphers.ts";
import { noLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { Snippet } from "../controls/snippet.ts";
import type { HostPattern } from "../host-pattern.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { type TlsCoverage, tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern, showPath } from "../path-pattern.ts";
import type { World } from "../world.ts";
import { nginxFlag, nginxValue } from "./annotations.ts";
import { defaultFlag, isInLocations, type NginxDefaults, refusesPassthrough } from "./controller-defaults.ts";
import { defaultAspects, leftAspects, leftSettings } from "./default-aspects.ts";
import type { InvalidValues } from "./invalid-values.ts";
import {
  moreNginxAspects,
  moreNginxControls,
  moreNginxSettings,
  nginxControlsBehindPassthrough,
  nginxSnippets,
} from "./more-controls.ts";
import type { NginxNeighbours } from "./neighbours.ts";
import { type CertificateCheck, exemptAuth, readAuth, readCertificateCheck } from "./read-auth.ts";
import { readBackendTls } from "./read-backend-tls.ts";
import { readBodyLimit } from "./read-body-limit.ts";
import { headersOfSnippets } from "./read-headers.ts";
import { readRateLimit } from "./read-rate-limit.ts";
import { readRewrite } from "./read-rewrite.ts";
import { readSourceRange } from "./read-source-range.ts";
import { readCiphers, readHsts, readTlsVersion } from "./read-tls-settings.ts";

/** How an installation reads Ingresses, besides what they say. */
export interface NginxOptions {
  readonly invalid: InvalidValues;
  readonly defaults: NginxDefaults;
  readonly readLiteral?: (path: Pick<IngressPath, "text" | "type">) => PathPattern;
  /** For the ConfigMaps that annotations name. */
  readonly world?: World;
}

/** How ingress-nginx builds the server of one host from all Ingresses that name it. */
export function nginxServer(
  host: HostPattern,
  ingresses: readonly IngressObject[],
  options: NginxOptions,
): ServerReading {
  const { defaults, readLiteral = literalPath } = options;
  const expressions = ingresses.some(switchesOnExpressions);
  const coverage = tlsCoverage(host, ingresses);
  const passthrough = refusesPassthrough(defaults) ? "off" : passthroughOf(ingresses);
  const server: HostWide = {
    ingresses,
    coverage,
    certificate: readCertificateCheck(ingresses),
    ciphers: readCiphers(ingresses, defaults),
    snippets: ingresses.flatMap((ingress) => nginxSnippets(ingress, ["server-snippet", "stream-snippet"], defaults)),
    neighbours: {
      serverHeaders: headersOfSnippets(ingresses.map((ingress) => nginxValue(ingress, "server-snippet"))),
      passes: passthrough === "on",
      expressions,
      assumed: options.invalid === "unknown",
      world: options.world,
    },
  };
  const unopened = behindPassthrough(coverage);
  const known = new Map<IngressObject, ControlValues>();
  return {
    path: (path) => (expressions ? expressionPath(path.text) : readLiteral(path)),
    controls(ingress, path) {
      const values = known.get(ingress) ?? { passthrough, ...nginxControls(ingress, server, options) };
      known.set(ingress, values);
      if (passthrough === "on") return { ...unopened, ...nginxControlsBehindPassthrough(values) };
      // Challenges of certificate authorities are exempt from authentication and redirect, by a prefix of characters.
      const [noAuthHere, noRedirect] = ["no-auth-locations", "no-tls-redirect-locations"].map((key) =>
        isInLocations(showPath(path), defaults, key),
      );
      const rewritten = { rewrite: readRewrite(ingress, showPath(path)), ...values };
      if (!noAuthHere && !noRedirect) return rewritten;
      return {
        ...rewritten,
        ...(noAuthHere && values.auth ? { auth: exemptAuth(values.auth, server.certificate) } : {}),
        ...(noRedirect ? { redirect: "none" } : {}),
      };
    },
    aspects: (facet, ingress) => [
      ...(facet === "annotation" ? leftAspects(ingress, defaults) : defaultAspects(facet, ingress, defaults)),
      ...moreNginxAspects(facet, ingress, server.neighbours),
    ],
    assumptions: options.invalid === "refuse" ? defaults.assumptions : [],
    settings: (ingress) => ({ ...leftSettings(ingress, defaults), ...moreNginxSettings(ingress, options.world) }),
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
export interface HostWide {
  readonly ingresses: readonly IngressObject[];
  readonly coverage: TlsCoverage;
  readonly certificate: CertificateCheck;
  readonly ciphers: Ciphers;
  readonly snippets: Snippet;
  readonly neighbours: NginxNeighbours;
}

/** The controls of an Ingress on a host that passes no connection through. */
export function nginxControls(
  ingress: IngressObject,
  server: HostWide,
  { invalid, defaults }: NginxOptions,
): ControlValues {
  const { coverage, certificate } = server;
  const range = readSourceRange(ingress, invalid, defaults);
  const auth = readAuth(ingress, certificate, range, invalid, defaults);
  const hsts = coverage.mode === "none" ? null : readHsts(defaults);
  const bodyLimit = readBodyLimit(ingress, defaults);
  // What is spread stands last: to write members after a spread costs many times as much.
  return {
    tls: coverage.mode,
    certificate: coverage.secrets,
    tlsVersion: readTlsVersion(defaults),
    ciphers: server.ciphers,
    redirect: redirectOf(ingress, coverage, defaults),
    backendTls: readBackendTls(ingress, server.ingresses, defaults),
    auth,
    // With `satisfy: any` an address outside the list may still get in, so the list restricts nobody by itself.
    sourceRange: auth.kind === "checks" && auth.choice ? { kind: "every" } : range,
    rateLimit: readRateLimit(ingress),
    snippet: distinctSnippets([
      ...nginxSnippets(ingress, ["configuration-snippet", "auth-snippet", "modsecurity-snippet"], defaults),
      ...server.snippets,
    ]),
    ...(hsts === undefined ? {} : { hsts }),
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    ...moreNginxControls(ingress, defaults, server.neighbours),
  };
}

function redirectOf(ingress: IngressObject, coverage: TlsCoverage, defaults: NginxDefaults): Redirect {
  const flag = (key: string) => nginxFlag(ingress, key) ?? defaultFlag(defaults, key);
  const forced = flag("force-ssl-redirect");
  const wanted = coverage.mode === "none" ? false : (flag("ssl-redirect") ?? true);
  if (forced === true || wanted === true) return "redirect";
  return forced === "unknown" || wanted === "unknown" ? "unknown" : "none";
}

function passthroughOf(ingresses: readonly IngressObject[]): "on" | "off" | "unknown" {
  const flags = ingresses.map((ingress) => nginxFlag(ingress, "ssl-passthrough"));
  return flags.includes(true) ? "on" : flags.includes("unknown") ? "unknown" : "off";
}

// The connection is handed on unopened by its server name, and "all other annotations are invalidated".
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

function distinctSnippets(snippets: Snippet): Snippet {
  const distinct = new Map(snippets.map((entry) => [`${entry.annotation}\n${entry.text}`, entry]));
  return [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
