import type { FieldPath, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { dnsAnnotations, dnsAspects, dnsAssumptions, dnsOf } from "../dns/external-dns.ts";
import { fieldSettings, mergedTexts } from "../field-settings.ts";
import type { HostPattern, PortProtocol } from "../host-pattern.ts";
import { hostContained } from "../host-pattern.ts";
import { readHost } from "../ingress/read-host.ts";
import { annotationsLeft, ownAnnotations, serviceBehind } from "../ingress/service-settings.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Aspect, Backend, Facet, Route } from "../route.ts";
import type { World } from "../world.ts";
import { isKongAnnotation, kongReader, kongServiceKeys, weighKong } from "./annotations.ts";
import { readPlugins, withPlugins } from "./plugin-controls.ts";
import { globalPlugins, kongGroup, pluginReferences, pluginsAnnotation } from "./plugin-objects.ts";
import { nothingSet } from "./profile-reading.ts";

/** The ports of Kong that TCPIngress and UDPIngress objects use. */
export function kongStreamRoutes(world: World): readonly Route[] {
  return (["TCP", "UDP"] as const).flatMap((protocol) =>
    world.of(kongGroup, `${protocol}Ingress`).flatMap((resource) => {
      const rules = asList(fieldAt(resource.data, ["spec", "rules"]));
      if (!rules) return [];
      world.use(resource);
      return rules.flatMap((rule, index) => {
        const value = asObject(rule);
        return value ? [routeOf(resource, protocol, value, ["spec", "rules", index], world)] : [];
      });
    }),
  );
}

function routeOf(resource: Resource, protocol: PortProtocol, rule: PlainObject, path: FieldPath, world: World): Route {
  const port = textOf(rule.port);
  const name = asText(rule.host);
  const host: HostPattern = name ? readHost(name) : { kind: "port", protocol, port, door: "Kong" };
  const backend = backendOf(resource, asObject(rule.backend) ?? {});
  const service = serviceBehind(backend, world);
  const className = classOf(resource);
  const levels = [pluginReferences(resource), service ? pluginReferences(service) : []];
  const plugins = readPlugins(world, levels, globalPlugins(world, className));
  const own = fieldSettings(resource, path, ["port", "host", "backend.serviceName", "backend.servicePort"]);
  const shared = fieldSettings(resource, ["spec"], ["rules", "tls[].hosts", "tls[].secretName", "ingressClassName"]);
  const left = ownAnnotations(resource, read, weighKong);
  const at = (...fields: FieldPath): Aspect => ({ resource, path: fields });
  const places: Partial<Record<Facet, readonly Aspect[]>> = {
    ...plugins.places,
    host: [at(...path, "host"), at(...path, "port")],
    path: [at(...path, "port")],
    condition: [at(...path, "port")],
    backend: [at(...path, "backend")],
    entry: [at("metadata", "annotations", "kubernetes.io/ingress.class"), at("spec", "ingressClassName")],
    tls: [at("spec", "tls")],
    certificate: [at("spec", "tls")],
    dns: dnsAspects(resource),
    passthrough: [at("metadata", "annotations", "konghq.com/protocols")],
    annotation: [...own.aspects, ...shared.aspects, ...left.aspects, ...(plugins.places.annotation ?? [])],
  };
  return {
    resource,
    entry: { class: className, controller: "kong", reach: reachOf(className, world) },
    host,
    via: "rule",
    path: { kind: "any" },
    conditions: name ? [`${protocol} port ${port}`] : [],
    priority: 0,
    backends: [backend],
    controls: withPlugins({ ...nothingSet, dns: dnsOf(resource), ...tlsOf(resource, host) }, plugins),
    annotations: mergedTexts(
      own.texts,
      shared.texts,
      plugins.texts,
      left.texts,
      annotationsLeft(service, isKongAnnotation, kongServiceKeys, weighKong),
    ),
    weigh: weighKong,
    assumptions: dnsAssumptions(resource),
    where: (facet) => places[facet] ?? [at(...path)],
  };
}

const read: ReadonlySet<string> = new Set([
  ...dnsAnnotations,
  pluginsAnnotation,
  "konghq.com/protocols",
  "kubernetes.io/ingress.class",
]);

/** The class that an object of Kong names, `kong` without one. */
function classOf(resource: Resource): string {
  const key = "kubernetes.io/ingress.class";
  const annotated = Object.hasOwn(resource.annotations, key) ? resource.annotations[key] : undefined;
  return asText(fieldAt(resource.data, ["spec", "ingressClassName"])) ?? (annotated || "kong");
}

function reachOf(className: string, { controllers }: World) {
  return (Object.hasOwn(controllers, className) ? controllers[className]?.reach : undefined) ?? "unknown";
}

// A host can only be told apart in the name that a TLS client asks for.
function tlsOf(resource: Resource, host: HostPattern): ControlValues {
  const protocols = kongReader.of(resource.annotations).list("protocols") ?? [];
  if (protocols.includes("tls_passthrough")) return { tls: "passthrough", passthrough: "on", certificate: [] };
  const entries = (asList(fieldAt(resource.data, ["spec", "tls"])) ?? []).flatMap((entry) => {
    const value = asObject(entry);
    return value ? [value] : [];
  });
  const covering = entries.filter((entry) => {
    const hosts = (asList(entry.hosts) ?? []).flatMap((one) => asText(one) ?? []);
    return hosts.length === 0 || hosts.some((one) => hostContained(host, readHost(one)) === true);
  });
  const secrets = covering.flatMap((entry) => asText(entry.secretName) ?? []);
  const names = secrets.map((secret) =>
    resource.namespace === undefined ? secret : `${resource.namespace}/${secret}`,
  );
  const mode = names.length > 0 ? "terminated" : host.kind === "port" ? "none" : "default-certificate";
  return { tls: mode, passthrough: "off", certificate: [...new Set(names)].sort() };
}

function backendOf(resource: Resource, backend: PlainObject): Backend {
  const name = asText(backend.serviceName) ?? "";
  return { kind: "Service", namespace: resource.namespace ?? null, name, port: textOf(backend.servicePort) };
}

function textOf(value: PlainObject[string] | undefined): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}
