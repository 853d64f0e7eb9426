import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Cors } from "../controls/cors.ts";
import { noLimit, type RateLimit } from "../controls/rate-limit.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { type HeaderOperations, requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { qualifiedName, scalarText, specOf, textsOf } from "../plain-items.ts";
import { stableText } from "../route.ts";
import { type MappingObject, pairsOf } from "./mapping-object.ts";

/** What a Mapping says about its own requests. */
export function mappingControls(mapping: MappingObject, contexts: readonly Resource[]): ControlValues {
  const { spec, target } = mapping;
  const headers = mappingHeaders(spec);
  return {
    backendTls: backendTlsOf(mapping, contexts),
    rewrite: rewriteOf(spec),
    cors: corsOf(asObject(spec.cors)),
    rateLimit: rateLimitOf(spec.labels),
    redirectTarget: spec.host_redirect === true ? [`redirect ${target.backend.external ?? target.backend.name}`] : [],
    ...requestHeaderControls(headers.request).controls,
    ...responseHeaderControls(headers.response).controls,
    waf: { mode: "off", exclusions: [], policy: "" },
    snippet: [],
  };
}

/** What the Mapping does to headers: a value is added beside the client's own unless it says `append: false`. */
export function mappingHeaders(spec: PlainObject): {
  readonly request: HeaderOperations;
  readonly response: HeaderOperations;
} {
  const side = (name: "request" | "response"): HeaderOperations => {
    const lines = pairsOf(spec[`add_${name}_headers`]).map(([header, value]) => ({
      name: header,
      value: scalarText(value) ?? scalarText(asObject(value)?.value) ?? "",
      appends: asObject(value)?.append !== false,
    }));
    const removed = spec[`remove_${name}_headers`];
    return {
      set: lines.filter(({ appends }) => !appends).map(({ name: header, value }) => ({ name: header, value })),
      add: lines.filter(({ appends }) => appends).map(({ name: header, value }) => ({ name: header, value })),
      remove: typeof removed === "string" ? [removed] : textsOf(removed),
    };
  };
  return { request: side("request"), response: side("response") };
}

/** `tls` names a TLSContext with the certificates for the service; `true` or `https://` encrypts without a check. */
function backendTlsOf({ spec, target, resource }: MappingObject, contexts: readonly Resource[]): BackendTls {
  const name = asText(spec.tls);
  if (name === undefined || name === "")
    return { level: target.scheme === "https" || spec.tls === true ? "encrypted" : "none", by: "" };
  const context = contexts.find(
    (one) => one.name === name && (one.namespace === undefined || one.namespace === resource.namespace),
  );
  if (!context) return { level: "unknown", by: `TLSContext ${name}` };
  const { ca_secret, secret } = specOf(context);
  const [ca, own] = [asText(ca_secret), asText(secret)];
  if (ca === undefined) return { level: "encrypted", by: "" };
  return { level: own === undefined ? "verified" : "mutual", by: qualifiedName(context.namespace, ca) };
}

// Without a word, the prefix is replaced by `/`; an empty text keeps the path.
function rewriteOf(spec: PlainObject): Rewrite {
  const same: Rewrite = { to: "", reach: "same" };
  const expression = asObject(spec.regex_rewrite);
  if (expression) {
    const to = asText(expression.substitution) ?? "";
    const text = `${to} (for ${asText(expression.pattern) ?? ""})`;
    if (!/\\\d/.test(to)) return { to: text, reach: "fixed" };
    return { to: text, reach: /^\/?\\\d/.test(to) ? "whole" : "below" };
  }
  const to = asText(spec.rewrite) ?? "/";
  if (to === "" || to === spec.prefix || spec.prefix_regex === true) return same;
  if (spec.prefix_exact === true) return { to, reach: "fixed" };
  return { to, reach: to === "/" ? "whole" : "below" };
}

function corsOf(cors: PlainObject | undefined): Cors {
  if (!cors) return null;
  const origins = typeof cors.origins === "string" ? cors.origins.split(",") : textsOf(cors.origins);
  const expressions = textsOf(cors.origins_regex);
  return {
    origins: [...new Set([...origins.map((origin) => origin.trim()), ...expressions])].filter(Boolean).sort(),
    credentials: cors.credentials === true,
    // Envoy answers with the origin of the caller.
    echoesAny: origins.some((origin) => origin.trim() === "*"),
  };
}

// What the labels mean is decided by the rate-limit service.
function rateLimitOf(labels: Plain | undefined): RateLimit {
  const groups = pairsOf(labels).filter(([, value]) => (asList(value)?.length ?? 0) > 0 || asObject(value));
  return groups.length === 0
    ? noLimit
    : { kind: "unreadable", text: stableText(Object.fromEntries(groups)).slice(0, 1000) };
}
