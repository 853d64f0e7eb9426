import type { PlainObject, Resource } from "../../../kubernetes/resource.ts";
import type { ControllerOptions } from "../controller-options.ts";
import { type HostPattern, normalizeHost } from "../host-pattern.ts";
import { asList, asText } from "../plain-fields.ts";
import { specOf } from "../plain-items.ts";
import type { Backend, Entry } from "../route.ts";
import type { World } from "../world.ts";

export const emissaryGroups = ["getambassador.io", "x.getambassador.io"];

/** Objects of a kind under its name, or the older one that starts with `Ambassador`. */
export function objectsOf(world: World, kind: string): readonly Resource[] {
  return [...world.of(emissaryGroups, kind), ...world.of(emissaryGroups, `Ambassador${kind}`)];
}

/** The installation that reads an object: only objects with the same id belong together. */
export function installationOf(resource: Resource): string {
  const value = specOf(resource).ambassador_id;
  const ids = typeof value === "string" ? [value] : (asList(value) ?? []).flatMap((id) => asText(id) ?? []);
  return [...new Set(ids.filter((id) => id !== "" && id !== "default"))].sort().join(", ");
}

export function entryOf(installation: string, controllers: ControllerOptions): Entry {
  const name = installation === "" ? "Emissary" : `Emissary ${installation}`;
  const chosen = Object.hasOwn(controllers, name) ? controllers[name]?.reach : undefined;
  return { class: name, controller: "emissary", reach: chosen ?? "unknown" };
}

/** A host of Envoy: `*` alone is every name, and in front of a name any number of labels. */
export function hostPattern(text: string, isExpression = false): HostPattern {
  if (isExpression) return { kind: "regex", text };
  const name = normalizeHost(text);
  if (name === "" || name === "*") return { kind: "any" };
  if (name.startsWith("*.") && !name.slice(2).includes("*")) return { kind: "suffix", suffix: name.slice(2) };
  return name.includes("*") ? { kind: "regex", text: name } : { kind: "exact", name };
}

export interface Target {
  readonly scheme: string;
  readonly backend: Backend;
}

/** `https://web.shop:443`: a scheme, the name of a Service with its namespace, or a name outside the cluster, and a port. */
export function targetOf(service: string, { namespace }: Resource): Target {
  const text = service.slice(0, longestAddress);
  const [, scheme = "", rest = text] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(text) ?? [];
  const [address = ""] = rest.split("/");
  const colon = address.lastIndexOf(":");
  const [host, port] = colon < 0 ? [address, ""] : [address.slice(0, colon), address.slice(colon + 1)];
  const inside = host.replace(/\.svc(\.[\w.-]+)?$/, "");
  const [name = "", own, ...more] = inside.split(".");
  const isOutside = more.length > 0;
  return {
    scheme: scheme.toLowerCase(),
    backend: isOutside
      ? { kind: "", namespace: null, name: host, port, external: host }
      : { kind: "Service", namespace: own ?? namespace ?? null, name, port },
  };
}

// A DNS name with a scheme, a port and a path is shorter.
const longestAddress = 1000;

/** Whether an object has all labels that a selector asks for; without one, every object fits. */
export function isSelected({ labels }: Resource, selector: PlainObject | undefined): boolean {
  const wanted = Object.entries((selector?.matchLabels as PlainObject | undefined) ?? {});
  return wanted.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
