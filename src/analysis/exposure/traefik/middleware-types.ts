import type { PlainObject } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, allOf } from "../controls/auth.ts";
import type { PathPattern } from "../path-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import { stableText } from "../route.ts";
import { readHeaders, takenHeaders } from "./read-headers.ts";
import { readAllowList, readBuffering, readInFlight, readRateLimit } from "./read-limits.ts";
import {
  readAddPrefix,
  readRedirectRegex,
  readRedirectScheme,
  readReplacePath,
  readReplacePathRegex,
  readStripPrefix,
  readStripPrefixRegex,
} from "./read-paths.ts";
import { qualified, textsOf } from "./values.ts";

/** How the configuration below one key of a Middleware's `spec` is read. */
interface MiddlewareType {
  read(config: PlainObject, path: PathPattern, namespace: string | undefined): ControlValues;
  /** The fields that the controls tell in full; whatever else there is stays as text. */
  readonly taken: readonly string[] | ((config: PlainObject) => readonly string[]);
}

/** What a middleware does to the requests of a path; undefined for a type that no control knows. */
export function readMiddlewareType(
  type: string,
  config: PlainObject,
  path: PathPattern,
  namespace: string | undefined,
): { readonly controls: ControlValues; readonly taken: readonly string[] } | undefined {
  const reader = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!reader) return undefined;
  const { taken } = reader;
  return {
    controls: reader.read(config, path, namespace),
    taken: typeof taken === "function" ? taken(config) : taken,
  };
}

const password = (kind: "basic" | "digest"): MiddlewareType => ({
  read: (config, _, namespace) => ({
    auth: passwordOf(kind, asText(config.secret), namespace),
    ...identityHeaders(textsOf(config.headerField)),
  }),
  taken: ["secret", "headerField"],
});

const list: MiddlewareType = {
  read: readAllowList,
  taken: ["sourceRange", "ipStrategy.depth", "ipStrategy.excludedIPs"],
};
const criterion = [
  "sourceCriterion.ipStrategy.depth",
  "sourceCriterion.ipStrategy.excludedIPs",
  "sourceCriterion.requestHeaderName",
];

const types: Readonly<Record<string, MiddlewareType>> = {
  basicAuth: password("basic"),
  digestAuth: password("digest"),
  forwardAuth: {
    read: (config) => ({
      auth: allOf({ kind: "external", by: asText(config.address) ?? "" }),
      ...identityHeaders(textsOf(config.authResponseHeaders)),
    }),
    taken: ["address", "authResponseHeaders"],
  },
  ipAllowList: list,
  ipWhiteList: list,
  rateLimit: { read: readRateLimit, taken: ["average", "period", "burst", ...criterion] },
  inFlightReq: { read: readInFlight, taken: ["amount", ...criterion] },
  inFlightConn: { read: readInFlight, taken: ["amount"] },
  buffering: {
    read: readBuffering,
    taken: (config) => (readBuffering(config).bodyLimit === undefined ? [] : ["maxRequestBodyBytes"]),
  },
  headers: { read: readHeaders, taken: takenHeaders },
  redirectScheme: { read: readRedirectScheme, taken: ["scheme"] },
  redirectRegex: {
    read: readRedirectRegex,
    taken: (config) => (readRedirectRegex(config).redirect ? ["regex", "replacement"] : ["replacement"]),
  },
  stripPrefix: { read: readStripPrefix, taken: ["prefixes"] },
  stripPrefixRegex: { read: readStripPrefixRegex, taken: ["regex"] },
  addPrefix: { read: readAddPrefix, taken: ["prefix"] },
  replacePath: { read: readReplacePath, taken: ["path"] },
  replacePathRegex: { read: readReplacePathRegex, taken: ["regex", "replacement"] },
  plugin: { read: readPlugins, taken: (config) => Object.keys(config).filter((name) => roleOf(name) === "other") },
};

function passwordOf(kind: "basic" | "digest", secret: string | undefined, namespace: string | undefined): Auth {
  // Without users Traefik serves no request of the router.
  return secret
    ? allOf({ kind, by: qualified(namespace, secret) })
    : { kind: "refused", text: `${kind}Auth without secret` };
}

function identityHeaders(names: readonly string[]): ControlValues {
  return names.length === 0 ? {} : { requestHeaders: [...new Set(names.map((name) => name.toLowerCase()))].sort() };
}

/** Code of others: by their names some are firewalls or logins, and any of the rest may do anything. */
function readPlugins(config: PlainObject): ControlValues {
  const names = Object.keys(config).sort();
  const named = (role: ReturnType<typeof roleOf>) => names.filter((name) => roleOf(name) === role);
  const [firewalls, logins, others] = [named("firewall"), named("login"), named("other")];
  return {
    ...(firewalls.length > 0 ? { waf: { mode: "unknown", exclusions: [], policy: firewalls.join(", ") } } : {}),
    ...(logins.length > 0
      ? { auth: { kind: "unreadable", text: logins.map((name) => `plugin ${name}`).join(", ") } }
      : {}),
    ...(others.length > 0
      ? {
          snippet: others.map((name) => ({
            annotation: `plugin ${name}`,
            text: stableText(asObject(config[name]) ?? config[name] ?? {}),
          })),
        }
      : {}),
  };
}

function roleOf(plugin: string): "firewall" | "login" | "other" {
  if (/modsec|coraza|waf|crowdsec|bouncer/i.test(plugin)) return "firewall";
  return /oidc|oauth|jwt|auth|keycloak|ldap|saml|login|api-?key/i.test(plugin) ? "login" : "other";
}
