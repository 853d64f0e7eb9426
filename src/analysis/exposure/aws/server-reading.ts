import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import type { Auth } from "../controls/auth.ts";
import type { BackendTls } from "../controls/backend-tls.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { SourceRange } from "../controls/source-range.ts";
import type { Waf } from "../controls/waf.ts";
import { ineffectiveForeign } from "../foreign-annotations.ts";
import { type HostPattern, hasPlaceholder, hostKey } from "../host-pattern.ts";
import { type AnnotationValues, sourceRangeOf } from "../ingress/annotation-values.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import type { Aspect, Backend, Facet } from "../route.ts";
import type { World } from "../world.ts";
import { actionKey, readAction } from "./actions.ts";
import { albKeys, entryKeys } from "./annotations.ts";
import { readTransforms } from "./conditions.ts";
import { albPrefix, paramsRest } from "./ingress-class-params.ts";
import { leftSettings } from "./left-settings.ts";
import { type Listeners, readListeners } from "./listeners.ts";
import { readAuth } from "./read-auth.ts";
import { type AlbSettings, albSettings, ownSettings } from "./settings.ts";
import { ciphersOf, defaultSslPolicy, versionOf } from "./ssl-policy.ts";

/** How the controller turns Ingresses into the listeners and rules of a load balancer. */
export function albServer(host: HostPattern, ingresses: readonly IngressObject[], world: World): ServerReading {
  const expressions = ingresses.some(({ resource }) => ownSettings(resource).flag("use-regex-path-match") === true);
  // The older way to redirect: a path that sends everything to HTTPS.
  const redirects = ingresses.some((ingress) => sendsToHttps(ingress, host));
  for (const { resource } of ingresses) {
    const { params } = albSettings(resource, world);
    if (params) world.use(params);
  }
  return {
    path: (path) => albPath(path, expressions),
    controls(ingress, _, backend) {
      const values = controlsOf(ingress.resource, backend, albSettings(ingress.resource, world), redirects);
      return { ...values, ineffective: ineffectiveForeign(ingress, [albPrefix]) };
    },
    aspects: (facet, ingress, backend) => aspectsOf(facet, ingress.resource, backend, world),
    settings({ resource }, backend) {
      const settings = albSettings(resource, world);
      return leftSettings(resource, backend, settings, isExempt(authOf(settings, backend, redirects)));
    },
  };
}

/** A wildcard of a load balancer's rule spans any number of labels. */
export function albHost(host: HostPattern): HostPattern {
  return host.kind === "one-label" ? { kind: "suffix", suffix: host.suffix } : host;
}

/** Prefix in whole segments; ImplementationSpecific is a glob in which `*` spans slashes. */
function albPath({ text, type }: Pick<IngressPath, "text" | "type">, expressions: boolean): PathPattern {
  if (type !== "ImplementationSpecific") return pathPattern(type === "Exact" ? "exact" : "segments", text);
  if (text === "" || text === "/*" || text === "*") return { kind: "any" };
  if (expressions) return pathPattern("opaque", text);
  const head = text.endsWith("*") ? text.slice(0, -1) : text;
  if (/[*?]/.test(head)) return pathPattern("opaque", text);
  return pathPattern(head === text ? "exact" : "characters", head);
}

function sendsToHttps(ingress: IngressObject, host: HostPattern): boolean {
  const hosts = redirectedHosts.get(ingress) ?? readRedirectedHosts(ingress);
  redirectedHosts.set(ingress, hosts);
  return hosts.has(hostKey(host)) || hosts.has(hostKey({ kind: "any" }));
}

// An Ingress may have thousands of hosts.
const redirectedHosts = new WeakMap<IngressObject, ReadonlySet<string>>();

function readRedirectedHosts({ resource, rules }: IngressObject): ReadonlySet<string> {
  const redirecting = rules.filter(({ paths }) =>
    paths.some(
      ({ text, type, backend }) =>
        backend !== undefined &&
        albPath({ text, type }, false).kind === "any" &&
        readAction(resource, backend)?.onlyRedirects === true,
    ),
  );
  return new Set(redirecting.map(({ host }) => hostKey(albHost(host))));
}

