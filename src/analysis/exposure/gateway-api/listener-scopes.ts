import type { Resource } from "../../../kubernetes/resource.ts";
import type { ControlValues } from "../control-values.ts";
import type { Attachment } from "../controls/attachment.ts";
import { tls as tlsControl } from "../controls/tls.ts";
import type { EnvoyPolicies } from "../envoy-gateway/policies.ts";
import { mergedTexts } from "../field-settings.ts";
import { grouped } from "../grouped.ts";
import { hostKey, showHost } from "../host-pattern.ts";
import { asObject } from "../plain-fields.ts";
import type { Aspect, Facet } from "../route.ts";
import type { Scope } from "../scope.ts";
import { doorSubject, weigh } from "./build-route.ts";
import { connectionPart } from "./connection-part.ts";
import type { Door } from "./doors.ts";
import { coveringKeys } from "./hosts.ts";
import { fromOf, type Listener } from "./listener.ts";
import { otherOptions } from "./listener-part.ts";
import { qualified, specOf } from "./names.ts";
import { aspectsIn, type Part } from "./part.ts";
import { selectorTexts } from "./selector.ts";

/** The listeners of a Gateway without its routes: who may publish through them, and how they end TLS. */
export function listenerScopes(door: Door, envoy: EnvoyPolicies): Scope[] {
  const { gateway } = door;
  if (!gateway) return [];
  const byPort = grouped(door.listeners, ({ port, protocol }) => `${port} ${protocol}`);
  return [
    ...[...byPort].map(([key, listeners]) => listenerScope(door, key, listeners, envoy)),
    ...allowedSets(door, gateway),
  ];
}

/** A scope of a Gateway with whatever it has to say. */
export function scopeOf(door: Door, resource: Resource, some: Pick<Scope, "key" | "label"> & Partial<Scope>): Scope {
  return {
    resource,
    reach: door.entry.reach,
    controls: {},
    annotations: {},
    weigh,
    assumptions: [],
    where: () => [],
    ...some,
  };
}

/** A Gateway as messages name it. */
export function nameOf(door: Door): string {
  return `Gateway \`${qualified(door.namespace, door.name)}\``;
}

// One scope per port and protocol: listeners are split, joined and renamed without any effect on who may publish.
function listenerScope(door: Door, key: string, listeners: readonly Listener[], envoy: EnvoyPolicies): Scope {
  const first = listeners[0] as Listener;
  const names = listeners.map(({ name }) => `\`${name}\``);
  const shown = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const parts = listeners.map((listener) =>
    connectionPart(listener, door, envoy, {
      route: undefined,
      rule: undefined,
      ...doorSubject(door, listener, undefined),
    }),
  );
  const secured = tlsOf(parts);
  return scopeOf(door, first.resource, {
    key: `listener ${door.entry.class} ${key}`,
    label: `listener${names.length > 1 ? "s" : ""} ${shown} of ${nameOf(door)}`,
    controls: { attachment: attachmentOf(listeners), ...secured },
    // A listener that comes or goes is neither weaker nor stronger TLS: the routes tell what became of the requests.
    otherwise: secured,
    annotations: mergedTexts(...listeners.map(listenerTexts), ...parts.map(({ texts }) => texts)),
    where: (facet) =>
      listeners.slice(0, 20).flatMap((listener, index) => listenerAspects(facet, listener, parts[index])),
  });
}

function listenerTexts({ data, protocol }: Listener): Readonly<Record<string, string>> {
  const options = otherOptions(asObject(data.tls) ?? {});
  const kinds = asObject(data.allowedRoutes)?.kinds;
  return {
    ...(options.length > 0 ? { "spec.listeners[].tls.options": JSON.stringify(Object.fromEntries(options)) } : {}),
    ...(kinds === undefined ? {} : { "spec.listeners[].allowedRoutes.kinds": JSON.stringify(kinds) }),
    ...(/^(HTTPS?|TLS|TCP|UDP)$/.test(protocol) ? {} : { "spec.listeners[].protocol": protocol }),
  };
}

