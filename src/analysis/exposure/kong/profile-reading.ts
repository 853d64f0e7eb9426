import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import { noLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import { type HostPattern, hasPlaceholder, normalizeHost } from "../host-pattern.ts";
import type { AnnotationValues } from "../ingress/annotation-values.ts";
import { rewriteTo } from "../ingress/header-lines.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { pathOwners } from "../ingress/path-owners.ts";
import { annotationAspects, annotationsLeft, serviceBehind, type WideReading } from "../ingress/service-settings.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import type { Aspect, Backend } from "../route.ts";
import type { World } from "../world.ts";
import {
  forcedRedirect,
  headerOf,
  isHeaderCondition,
  isKongAnnotation,
  kongAnnotations,
  kongPrefix,
  kongReader,
  kongServiceKeys,
  weighKong,
} from "./annotations.ts";
import { overrideOf } from "./kong-ingress.ts";
import { type PluginReading, readPlugins, withPlugins } from "./plugin-controls.ts";
import { globalPlugins, pluginReferences } from "./plugin-objects.ts";

/** How Kong's controller reads the Ingresses of one host, with the plugins of route, Service and cluster. */
export function kongServer(host: HostPattern, ingresses: readonly IngressObject[], world: World): WideReading {
  const coverage = tlsCoverage(host, ingresses);
  const ownerOf = pathOwners(ingresses);
  const known = new Map<string, PluginReading>();
  const pluginsOf = (ingress: IngressObject, backend: Backend) => {
    const service = serviceBehind(backend, world);
    const key = `${ingresses.indexOf(ingress)} ${service ? `${service.namespace ?? ""}/${service.name}` : ""}`;
    const levels = [pluginReferences(ingress.resource), service ? pluginReferences(service) : []];
    const reading = known.get(key) ?? readPlugins(world, levels, globalPlugins(world, ingress.className));
    known.set(key, reading);
    return reading;
  };
  const routeOverride = ({ resource }: IngressObject) => overrideOf(resource, world);
  const serviceOverride = (backend: Backend) => overrideOf(serviceBehind(backend, world), world);
  const valuesOf = (ingress: IngressObject) =>
    kongReader.of(ingress.resource.annotations, routeOverride(ingress)?.layer ?? {});
  const onService = (backend: Backend) =>
    kongReader.of(serviceBehind(backend, world)?.annotations ?? {}, serviceOverride(backend)?.layer ?? {});
  return {
    path(path) {
      const owner = ownerOf(path);
      return kongPath(path, (owner && valuesOf(owner).text("regex-prefix")) ?? "/~");
    },
    controls(ingress, path, backend) {
      const values = valuesOf(ingress);
      const door = doorOf(values, ingress.resource);
      const defaults: ControlValues = {
        tls: door.https ? coverage.mode : "none",
        certificate: door.https ? coverage.secrets : [],
        passthrough: "off",
        redirect: door.redirect,
        ...nothingSet,
        ineffective: ineffectiveForeign(ingress, [kongPrefix, "ingress.kubernetes.io/"]),
        backendTls: readBackendTls(onService(backend), ingress.resource.namespace),
        rewrite: readRewrite(values, onService(backend), path),
      };
      return withPlugins(defaults, pluginsOf(ingress, backend));
    },
    aspects(facet, ingress, backend): readonly Aspect[] {
      const service = serviceBehind(backend, world);
      const overrides = [routeOverride(ingress), serviceOverride(backend)].flatMap((one) => one?.aspects(facet) ?? []);
      const conditions = facet === "condition" ? headerAspects(ingress.resource) : [];
      return [
        ...annotationAspects(facet, service, kongAnnotations, isKongAnnotation),
        ...(pluginsOf(ingress, backend).places[facet] ?? []),
        ...overrides,
        ...conditions,
      ];
    },
    settings: (ingress, backend) => ({
      ...annotationsLeft(serviceBehind(backend, world), isKongAnnotation, kongServiceKeys, weighKong),
      ...pluginsOf(ingress, backend).texts,
      ...routeOverride(ingress)?.texts,
      ...serviceOverride(backend)?.texts,
    }),
  };
}

/** What a route of Kong has without plugins. */
export const nothingSet: ControlValues = {
  auth: noAuth,
  sourceRange: { kind: "every" },
  rateLimit: noLimit,
  cors: null,
  bodyLimit: "default",
  requestHeaders: [],
  responseHeaders: {},
  hsts: null,
  snippet: [],
};

/** Prefix in whole segments; without a type a prefix of characters, or an expression behind the prefix that marks one. */
export function kongPath({ text, type }: Pick<IngressPath, "text" | "type">, mark: string): PathPattern {
  if (type !== "ImplementationSpecific") return pathPattern(type === "Exact" ? "exact" : "segments", text);
  return pathPattern(text.startsWith(mark) ? "opaque" : "characters", text);
}

export function kongAliases({ resource }: IngressObject) {
  const field: FieldPath = ["metadata", "annotations", "konghq.com/host-aliases"];
  const names = kongReader.of(resource.annotations).list("host-aliases") ?? [];
  return names.map((text) => {
    const name = normalizeHost(text);
    const host: HostPattern = name.startsWith("*.")
      ? { kind: "one-label", suffix: name.slice(2) }
      : { kind: "exact", name };
    return { host, field };
  });
}

/** Methods, headers and server names that a request must show. */
export function kongConditions({ resource }: IngressObject, world: World): readonly string[] {
  const values = kongReader.of(resource.annotations, overrideOf(resource, world)?.layer ?? {});
  const separator = values.text("headers-separator") ?? ",";
  const sorted = (list: readonly string[]) => [...new Set(list)].sort().join(", ");
  const methods = values.list("methods")?.map((method) => method.toUpperCase());
  const names = values.list("snis")?.map(normalizeHost);
  const headers = Object.entries(resource.annotations)
    .filter(([key, text]) => isHeaderCondition(key) && text !== "")
    .map(([key, text]) => `header ${headerOf(key)}: ${sorted(text.split(separator).map((one) => one.trim()))}`);
  return [
    ...(methods ? [`method ${sorted(methods)}`] : []),
    ...(names ? [`server name: ${sorted(names)}`] : []),
    ...headers,
  ];
}

/** Which doors a route answers. HTTP on a route for HTTPS alone is refused unless a code of redirects is set. */
function doorOf(
  values: AnnotationValues,
  { annotations }: Resource,
): { readonly redirect: Redirect; readonly https: boolean } {
  const forced = Object.hasOwn(annotations, forcedRedirect) ? (annotations[forcedRedirect] ?? "") : "";
  if (forced === "true") return { redirect: "redirect", https: true };
  const protocols = values.list("protocols") ?? ["http", "https"];
  if ([forced, ...protocols].some(hasPlaceholder)) return { redirect: "unknown", https: true };
  const https = protocols.some((one) => /^(https|grpcs|wss|tls)$/.test(one));
  if (protocols.some((one) => /^(http|grpc|ws)$/.test(one))) return { redirect: "none", https };
  const code = values.text("https-redirect-status-code");
  return { redirect: /^30[1278]$/.test(code ?? "") ? "redirect" : "closed", https };
}

function readBackendTls(values: AnnotationValues, namespace: string | undefined): BackendTls {
  const protocol = values.text("protocol") ?? "http";
  if (hasPlaceholder(protocol)) return { level: "unknown", by: protocol };
  if (!/^(https|grpcs|tls|wss)$/.test(protocol)) return { level: "none", by: "" };
  const own = values.text("client-cert");
  const shown = own === undefined ? [] : [`with ${namespace === undefined ? own : `${namespace}/${own}`}`];
  const verify = values.flag("tls-verify") ?? false;
  if (verify === "unknown") return { level: "unknown", by: "tls-verify" };
  if (!verify) return { level: "encrypted", by: shown.join() };
  const secrets = values.list("ca-certificates-secrets", "ca-certificates-secret") ?? [];
  const trusted = [...secrets, ...(values.list("ca-certificates-configmaps") ?? [])].sort();
  const by = [...(trusted.length > 0 ? trusted : ["the authorities that Kong trusts"]), ...shown].join(", ");
  return { level: own === undefined ? "verified" : "mutual", by };
}

// `strip-path` takes the path of the route away, `path` of the Service stands in front of what is left.
function readRewrite(values: AnnotationValues, service: AnnotationValues, path: PathPattern): Rewrite {
  const target = values.text("rewrite");
  if (target !== undefined) return rewriteTo(target);
  const front = service.text("path") ?? "/";
  const stripping = values.flag("strip-path") ?? false;
  if (stripping === "unknown") return { to: front, reach: "unknown" };
  const strips = stripping && path.kind !== "any";
  if (!strips) return front === "/" ? { to: "", reach: "same" } : { to: front, reach: "below" };
  return { to: front, reach: path.kind === "exact" ? "fixed" : front === "/" ? "whole" : "below" };
}

function headerAspects(resource: Resource): Aspect[] {
  const keys = Object.keys(resource.annotations).filter(isHeaderCondition);
  return keys.map((key) => ({ resource, path: ["metadata", "annotations", key] }));
}
