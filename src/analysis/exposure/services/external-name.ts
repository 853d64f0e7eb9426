import type { Resource } from "../../../kubernetes/resource.ts";
import { normalizeHost } from "../host-pattern.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect, Backend } from "../route.ts";
import type { World } from "../world.ts";

/** The DNS name that a Service of type ExternalName stands for; undefined for any other Service, and for one that is not in the repository. */
export function externalNameOf(world: World, namespace: string | null | undefined, name: string): string | undefined {
  const service = externalService(world, namespace, name);
  return service && externalNameIn(service);
}

/** The backend with the DNS name behind it, if it is a Service of type ExternalName. */
export function withExternalName(world: World, backend: Backend): Backend {
  const { kind, namespace, name, port } = backend;
  const external = kind === "Service" ? externalNameOf(world, namespace, name) : undefined;
  return external === undefined ? backend : { kind, namespace, name, port, external };
}

/** The field that says so, for `where("backend")`. */
export function externalNameAspects(world: World, { kind, namespace, name }: Backend): readonly Aspect[] {
  const service = kind === "Service" ? externalService(world, namespace, name) : undefined;
  return service ? [{ resource: service, path: ["spec", "externalName"] }] : [];
}

/** Whether a DNS name leads out of the cluster; names below `svc` are those of its own Services. */
export function isOutside(external: string): boolean {
  return !/\.svc(\.cluster\.local)?$/.test(normalizeHost(external));
}

/** The names outside the cluster that requests go to now and did not go to before. */
export function namesGained(from: readonly Backend[], to: readonly Backend[]): readonly string[] {
  const known = new Set(namesOutside(from));
  return namesOutside(to).filter((name) => !known.has(name));
}

/** The names outside the cluster that backends stand for. */
export function namesOutside(backends: readonly Backend[]): readonly string[] {
  return [...new Set(backends.flatMap(({ external }) => (external && isOutside(external) ? [external] : [])))];
}

function externalService(world: World, namespace: string | null | undefined, name: string): Resource | undefined {
  const service = world.find("", "Service", namespace, name);
  return service && asText(asObject(service.data.spec)?.type) === "ExternalName" ? service : undefined;
}

/** The name as it stands in a Service. */
export function externalNameIn({ data }: Resource): string {
  return normalizeHost(asText(asObject(data.spec)?.externalName) ?? "");
}