function controlsOf(resource: Resource, backend: Backend, settings: AlbSettings, redirects: boolean): ControlValues {
  const { own, shared } = settings;
  const listeners = readListeners(settings);
  const action = readAction(resource, backend);
  const target = settings.of(backend);
  const policy = shared.text("ssl-policy") ?? defaultSslPolicy;
  return {
    ...(listeners ? { tls: listeners.https.length > 0 ? ("terminated" as const) : ("none" as const) } : {}),
    certificate: [...(own.list("certificate-arn") ?? [])].sort(),
    redirect: redirectOf(listeners, shared, redirects),
    tlsVersion: versionOf(policy),
    ciphers: ciphersOf(policy),
    auth: authOf(settings, backend, redirects),
    sourceRange: rangeOf(shared),
    waf: wafOf(shared),
    backendTls: backendTlsOf(target.text("backend-protocol")),
    accessLog: logsAccess(shared) ? 1 : 0,
    redirectTarget: action?.redirects ?? [],
    rewrite: readTransforms(resource, backend).rewrite,
  };
}

function redirectOf(listeners: Listeners | undefined, shared: AnnotationValues, redirects: boolean): Redirect {
  if (!listeners) return "unknown";
  if (!listeners.http) return "closed";
  return shared.has("ssl-redirect") || redirects ? "redirect" : "none";
}

function authOf(settings: AlbSettings, backend: Backend, redirects: boolean): Auth {
  const listeners = readListeners(settings);
  const plainHttp = redirectOf(listeners, settings.shared, redirects) === "none";
  return readAuth(settings.of(backend), settings.shared, listeners, plainHttp);
}

function isExempt(auth: Auth): boolean {
  return auth.kind === "checks" && auth.exempt !== undefined;
}

// The load balancer does not check the certificates of its targets.
function backendTlsOf(protocol: string | undefined): BackendTls {
  if (protocol !== undefined && hasPlaceholder(protocol)) return { level: "unknown", by: protocol };
  return { level: protocol?.toUpperCase() === "HTTPS" ? "encrypted" : "none", by: "" };
}

function rangeOf(shared: AnnotationValues): SourceRange {
  const blocks = shared.list("inbound-cidrs");
  const lists = shared.list("security-group-prefix-lists");
  const groups = shared.text("security-groups");
  if (groups !== undefined)
    return blocks || lists
      ? { kind: "every", despite: `\`security-groups\` (${sorted(groups.split(","))}) takes its place` }
      : { kind: "unreadable", text: `security groups ${sorted(groups.split(","))}` };
  if (lists) return { kind: "unreadable", text: [...(blocks ?? []), `prefix lists ${sorted(lists)}`].join(", ") };
  return sourceRangeOf(blocks);
}

function sorted(list: readonly string[]): string {
  return list
    .map((entry) => entry.trim())
    .sort()
    .join(", ");
}

function wafOf(shared: AnnotationValues): Waf {
  const policies = albKeys.waf.flatMap((key) => shared.text(key) ?? []).filter((policy) => policy !== "none");
  return policies.length === 0
    ? { mode: "off", exclusions: [], policy: "" }
    : { mode: "block", exclusions: [], policy: policies.join(", ") };
}

function logsAccess(shared: AnnotationValues): boolean {
  return shared.list("load-balancer-attributes")?.includes("access_logs.s3.enabled=true") ?? false;
}

function aspectsOf(facet: Facet, resource: Resource, backend: Backend, world: World): readonly Aspect[] {
  const settings = albSettings(resource, world);
  const at = (key: string): Aspect => ({ resource, path: ["metadata", "annotations", key] });
  if (facet === "entry")
    return [...entryKeys.map((key) => at(albPrefix + key)), ...settings.places(entryKeys, backend)];
  const action = actionKey(backend);
  if ((facet === "backend" || facet === "redirectTarget") && action !== undefined) return [at(action)];
  if (facet === "condition") return [at(`${albPrefix}conditions.${backend.name}`)];
  if (facet === "rewrite") return [at(`${albPrefix}transforms.${backend.name}`)];
  if (facet === "tls" || facet === "certificate") {
    const keys = albKeys[facet];
    return [...keys.map((key) => at(albPrefix + key)), ...settings.places(keys, backend)];
  }
  if (facet === "annotation") {
    const left = Object.keys(leftSettings(resource, backend, settings, true)).map((key) => at(key));
    const service = settings.service(backend);
    const onService = Object.keys(service?.annotations ?? {}).filter((key) => key.startsWith(albPrefix));
    return [
      ...left,
      ...(service
        ? onService.map((key): Aspect => ({ resource: service, path: ["metadata", "annotations", key] }))
        : []),
      ...(settings.params ? paramsRest(settings.params).aspects : []),
    ];
  }
  return Object.hasOwn(albKeys, facet) ? settings.places(albKeys[facet as keyof typeof albKeys], backend) : [];
}
