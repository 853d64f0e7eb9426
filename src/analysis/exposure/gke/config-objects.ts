import type { Plain, PlainObject, Resource } from "../../../kubernetes/resource.ts";
import { jsonOf } from "../json-values.ts";
import { asList, asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Backend } from "../route.ts";
import type { World } from "../world.ts";

/** A FrontendConfig or BackendConfig that something names. `missing`: the repository does not have it. */
export type Config =
  | { readonly kind: "none" }
  | { readonly kind: "missing"; readonly name: string }
  | { readonly kind: "found"; readonly resource: Resource };

export const frontendAnnotation = "networking.gke.io/v1beta1.FrontendConfig";
export const backendAnnotations = ["cloud.google.com/backend-config", "beta.cloud.google.com/backend-config"];
export const protocolAnnotations = ["service.alpha.kubernetes.io/app-protocols", "cloud.google.com/app-protocols"];

export function frontendConfigOf(ingress: Resource, world: World): Config {
  const name = annotationOf(ingress, [frontendAnnotation]);
  if (name === undefined) return { kind: "none" };
  return found(name, world.find("networking.gke.io", "FrontendConfig", ingress.namespace, name));
}

/** What the Service of a backend names for the port in question, by its name or number, or for every port. */
export function backendConfigOf(service: Resource, { port }: Backend, world: World): Config {
  const value = annotationJson(service, backendAnnotations);
  if (value === undefined) return { kind: "none" };
  const ports = asObject(fieldAt(value, ["ports"])) ?? {};
  const key = namesOfPort(service, port).find((name) => Object.hasOwn(ports, name));
  const name = asText(key === undefined ? fieldAt(value, ["default"]) : ports[key]);
  if (name === undefined) return { kind: "none" };
  return found(name, world.find("cloud.google.com", "BackendConfig", service.namespace, name));
}

/** The protocol of a port of a Service as the load balancer speaks it. */
export function protocolOf(service: Resource, { port }: Backend): string {
  const names = namesOfPort(service, port);
  const value = asObject(annotationJson(service, protocolAnnotations)) ?? {};
  const key = names.find((name) => Object.hasOwn(value, name));
  const own = portsOf(service).find((one) => names.includes(asText(one.name) ?? "") || names.includes(numberOf(one)));
  return ((key === undefined ? undefined : asText(value[key])) ?? asText(own?.appProtocol) ?? "HTTP").toUpperCase();
}

function found(name: string, resource: Resource | undefined): Config {
  return resource ? { kind: "found", resource } : { kind: "missing", name };
}

function namesOfPort(service: Resource, port: string): readonly string[] {
  const own = portsOf(service).find((one) => asText(one.name) === port || numberOf(one) === port);
  return own ? [asText(own.name) ?? "", numberOf(own)].filter((name) => name !== "") : [port];
}

function portsOf({ data }: Resource): readonly PlainObject[] {
  return (asList(fieldAt(data, ["spec", "ports"])) ?? [])
    .map((port) => asObject(port))
    .filter((port) => port !== undefined);
}

function numberOf(port: PlainObject): string {
  return typeof port.port === "number" ? String(port.port) : "";
}

export function annotationOf({ annotations }: Resource, names: readonly string[]): string | undefined {
  const name = names.find((one) => Object.hasOwn(annotations, one) && annotations[one]?.trim() !== "");
  return name === undefined ? undefined : annotations[name]?.trim();
}

// One Service may stand behind thousands of paths.
const parsed = new WeakMap<Resource, Map<string, Plain | undefined>>();

function annotationJson(service: Resource, names: readonly string[]): Plain | undefined {
  const known = parsed.get(service) ?? new Map<string, Plain | undefined>();
  parsed.set(service, known);
  const key = names.join();
  if (!known.has(key)) known.set(key, jsonOf(annotationOf(service, names)));
  return known.get(key);
}
