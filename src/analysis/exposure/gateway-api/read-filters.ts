import type { FieldPath, Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { allOf } from "../controls/auth.ts";
import type { Cors } from "../controls/cors.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { settingName } from "../field-settings.ts";
import type { PathPattern } from "../path-pattern.ts";
import { asList, asObject, asText } from "../plain-fields.ts";
import { type Aspect, type Facet, stableText } from "../route.ts";
import type { World } from "../world.ts";
import { isPlugin } from "./kong-plugins.ts";
import { plainText, qualified, readRef, scalarText } from "./names.ts";
import { aspectsFor, mergeParts, noPart, type Part, partOf } from "./part.ts";
import { backendOf } from "./read-backends.ts";
import { readExtension } from "./read-extension.ts";
import { requestHeadersPart, responseHeadersPart } from "./read-headers.ts";
import type { RouteObject, Rule } from "./route-object.ts";
import { type Extension, isMiddleware, middlewareFilters } from "./traefik-filters.ts";

/** A redirect that answers instead of a backend. */
export interface Redirection {
  readonly scheme: string | undefined;
  readonly hostname: string | undefined;
  readonly aspect: Aspect;
}

export interface FilterReading {
  readonly redirection: Redirection | undefined;
  /** Whether a filter answers every request itself. */
  readonly answers: boolean;
  /** Plugins of Kong that the rule itself names. */
  readonly plugins: readonly Extension[];
  /** Whether one of them is an object that nobody here reads, or that is not in the repository. */
  readonly isUnread: boolean;
  readonly part: Part;
  /** What the service sees of a path that matched. */
  rewrite(path: PathPattern): Rewrite | undefined;
}

/** What the filters of a rule do to its requests. */
export function readFilters(rule: Rule, route: RouteObject, world: World): FilterReading {
  const list = asList(rule.data.filters) ?? [];
  const filters = list.flatMap((entry, index) => {
    const data = asObject(entry);
    return data ? [{ data, field: [...rule.field, "filters", index] }] : [];
  });
  const redirect = filters.find(({ data }) => data.type === "RequestRedirect");
  const redirected = asObject(redirect?.data.requestRedirect) ?? {};
  const rewriting = filters.find(({ data }) => data.type === "URLRewrite");
  const named = filters.flatMap(({ data, field }): Extension[] => {
    const ref = readRef(data.extensionRef, { group: "", kind: "", namespace: route.namespace });
    return data.type === "ExtensionRef" && ref ? [{ ref, aspect: { resource: route.resource, path: field } }] : [];
  });
  const middlewares = middlewareFilters(named.filter(isMiddleware), world);
  const extensions = named
    .filter((one) => !isMiddleware(one) && !isPlugin(one))
    .map((one) => readExtension(one, world));
  return {
    redirection: redirect
      ? {
          scheme: asText(redirected.scheme),
          hostname: asText(redirected.hostname),
          aspect: { resource: route.resource, path: redirect.field },
        }
      : middlewares.toHttps && { scheme: "https", hostname: undefined, aspect: middlewares.toHttps },
    answers: extensions.some(({ answers }) => answers),
    plugins: named.filter(isPlugin),
    isUnread: middlewares.isMissing || extensions.some(({ isUnread }) => isUnread),
    part: mergeParts([
      ...filters.map(({ data, field }) => filterPart(data, field, route, world)),
      middlewares.part,
      ...extensions.map(({ part }) => part),
    ]),
    rewrite: (path) =>
      rewriting
        ? pathRewrite(rewriting.data, path)
        : (extensions.flatMap((one) => one.rewrite ?? [])[0] ?? middlewares.rewrite(path)),
  };
}

function filterPart(data: PlainObject, field: FieldPath, route: RouteObject, world: World): Part {
  const aspects: readonly Aspect[] = [{ resource: route.resource, path: field }];
  const named = (names: readonly Facet[], some: Partial<Part>) =>
    partOf({ ...some, aspects: aspectsFor(names, aspects) });
  const key = `${asText(data.type) ?? "filter"}: ${settingName(field)}`;
  switch (asText(data.type) ?? "") {
    case "ExtensionRef":
      return noPart;
    case "RequestRedirect":
      return named(["redirectTarget", "annotation"], {
        texts: otherTexts(data.requestRedirect, ["scheme", "hostname"], key),
      });
    case "URLRewrite":
      return named(["rewrite", "annotation"], { texts: otherTexts(data.urlRewrite, ["path"], key) });
    case "RequestHeaderModifier":
      return requestHeadersPart(asObject(data.requestHeaderModifier) ?? {}, key, aspects);
    case "ResponseHeaderModifier":
      return responseHeadersPart(asObject(data.responseHeaderModifier) ?? {}, key, aspects);
    case "RequestMirror":
      return named(["mirror"], { controls: { mirror: mirrorOf(asObject(data.requestMirror) ?? {}, route, world) } });
    case "CORS": {
      const cors = asObject(data.cors) ?? {};
      return named(["cors", "annotation"], {
        controls: { cors: corsOf(cors) },
        texts: otherTexts(cors, corsFields, key),
      });
    }
    case "ExternalAuth":
      return named(["auth"], { controls: { auth: externalAuth(asObject(data.externalAuth) ?? {}, route) } });
    default: {
      // A filter that an implementation does not know makes its rule invalid; one that it knows may do anything.
      const text = stableText(data);
      return named(["auth", "annotation"], {
        controls: { auth: { kind: "unreadable", text: `filter ${asText(data.type) ?? ""}` } },
        texts: { [key]: text },
      });
    }
  }
}

/** What of an object no control reads, as one text. */
export function otherTexts(
  data: Plain | undefined,
  read: readonly string[],
  key: string,
): Readonly<Record<string, string>> {
  const rest = Object.entries(asObject(data) ?? {}).filter(([name]) => !read.includes(name));
  return rest.length === 0 ? {} : { [key]: stableText(Object.fromEntries(rest)) };
}

/** Where the paths of a service lie that the public ones can name, once a prefix is replaced. */
export function pathRewrite(data: PlainObject, path: PathPattern): Rewrite | undefined {
  const change = asObject(asObject(data.urlRewrite)?.path);
  if (!change) return undefined;
  if (change.type === "ReplaceFullPath") return { to: asText(change.replaceFullPath) ?? "/", reach: "fixed" };
  const to = asText(change.replacePrefixMatch);
  if (change.type !== "ReplacePrefixMatch" || to === undefined) return { to: stableText(change), reach: "unknown" };
  const [prefix, target] = [path.kind === "any" ? "" : path.text.replace(/\/{1,99}$/, ""), to.replace(/\/{1,99}$/, "")];
  if (prefix === target) return undefined;
  if (path.kind === "exact") return { to: target === "" ? "/" : target, reach: "fixed" };
  return target === "" ? { to: "/", reach: "whole" } : { to: target, reach: "below" };
}

function mirrorOf(data: PlainObject, route: RouteObject, world: World): readonly string[] {
  const ref = readRef(data.backendRef, { group: "", kind: "Service", namespace: route.namespace });
  if (!ref) return [];
  const port = scalarText(asObject(data.backendRef)?.port);
  const fraction = asObject(data.fraction);
  const share = fraction
    ? `${scalarText(fraction.numerator)} of ${scalarText(fraction.denominator) || "100"}`
    : `${scalarText(data.percent) || "100"} %`;
  const backend = backendOf(ref, port, world);
  const outside = backend.external === undefined ? "" : ` at ${backend.external}`;
  const kind = backend.kind === "Service" ? "" : `${backend.kind} `;
  return [`${kind}${qualified(ref.namespace, ref.name)}${port === "" ? "" : `:${port}`}${outside} (${share})`];
}

/** CORS of the API's filter or of Envoy Gateway's policy, which share their fields. `*` is answered with the caller's own origin. */
export function corsOf(data: PlainObject): Cors {
  const origins = [...new Set((asList(data.allowOrigins) ?? []).map(plainText))].sort();
  if (origins.length === 0) return null;
  const credentials = data.allowCredentials === true;
  return { origins, credentials, echoesAny: credentials && origins.includes("*") };
}

export const corsFields = ["allowOrigins", "allowCredentials"];

function externalAuth(data: PlainObject, route: RouteObject) {
  const ref = readRef(data.backendRef, { group: "", kind: "Service", namespace: route.namespace });
  const { backendRef, ...rest } = data;
  const port = scalarText(asObject(backendRef)?.port);
  const by = ref ? `${qualified(ref.namespace, ref.name)}${port === "" ? "" : `:${port}`}` : "nothing";
  const path = asText(asObject(data.http)?.path) ?? "";
  const { protocol: _protocol, http: _http, ...more } = rest;
  const details = Object.keys(more).length === 0 ? "" : ` ${stableText(more)}`;
  return allOf({ kind: "external", by: `${by}${path}${details}` });
}