function listenerAspects(facet: Facet, { resource, field }: Listener, part: Part | undefined): readonly Aspect[] {
  const at = (...path: string[]): Aspect => ({ resource, path: [...field, ...path] });
  if (facet === "attachment")
    return [
      at("hostname"),
      at("allowedRoutes", "namespaces"),
      at("allowedRoutes"),
      at("name"),
      at("port"),
      at("protocol"),
    ];
  if (facet === "annotation")
    return [
      at("tls", "options"),
      at("allowedRoutes", "kinds"),
      at("protocol"),
      ...(part ? aspectsIn(part, facet) : []),
    ];
  const found = part ? aspectsIn(part, facet) : [];
  return found.length > 0 ? found : [at("tls")];
}

/** Who may publish through any of the listeners: the weakest answer, and all of their hosts. */
function attachmentOf(listeners: readonly Listener[]): Attachment {
  const order: readonly Attachment["from"][] = ["all", "selector", "same", "none"];
  const from = order.find((one) => listeners.some((listener) => listener.from === one)) ?? "none";
  const selectors = listeners.filter((one) => one.from === "selector").map(({ selector }) => selectorTexts(selector));
  const distinct = [...new Set(selectors.map((texts) => texts.join(" and ")))].sort();
  const isOpen = from === "selector" && distinct.includes("");
  return {
    from: isOpen ? "all" : from,
    selector: from !== "selector" || isOpen ? [] : distinct.length > 1 ? [distinct.join(" or ")] : (selectors[0] ?? []),
    hosts: listeners.some(({ host }) => host.kind === "any") ? [] : widestHosts(listeners),
  };
}

// A host that another listener's wildcard contains adds nothing.
function widestHosts(listeners: readonly Listener[]): string[] {
  const keys = new Set(listeners.map(({ host }) => hostKey(host)));
  const widest = listeners.filter(({ host }) => ![...coveringKeys(host)].slice(1).some((key) => keys.has(key)));
  return [...new Set(widest.map(({ host }) => showHost(host)))].sort();
}

const ofTls = ["auth", "certificate", "ciphers", "clientIp", "passthrough", "tls", "tlsVersion"] as const;

/** The TLS controls that the listeners share: the weakest kind of TLS, every certificate, and the rest where all agree. */
function tlsOf(parts: readonly Part[]): ControlValues {
  const common = ofTls.flatMap((name): [string, unknown][] => {
    const values = parts.map(({ controls }) => controls[name]);
    const alike = new Set(values.map((value) => JSON.stringify(value))).size === 1;
    return alike && values[0] !== undefined ? [[name, values[0]]] : [];
  });
  const modes = parts.flatMap(({ controls }) => controls.tls ?? []);
  const weakest = modes.reduce(
    (one, other) => (tlsControl.compare(one, other) === "weaker" ? other : one),
    modes[0] ?? "none",
  );
  const certificates = [...new Set(parts.flatMap(({ controls }) => controls.certificate ?? []))].sort();
  return {
    ...(Object.fromEntries(common) as ControlValues),
    ...(modes.length > 0 ? { tls: weakest } : {}),
    ...(certificates.length > 0 ? { certificate: certificates } : {}),
  };
}

function allowedSets(door: Door, gateway: Resource): Scope[] {
  const allowed = asObject(asObject(specOf(gateway).allowedListeners)?.namespaces);
  if (!allowed) return [];
  const from = fromOf(allowed.from, "none");
  const attachment: Attachment = {
    from,
    selector: from === "selector" ? selectorTexts(allowed.selector) : [],
    hosts: [],
  };
  const path = ["spec", "allowedListeners"];
  return [
    scopeOf(door, gateway, {
      key: `ListenerSets of ${door.entry.class}`,
      label: `ListenerSets at ${nameOf(door)}`,
      controls: { attachment },
      where: () => [
        { resource: gateway, path: [...path, "namespaces"] },
        { resource: gateway, path },
      ],
    }),
  ];
}
