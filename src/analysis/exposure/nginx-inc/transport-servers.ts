import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import { noAuth } from "../controls/auth.ts";
import { fieldSettings, mergedTexts, weighField } from "../field-settings.ts";
import type { HostPattern, PortProtocol } from "../host-pattern.ts";
import { readHost } from "../ingress/read-host.ts";
import { ownAnnotations } from "../ingress/service-settings.ts";
import { asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Aspect, Backend, Facet, Route, stableText } from "../route.ts";
import type { World } from "../world.ts";
import { weighNginxInc } from "./annotations.ts";
import { qualified } from "./policy-fields.ts";
import { nginxIncHost } from "./profile-reading.ts";
import { nginxGroup } from "./read-policies.ts";
import { itemsAt, type Listener, listenersOf, nginxEntry, textOf } from "./virtual-server-fields.ts";

/** TCP, UDP and TLS that passes through, at the ports that GlobalConfiguration objects open. */
export function transportServerRoutes(world: World): readonly Route[] {
  const listeners = listenersOf(world);
  return world.of(nginxGroup, "TransportServer").flatMap((resource) => {
    const spec = asObject(resource.data.spec);
    if (!spec) return [];
    world.use(resource);
    return [routeOf(resource, listeners, world)];
  });
}

function routeOf(resource: Resource, listeners: readonly Listener[], world: World): Route {
  const text = (...path: string[]) => asText(fieldAt(resource.data, ["spec", ...path]));
  const at = (...path: string[]): Aspect => ({ resource, path: ["spec", ...path] });
  const name = text("listener", "name") ?? "";
  const passes = text("listener", "protocol") === "TLS_PASSTHROUGH";
  const protocol: PortProtocol = text("listener", "protocol") === "UDP" ? "UDP" : "TCP";
  const listener = passes ? undefined : listeners.find((one) => one.name === name && one.protocol === protocol);
  // A listener that another repository configures is known by its name.
  const port = listener?.port ?? name;
  const host = text("host");
  const target: HostPattern =
    host === undefined
      ? { kind: "port", protocol, port, door: "NGINX Ingress Controller" }
      : nginxIncHost(readHost(host));
  const left = fieldSettings(resource, ["spec"], fieldsRead);
  const own = ownAnnotations(resource, new Set(), weighNginxInc);
  const upstreams = itemsAt(resource, ["spec", "upstreams"]);
  const action = text("action", "pass") ?? "";
  const upstream = upstreams.find(({ value }) => asText(value.name) === action);
  const places: Partial<Record<Facet, readonly Aspect[]>> = {
    host: [at("host"), at("listener"), ...(listener ? [{ resource: listener.resource, path: listener.path }] : [])],
    entry: [at("ingressClassName")],
    path: [at("listener")],
    condition: [at("listener")],
    backend: [at("action", "pass"), ...(upstream ? [{ resource, path: upstream.path }] : []), at("action")],
    tls: [at("tls", "secret"), at("tls")],
    certificate: [at("tls", "secret")],
    passthrough: [at("listener", "protocol")],
    snippet: [at("serverSnippets"), at("streamSnippets")],
    annotation: [...left.aspects, ...own.aspects],
  };
  return {
    resource,
    entry: nginxEntry(world, text("ingressClassName")),
    host: target,
    via: "rule",
    path: { kind: "any" },
    conditions: host === undefined || passes ? [] : [`${protocol} port ${port}`],
    priority: 0,
    backends: [backendOf(resource, upstream?.value, action)],
    controls: controlsOf(resource, passes),
    annotations: mergedTexts(left.texts, own.texts),
    weigh: (setting) => (setting.includes("/") ? weighNginxInc(setting) : weighField(setting)),
    assumptions: listener || passes ? [] : [`the listener ${name} of NGINX's controller is not in the repository`],
    where: (facet) => places[facet] ?? [{ resource, path: ["spec"] }],
  };
}

const fieldsRead = [
  "ingressClassName",
  "host",
  "listener",
  "action.pass",
  "tls.secret",
  "serverSnippets",
  "streamSnippets",
  "upstreams[].name",
  "upstreams[].service",
  "upstreams[].port",
];

function controlsOf(resource: Resource, passes: boolean): ControlValues {
  const secret = asText(fieldAt(resource.data, ["spec", "tls", "secret"]));
  const snippet = ["serverSnippets", "streamSnippets"].flatMap((annotation) => {
    const text = asText(fieldAt(resource.data, ["spec", annotation]))?.trim();
    return text ? [{ annotation, text }] : [];
  });
  return {
    tls: passes ? "passthrough" : secret === undefined ? "none" : "terminated",
    certificate: secret === undefined ? [] : [qualified(resource, secret)],
    passthrough: passes ? "on" : "off",
    auth: noAuth,
    sourceRange: { kind: "every" },
    snippet,
  };
}

function backendOf(resource: Resource, upstream: Parameters<typeof stableText>[0] | undefined, name: string): Backend {
  const value = asObject(upstream);
  const namespace = resource.namespace ?? null;
  const service = asText(value?.service);
  if (service === undefined) return { kind: "upstream", namespace, name, port: "" };
  return { kind: "Service", namespace, name: service, port: textOf(value?.port) };
}
