import type { FieldPath, Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { fieldSettings } from "../field-settings.ts";
import { type HeaderOperations, requestHeaderControls, responseHeaderControls } from "../header-operations.ts";
import { corsOf, prefixRewriteTo } from "../ingress/header-lines.ts";
import type { PathPattern } from "../path-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import { itemsOf, qualifiedName, scalarText, textsOf } from "../plain-items.ts";
import { joinedReadings, placesFor, type Reading } from "../reading.ts";
import { type Aspect, type Facet, stableText } from "../route.ts";
import type { World } from "../world.ts";
import type { HopTls } from "./destination-rules.ts";
import { type Destination, hostNamedIn, meshHost } from "./destinations.ts";

interface Rule {
  readonly resource: Resource;
  readonly rule: PlainObject;
  readonly field: FieldPath;
}

/** What a rule does to the requests that it answers, besides where it sends them. */
export function readRule(
  { resource, rule, field }: Rule,
  path: PathPattern,
  destinations: readonly Destination[],
  hops: readonly HopTls[],
  world: World,
): Reading {
  const at = (...keys: FieldPath): Aspect => ({ resource, path: [...field, ...keys] });
  const left = fieldSettings(resource, field, takenFields);
  const shares = destinations
    .map(({ share }) => share)
    .filter(Boolean)
    .sort()
    .join(", ");
  const reading = (facets: readonly Facet[], controls: ControlValues, ...aspects: Aspect[]): Partial<Reading> => ({
    controls,
    places: placesFor(facets, aspects),
  });
  return joinedReadings(
    { texts: left.texts, places: { annotation: left.aspects } },
    shares === "" ? {} : { texts: { "spec.http[].route": shares }, places: { annotation: [at("route")] } },
    reading(
      ["cors"],
      { cors: corsControl(asObject(rule.corsPolicy)) },
      at("corsPolicy", "allowOrigins"),
      at("corsPolicy", "allowOrigin"),
      at("corsPolicy", "allowCredentials"),
    ),
    reading(
      ["mirror"],
      { mirror: mirrorsOf(rule, resource.namespace, world) },
      at("mirror"),
      at("mirrors"),
      at("mirrorPercentage"),
    ),
    reading(
      ["rewrite"],
      { rewrite: rewriteOf(asObject(rule.rewrite), path) },
      at("rewrite", "uri"),
      at("rewrite", "uriRegexRewrite"),
    ),
    redirectReading(rule, at),
    hopReading(hops),
    headersReading(rule, field, resource),
  );
}

const takenFields = [
  "name",
  "match",
  "route",
  "delegate",
  "redirect",
  "headers",
  "mirror",
  "mirrors",
  "mirrorPercentage",
  "mirrorPercent",
  "mirror_percent",
  "rewrite.uri",
  "rewrite.uriRegexRewrite",
  "corsPolicy.allowOrigin",
  "corsPolicy.allowOrigins",
  "corsPolicy.allowCredentials",
];

function corsControl(policy: PlainObject | undefined): NonNullable<ControlValues["cors"]> | null {
  if (!policy) return null;
  const matches = itemsOf(policy.allowOrigins, []);
  const exact = [...matches.flatMap(({ value }) => asText(value.exact) ?? []), ...textsOf(policy.allowOrigin)];
  const loose = matches.flatMap(({ value }) => {
    const prefix = asText(value.prefix);
    return asText(value.regex) ?? (prefix === undefined ? [] : `${prefix}*`);
  });
  const cors = corsOf(exact, loose, policy.allowCredentials === true);
  // Envoy answers every accepted origin with its own name, `*` included.
  return cors && { ...cors, echoesAny: cors.origins.includes("*") };
}

function mirrorsOf(rule: PlainObject, namespace: string | undefined, world: World): string[] {
  const target = (value: Plain | undefined, percent: Plain | undefined): string[] => {
    const destination = asObject(value);
    const share = scalarText(asObject(percent)?.value ?? (asObject(percent) ? 0 : percent)) ?? "100";
    if (!destination || Number(share) === 0) return [];
    const host = meshHost(hostNamedIn(destination), namespace, world);
    const name = host.kind === "external" ? host.name : qualifiedName(host.namespace, host.name);
    const subset = asText(destination.subset);
    return [`${name}${subset === undefined ? "" : ` ${subset}`} (${share} %)`];
  };
  const percent = rule.mirrorPercentage ?? rule.mirrorPercent ?? rule.mirror_percent;
  return [
    ...target(rule.mirror, percent),
    ...itemsOf(rule.mirrors, []).flatMap(({ value }) => target(value.destination, value.percentage)),
  ].sort();
}

// A prefix is replaced, an exact path and one that an expression matches are replaced as a whole.
function rewriteOf(rewrite: PlainObject | undefined, path: PathPattern): Rewrite {
  const expression = asObject(rewrite?.uriRegexRewrite);
  if (expression) return { to: stableText(expression), reach: "unknown" };
  const to = asText(rewrite?.uri);
  if (to === undefined || (path.kind === "any" && to === "/")) return { to: "", reach: "same" };
  if (path.kind === "exact" || path.kind === "opaque") return { to, reach: "fixed" };
  return path.kind !== "any" && path.text === to ? { to: "", reach: "same" } : prefixRewriteTo(to);
}

function redirectReading(rule: PlainObject, at: (...keys: FieldPath) => Aspect): Partial<Reading> {
  const redirect = asObject(rule.redirect);
  if (!redirect) return { controls: { redirectTarget: [] }, places: { redirectTarget: [at("redirect")] } };
  const { authority, ...rest } = redirect;
  const host = asText(authority);
  return {
    controls: {
      redirectTarget: host === undefined ? [] : [`redirect ${host}`],
      ...(redirect.scheme === "https" ? { redirect: "redirect" as const } : {}),
    },
    texts: Object.keys(rest).length === 0 ? {} : { "spec.http[].redirect": stableText(rest) },
    places: placesFor(["redirectTarget", "redirect", "annotation", "backend"], [at("redirect")]),
  };
}

const hopRank = { none: 0, encrypted: 1, unknown: 2, verified: 3, mutual: 4 };

// Of several destinations the least protected one counts.
function hopReading(hops: readonly HopTls[]): Partial<Reading> {
  const [weakest] = [...hops].sort((a, b) => hopRank[a.value.level] - hopRank[b.value.level]);
  if (!weakest) return {};
  return { controls: { backendTls: weakest.value }, places: { backendTls: hops.flatMap(({ aspects }) => aspects) } };
}

function headersReading(rule: PlainObject, field: FieldPath, resource: Resource): Partial<Reading> {
  const holders = [{ value: rule, field }, ...itemsOf(rule.route, [...field, "route"])];
  const side = (name: "request" | "response") => {
    const found = holders.map((holder) => asObject(asObject(holder.value.headers)?.[name]) ?? {});
    return { set: pairs(found, "set"), add: pairs(found, "add"), remove: found.flatMap((one) => textsOf(one.remove)) };
  };
  const [request, response] = [requestHeaderControls(side("request")), responseHeaderControls(side("response"))];
  const aspects = (name: string) => holders.map((holder) => ({ resource, path: [...holder.field, "headers", name] }));
  return {
    controls: { ...request.controls, ...response.controls },
    texts: {
      ...(request.rest === "" ? {} : { "spec.http[].headers.request": request.rest }),
      ...(response.rest === "" ? {} : { "spec.http[].headers.response": response.rest }),
    },
    places: {
      requestHeaders: aspects("request"),
      responseHeaders: aspects("response"),
      hsts: aspects("response"),
      annotation: [...aspects("request"), ...aspects("response")],
    },
  };
}

function pairs(found: readonly PlainObject[], verb: "set" | "add"): HeaderOperations["set"] {
  return found.flatMap((one) =>
    Object.entries(asObject(one[verb]) ?? {}).map(([name, value]) => ({ name, value: scalarText(value) ?? "" })),
  );
}
